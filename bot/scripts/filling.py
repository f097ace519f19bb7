"""Whether a text may meet an unfilled slot: printing one is an error, and the customer would be the first to see it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from bot.scripts.book import Intent, Reply
from bot.scripts.checks import place_of_reference
from bot.scripts.flows import Collect, Confirm, Do, Flow, SayStep
from bot.scripts.scope import Scope, engine_replies
from bot.scripts.slots import Slot
from bot.scripts.templates import Expression, Template, TemplateError
from bot.scripts.tree import Text


@dataclass(frozen=True, slots=True, kw_only=True)
class _Said:
    """Texts said at one moment.

    Attributes:
        texts: what may be said.
        filled: slots that are filled for sure by then.
        guards: names that a condition on these texts has read.
    """

    texts: tuple[Template, ...]
    filled: frozenset[str]
    guards: frozenset[str]


class FillingCheck:
    """Goes through everything a pack says, knowing what was collected before."""

    def __init__(
        self,
        flows: Mapping[str, Flow],
        intents: Mapping[str, Intent],
        slots: Mapping[str, Slot],
        replies: Mapping[str, Reply],
    ) -> None:
        self._flows = flows
        self._intents = intents
        self._slots = slots
        self._replies = replies

    def check(self, scope: Scope) -> None:
        """A text prints a slot only where it is filled for sure, or under a condition that reads the slot."""
        places = {id(item.value): item.text for item in scope.written}
        for said in self._everything():
            for template in said.texts:
                if id(template) in places:  # one that does not compile stands for nothing
                    self._check_template(template, places[id(template)], said, scope)

    def _check_template(self, template: Template, text: Text, said: _Said, scope: Scope) -> None:
        for reference in template.references:
            name = reference.path[0]
            if name not in self._slots or name in said.filled | said.guards or reference.guarded:
                continue
            scope.report.add(
                place_of_reference(text, reference, 0),
                "maybe_unfilled",
                f"`{name}` may be unfilled when this is said",
                f"collect it first (`needs: [{name}]`), or add an alternative with `when: {name}`",
            )

    def _everything(self) -> Iterator[_Said]:
        for topic, name, engine in engine_replies():
            yield from self._reply(f"{topic}.{name}", frozenset(engine.filled))
        for intent in self._intents.values():
            filled = frozenset[str]()
            for name in intent.needs:
                yield from self._question(name, filled)
                filled = self._after(name, filled)
            yield from self._reply(intent.reply, filled)
        for flow in self._flows.values():
            yield from self._flow(flow)

    def _flow(self, flow: Flow) -> Iterator[_Said]:
        always = frozenset[str]()
        under: dict[str, frozenset[str]] = {}  # filled wherever this condition of a step holds
        for step in flow.steps:
            condition = step.when.source if step.when else ""
            filled = always | under.get(condition, frozenset())
            spoken_for = filled | _read(step.when)
            match step:
                case Collect(slots=names):
                    for name in names:
                        yield from self._question(name, spoken_for)
                        filled = self._after(name, filled)
                        spoken_for |= filled
                case Confirm(reply=reply) | SayStep(reply=reply) | Do(failed=reply):
                    yield from self._reply(reply, spoken_for)
            under[condition] = filled
            always = filled if self._is_sure(step.when, always) else always

    def _question(self, name: str, filled: frozenset[str]) -> Iterator[_Said]:
        """The questions for a slot, and what is said when the answer will not do."""
        slot = self._slots.get(name)
        if slot is not None:
            guards = _read(slot.when)
            yield _Said(texts=(*slot.ask, *slot.again), filled=filled, guards=guards)
            yield from self._reply(slot.otherwise, filled | guards | {name})

    def _reply(self, name: str, filled: frozenset[str]) -> Iterator[_Said]:
        guards = frozenset[str]()  # an earlier `when: not order` speaks for the alternatives after it
        for alternative in self._replies[name].alternatives if name in self._replies else ():
            guards |= _read(alternative.when)
            yield _Said(texts=alternative.texts, filled=filled, guards=guards)

    def _after(self, name: str, filled: frozenset[str]) -> frozenset[str]:
        """What is filled once this slot was collected: with it, if its `when` holds in any case."""
        slot = self._slots.get(name)
        return filled | {name} if slot is not None and self._is_sure(slot.when, filled) else filled

    def _is_sure(self, when: Expression | None, filled: Iterable[str]) -> bool:
        if when is None:
            return True
        read = _read(when)
        if read & frozenset(filled) or not read <= self._slots.keys():
            return False
        try:
            return when.holds(dict.fromkeys(read))  # `not reason or ...` while nothing has asked for the reason
        except TemplateError:
            return False


def _read(condition: Expression | None) -> frozenset[str]:
    return frozenset(reference.path[0] for reference in condition.references) if condition else frozenset()
