"""What one language of a shop has and another lacks: a customer should not be served worse for writing in English."""

from __future__ import annotations

from collections.abc import Container, Iterable, Mapping
from dataclasses import dataclass, field

from bot.scripts.book import Intent, Reply
from bot.scripts.canned import Canned
from bot.scripts.flows import Collect, Confirm, Do, Flow, HandOffStep, SayStep, Step
from bot.scripts.ranks import Rank, RanksDoc
from bot.scripts.report import Place, Report
from bot.scripts.slots import Slot


@dataclass(frozen=True, slots=True, kw_only=True)
class Side:
    """One of the packs compared.

    Attributes:
        language: its name.
        folder: where its files stand.
    """

    language: str
    folder: str
    intents: Mapping[str, Intent]
    slots: Mapping[str, Slot]
    flows: Mapping[str, Flow]
    replies: Mapping[str, Reply]
    canned: Mapping[str, Canned] = field(default_factory=dict)

    def place(self, topic: str) -> Place:
        """The file of a topic."""
        return Place(path=f"{self.folder}/{topic}.yaml")


def check_ranks(side: Side, ranks: RanksDoc | None, of: Container[Rank], report: Report) -> None:
    """Every listed intent of these ranks should be understood in this language; a shop without a list has none."""
    for rank, name in ranks.items() if ranks else ():
        if rank in of and name not in side.intents:
            report.add(
                Place(path=side.folder),
                "missing_intent",
                f"{side.language} does not understand `{name}`, which is of rank {rank}",
                f"listed at {name.place}",
            )


def compare(first: Side, other: Side, report: Report) -> None:
    """Note what `other` lacks or does differently from the pack that is tried first."""
    _compare_intents(first, other, report)
    for name, slot in first.slots.items():
        if name not in other.slots:
            _missing(other, slot.topic, f"slot `{name}`", first, report)
        elif _shape(slot) != _shape(other.slots[name]):
            text = f"the slot `{name}` is not like that of {first.language}"
            hint = f"there it is {_shown(slot)}, here {_shown(other.slots[name])}"
            report.add(other.place(other.slots[name].topic), "other_shape", text, hint)
    for name in first.canned.keys() - other.canned.keys():
        _missing(other, "canned", f"canned reply `{name}`", first, report)
    for name, flow in first.flows.items():
        if name not in other.flows:
            _missing(other, flow.topic, f"flow `{name}`", first, report)
        else:
            _compare_steps(first, other, flow, other.flows[name], report)
    for name, reply in first.replies.items():
        if name not in other.replies:
            _missing(other, reply.topic, f"reply `{name}`", first, report)


def _compare_intents(first: Side, other: Side, report: Report) -> None:
    for name, intent in first.intents.items():
        if name not in other.intents:
            _missing(other, intent.topic, f"intent `{name}`", first, report)
        elif _does(intent) != _does(other.intents[name]):
            report.add(
                other.place(other.intents[name].topic),
                "other_shape",
                f"the intent `{name}` does not do what it does in {first.language}",
                f"there it is {_does(intent)}, here {_does(other.intents[name])}",
            )


def _missing(side: Side, topic: str, what: str, first: Side, report: Report) -> None:
    report.add(side.place(topic), "missing_translation", f"the {what} is missing", f"{first.language} has it")


def _does(intent: Intent) -> str:
    called = intent.flow or intent.reply or intent.engine
    needs = f" after {', '.join(intent.needs)}" if intent.needs else ""
    orders = f" about orders where {' else '.join(one.source for one in intent.orders)}" if intent.orders else ""
    part = f" as {intent.part}" if intent.part else ""
    part += f" offered by {intent.offered.slot} where {intent.offered.when.source}" if intent.offered else ""
    return f"{'start' if intent.flow else 'reply' if intent.reply else 'engine'} {called}{needs}{orders}{part}"


def _shape(slot: Slot) -> tuple[str, tuple[str, ...]]:
    return slot.type.value, tuple(option.id for option in slot.options)


def _shown(slot: Slot) -> str:
    kind, options = _shape(slot)
    return f"{kind} of {', '.join(options)}" if options else kind


def _compare_steps(first: Side, other: Side, flow: Flow, its: Flow, report: Report) -> None:
    here, there = [_step(step) for step in its.steps], [_step(step) for step in flow.steps]
    if here == there:
        return
    at = next((at for at, pair in enumerate(zip(there, here, strict=False)) if pair[0] != pair[1]), -1)
    hint = (
        f"step {at + 1}: there {there[at]}, here {here[at]}"
        if at >= 0
        else f"{len(there)} steps there, {len(here)} here"
    )
    text = f"the flow `{flow.name}` does not go as in {first.language}"
    report.add(other.place(flow.topic), "other_shape", text, hint)


def _step(step: Step) -> str:
    match step:
        case Collect(slots=slots):
            return f"collect {_names(slots)}"
        case Confirm(reply=reply):
            return f"confirm {reply}"
        case Do(action=action, settings=settings):
            return f"do {action} {dict(settings) or ''}".rstrip()
        case SayStep(reply=reply):
            return f"say {reply}"
        case HandOffStep():
            return "handoff"


def _names(names: Iterable[str]) -> str:
    return ", ".join(names)
