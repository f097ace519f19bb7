"""The names of one language pack: which exist, which a text means, and which nobody ever uses."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Final, TypeVar

from bot.scripts.documents import IntentDoc, SlotDoc, TopicDoc
from bot.scripts.engine_replies import (
    ENGINE_REPLIES,
    OUTREACH_REPLIES,
    OUTREACH_TOPIC,
    RATING_REPLIES,
    RATING_TOPIC,
    EngineReply,
)
from bot.scripts.report import Place, Report, did_you_mean
from bot.scripts.slots import SlotType
from bot.scripts.templates import Expression, Template, TemplateError
from bot.scripts.tree import Text

Doc = TypeVar("Doc", SlotDoc, IntentDoc)

COMMON: Final = "common"
"""The topic whose slots, words, flows and replies every topic may use."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Written:
    """A compiled text or condition with its place, kept for the checks that need the whole pack.

    Attributes:
        names: the engine's own names it may read besides the common ones.
        spoken: whether customers read it (a condition is not).
    """

    value: Template | Expression
    text: Text
    names: tuple[str, ...] = ()
    spoken: bool = True


class Scope:
    """Looks names up and reports those that do not exist; remembers what was used and every text compiled."""

    def __init__(self, language: str, topics: Mapping[str, TopicDoc], report: Report) -> None:
        self.language = language
        self.topics = topics
        self.report = report
        self.written: list[Written] = []
        self.slots: dict[str, tuple[str, SlotDoc]] = {}
        self.intents: dict[str, tuple[str, IntentDoc]] = {}
        self._used: set[tuple[str, str]] = set()
        for topic, doc in topics.items():
            self._claim("slot", topic, doc.slots, self.slots)
            self._claim("intent", topic, doc.intents, self.intents)
        self.flows = {f"{topic}.{name}": name for topic, doc in topics.items() for name in doc.flows}
        self.replies = {f"{topic}.{name}": name for topic, doc in topics.items() for name in doc.replies}

    def slot(self, name: Text) -> str:
        """The slot of that name, wherever in the pack it stands; reported when there is none."""
        return self._known("slot", name, name if name in self.slots else "", self.slots)

    def slots_of(self, names: Iterable[Text]) -> tuple[str, ...]:
        """Those of the names that a slot has; the others are reported."""
        return tuple(found for name in names if (found := self.slot(name)))

    def intent(self, name: Text) -> str:
        """The intent of that name, wherever in the pack it stands; reported when there is none."""
        return self._known("intent", name, name if name in self.intents else "", self.intents)

    def flow(self, topic: str, name: Text) -> str:
        """The qualified name of a flow of this topic, or else of `common`; reported when there is none."""
        return self._known("flow", name, _qualified(topic, name, self.flows), _visible(topic, name, self.flows))

    def reply(self, topic: str, name: Text) -> str:
        """The qualified name of a reply of this topic, or else of `common`; reported when there is none."""
        return self._known("reply", name, _qualified(topic, name, self.replies), _visible(topic, name, self.replies))

    def use(self, kind: str, name: str) -> None:
        """This slot, flow, reply or word is needed."""
        self._used.add((kind, name))

    def template(self, text: Text, *, names: tuple[str, ...] = ()) -> Template:
        """The text compiled; empty, and reported, when it is not valid."""
        try:
            template = Template(text.rstrip(), self.origin(text.place))
        except TemplateError as error:
            self._report_template(text, error)
            return Template("", "")
        self.written.append(Written(value=template, text=text, names=names))
        return template

    def templates(self, texts: Iterable[Text], *, names: tuple[str, ...] = ()) -> tuple[Template, ...]:
        """The texts compiled, as `template` does it."""
        return tuple(self.template(text, names=names) for text in texts)

    def expression(self, text: Text | None, *, names: tuple[str, ...] = ()) -> Expression | None:
        """The condition compiled; None when there is none, or, reported, when it is not valid."""
        if text is None:
            return None
        try:
            expression = Expression(text.strip(), self.origin(text.place))
        except TemplateError as error:
            self._report_template(text, error)
            return None
        self.written.append(Written(value=expression, text=text, names=names, spoken=False))
        return expression

    def origin(self, place: Place) -> str:
        """A place as it is shown in evidence and logs: `zh/returns.yaml:12`."""
        return f"{self.language}/{place.path.replace(chr(92), '/').rpartition('/')[2]}:{place.line}"

    def report_unused(self) -> None:
        """What nobody needs should go: it is read, translated and checked for nothing."""
        for topic, doc in self.topics.items():
            kinds: tuple[tuple[str, Iterable[Text]], ...] = (
                ("slot", doc.slots),
                ("flow", doc.flows),
                ("reply", doc.replies),
                ("word", doc.words),
            )
            for kind, names in kinds:
                for name in names:
                    if not self._is_used(kind, topic, name):
                        self.report.add(name.place, "unused", f"the {kind} `{name}` is never used", "delete it")

    def _is_used(self, kind: str, topic: str, name: str) -> bool:
        if kind == "slot":
            return (kind, name) in self._used or self.slots[name][1].type is SlotType.ORDER
        if kind == "reply" and engine_reply(topic, name) is not None:
            return True
        return (kind, f"{topic}.{name}") in self._used

    def _known(self, kind: str, name: Text, found: str, known: Iterable[str]) -> str:
        if found:
            self._used.add((kind, found))
        else:
            self.report.add(name.place, f"undefined_{kind}", f"there is no {kind} `{name}`", did_you_mean(name, known))
        return found

    def _claim(self, kind: str, topic: str, docs: Mapping[Text, Doc], table: dict[str, tuple[str, Doc]]) -> None:
        for name, doc in docs.items():
            if name in table:
                other = table[name][0]
                self.report.add(
                    name.place,
                    "duplicate_name",
                    f"the {kind} `{name}` also stands in topic {other}",
                    f"{kind} names are unique in a pack; rename one, or move it to {COMMON}.yaml",
                )
            else:
                table[name] = (topic, doc)

    def _report_template(self, text: Text, error: TemplateError) -> None:
        self.report.add(text.at(error.line, error.column), "template", error.text, error.hint)


def _qualified(topic: str, name: str, table: Mapping[str, str]) -> str:
    return next((full for full in (f"{topic}.{name}", f"{COMMON}.{name}", name) if full in table), "")


def _visible(topic: str, name: str, table: Mapping[str, str]) -> Iterable[str]:
    """What could have been meant: bare names of the topic and `common`, or qualified ones if a dot was written."""
    if "." in name:
        return table
    return [bare for full, bare in table.items() if full.rpartition(".")[0] in (topic, COMMON)]


_BY_TOPIC: Final[Mapping[str, Mapping[str, EngineReply]]] = {
    COMMON: ENGINE_REPLIES,
    OUTREACH_TOPIC: OUTREACH_REPLIES,
    RATING_TOPIC: RATING_REPLIES,
}


def engine_replies() -> Iterator[tuple[str, str, EngineReply]]:
    """Topic, name and purpose of every reply that the engine says by itself."""
    for topic, replies in _BY_TOPIC.items():
        for name, reply in replies.items():
            yield topic, name, reply


def engine_reply(topic: str, name: str) -> EngineReply | None:
    """What the engine says this reply of a topic for; None when it is the scripts' own."""
    return _BY_TOPIC.get(topic, {}).get(name)
