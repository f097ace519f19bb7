"""How much of the scripts the conversation tests reach: nothing should be said to a customer for the first time."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from bot.dialogue.expectations import Failure, first_failure
from bot.dialogue.points import Passed, Question, question, step_of, way, wish, wording_of
from bot.dialogue.talks import played
from bot.scripts.book import Pack, Reply, ScriptBook
from bot.scripts.conversations import ConversationDoc, ConversationsDoc
from bot.scripts.flows import Collect, Do, Flow
from bot.scripts.slots import Slot
from bot.scripts.templates import Template

_MOST_WORDINGS: Final = 4  # rounds in which the talks are played; no reply has more wordings


@dataclass(frozen=True, slots=True, kw_only=True, order=True)
class Point:
    """A place of the scripts that a talk can reach.

    Attributes:
        origin: where it stands, such as `zh/returns.yaml:12`.
        name: its name (`bot.dialogue.points`).
        text: what it is, in a maintainer's words.
        of: name of the place that this is one wording of; empty for the place itself.
    """

    origin: str
    name: str
    text: str
    of: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Ran:
    """What came of one conversation test. `failure` is None when it went as written."""

    language: str
    topic: str
    test: ConversationDoc
    failure: Failure | None

    @property
    def wrong(self) -> bool:
        """Whether it failed, or passed although it is known to fail."""
        return (self.failure is None) == (self.test.known_failure is not None)


@dataclass(frozen=True, slots=True, kw_only=True)
class Coverage:
    """What the tests of all packs came to.

    Attributes:
        tests: every test with its result.
        points: everything that can be reached, by language.
        reached: (language, name) of everything that was.
    """

    tests: tuple[Ran, ...]
    points: Mapping[str, tuple[Point, ...]]
    reached: frozenset[tuple[str, str]]

    def missing(self, language: str, *, wordings: bool = False) -> tuple[Point, ...]:
        """Places (or wordings) of a pack that no talk reaches, in the order of files and lines.

        The wordings of a place that is not reached itself are not listed beside it.
        """
        found = [
            point
            for point in self.points[language]
            if bool(point.of) == wordings
            and (language, point.name) not in self.reached
            and (not point.of or (language, point.of) in self.reached)
        ]
        return tuple(sorted(found, key=_by_place))

    def share(self, language: str, *, wordings: bool = False) -> tuple[int, int]:
        """How many places (or wordings) of a pack are reached, of how many."""
        asked = [point for point in self.points[language] if bool(point.of) == wordings]
        return sum((language, point.name) in self.reached for point in asked), len(asked)


def measure(book: ScriptBook, conversations: Mapping[tuple[str, str], ConversationsDoc]) -> Coverage:
    """Play every conversation test, once for each wording that replies and questions can begin with."""
    tests: list[Ran] = []
    reached: set[tuple[str, str]] = set()
    rounds = min(_MOST_WORDINGS, max((_most_wordings(pack) for pack in book.packs.values()), default=1))
    for (language, topic), doc in conversations.items():
        for test in doc.tests:
            turns = list(played(book, language, test))
            tests.append(Ran(language=language, topic=topic, test=test, failure=first_failure(topic, test, turns)))
            others = (played(book, language, test, wording=wording) for wording in range(1, rounds))
            reached.update(point for talk in (turns, *others) for turned in talk for point in turned.heard.reached)
    points = {language: tuple(points_of(pack)) for language, pack in book.packs.items()}
    return Coverage(tests=tuple(tests), points=points, reached=frozenset(reached))


def points_of(pack: Pack) -> Iterator[Point]:
    """Everything in a pack that a talk can reach."""
    for intent in pack.intents.values():
        origin = next((one.origin for one in intent.spec.examples), "")
        yield Point(origin=origin, name=wish(intent.id), text=f"the intent `{intent.id}` is understood")
    collected = _collected(pack)
    for slot in pack.slots.values():
        if slot.name in collected:
            yield from _slot_points(slot)
    for flow in pack.flows.values():
        yield from _flow_points(flow)
    for reply in pack.replies.values():
        yield from _reply_points(reply)


def _collected(pack: Pack) -> frozenset[str]:
    """Slots that are ever asked for; the others are read in passing only."""
    steps = (step for flow in pack.flows.values() for step in flow.steps if isinstance(step, Collect))
    needs = (name for intent in pack.intents.values() for name in intent.needs)
    return frozenset((*needs, *(name for step in steps for name in step.slots)))


def _slot_points(slot: Slot) -> Iterator[Point]:
    for kind, texts in ((Question.ASK, slot.ask), (Question.AGAIN, slot.again)):
        if texts:
            place = Point(
                origin=texts[0].origin,
                name=question(slot.name, kind),
                text=f"`{kind}` of the slot `{slot.name}` is said",
            )
            yield place
            yield from _wordings(place, texts)
    if slot.require is not None:
        name = question(slot.name, Question.OTHERWISE)
        yield Point(origin=slot.require.origin, name=name, text=f"`otherwise` of the slot `{slot.name}` is said")


def _flow_points(flow: Flow) -> Iterator[Point]:
    for at, step in enumerate(flow.steps):
        place = f"step {at + 1} of the flow `{flow.name}`"
        yield Point(origin=step.origin, name=step_of(flow.name, at), text=f"{place} is taken")
        if isinstance(step, Do):
            name = step_of(flow.name, at, Passed.FAILED)
            yield Point(origin=step.origin, name=name, text=f"{place} (`{step.action}`) fails")
        if step.when is not None:
            name = step_of(flow.name, at, Passed.NOT_HELD)
            yield Point(origin=step.origin, name=name, text=f"{place} is passed over, as its condition does not hold")


def _reply_points(reply: Reply) -> Iterator[Point]:
    for at, alternative in enumerate(reply.alternatives):
        when = f" when {alternative.when.source}" if alternative.when else ""
        text = f"the reply `{reply.name}` is said{when}"
        place = Point(origin=alternative.texts[0].origin, name=way(reply.name, at), text=text)
        yield place
        yield from _wordings(place, alternative.texts)


def _wordings(place: Point, texts: Sequence[Template]) -> Iterator[Point]:
    for at, template in enumerate(texts):
        yield Point(
            origin=template.origin,
            name=wording_of(place.name, at),
            text=f"wording {at + 1}: {place.text}",
            of=place.name,
        )


def _most_wordings(pack: Pack) -> int:
    replies = (len(one.texts) for reply in pack.replies.values() for one in reply.alternatives)
    return max((*replies, *(len(slot.ask) for slot in pack.slots.values())), default=1)


def _by_place(point: Point) -> tuple[str, int, str]:
    path, _, line = point.origin.rpartition(":")
    return path, int(line or 0), point.name
