"""Flows that may end without a word: a customer answered the last question, and nobody says anything.

The conditions of a flow are tried with every value that they compare with and one more, as far as that can be counted.
The engine calls a person where a flow ends so; a sentence would be kinder.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import product
from math import prod
from typing import Final

from bot.core.conversation import JsonValue
from bot.core.errors import TemplateError
from bot.core.orders import PAID, Fulfilment
from bot.scripts.documents import TopicDoc
from bot.scripts.flows import Collect, Confirm, Do, Flow, HandOffStep, SayStep
from bot.scripts.report import Report
from bot.scripts.scope import COMMON
from bot.scripts.slots import TRAVELLING, Slot, SlotType
from bot.scripts.templates import Expression

_MOST_CASES: Final = 20_000
"""Combinations tried for one flow; a flow with more is not judged."""

_OTHER: Final = "…"  # a text that no condition names

Path = tuple[str, ...]
Case = Mapping[Path, object]


def lint_mute(
    flows: Mapping[str, Flow],
    slots: Mapping[str, Slot],
    shop: Mapping[str, JsonValue],
    topics: Mapping[str, TopicDoc],
    report: Report,
) -> None:
    """Note the flows of a pack that may end mute, each with a case in which it does."""
    for flow in flows.values():
        case = mute_case(flow, slots, shop)
        if case is None:
            continue
        name = next(key for key in topics[flow.topic].flows if flow.name == f"{flow.topic}.{key}")
        when = f" when {_shown(case)}" if case else ""
        report.add(name.place, "mute", f"the flow `{name}` ends without a word{when}", "give this path a `say`")


def mute_case(flow: Flow, slots: Mapping[str, Slot], shop: Mapping[str, JsonValue]) -> Case | None:
    """A case in which the flow ends without a word after the customer's last answer; None if there is none."""
    domains = _domains(flow, slots, shop)
    if prod(len(values) for values in domains.values()) > _MOST_CASES:
        return None
    for values in product(*domains.values()):
        case = dict(zip(domains, values, strict=True))
        walk = _Walk(flow, slots, shop, case)
        if not walk.speaks():
            return {path: value for path, value in case.items() if path[0] not in walk.hidden()}
    return None


class _Walk:
    """One way through a flow, in one case."""

    def __init__(self, flow: Flow, slots: Mapping[str, Slot], shop: Mapping[str, JsonValue], case: Case) -> None:
        self._flow = flow
        self._slots = slots
        self._shop = shop
        self._case = case
        self._collected: set[str] = set()
        self._acted = self._done = False

    def speaks(self) -> bool:
        """Whether something is said after the last answer."""
        spoken = False
        for step in self._flow.steps:
            if not self._holds(step.when):
                continue
            match step:
                case SayStep():
                    spoken = True
                case HandOffStep():
                    return True
                case Confirm():
                    spoken = False
                case Collect(slots=names):
                    answers = [self._collect(self._slots[name]) for name in names]
                    if None in answers:
                        return True  # the reply under `otherwise` is said, or another flow goes on
                    spoken = spoken and not any(answers)
                case Do(failed=failed):
                    self._acted, self._done = True, failed != "go_on"  # what failed otherwise has left the flow
        return spoken

    def _collect(self, slot: Slot) -> bool | None:
        """Whether the slot was asked for; None when the answer leaves the flow: unmet, or a wish of its own."""
        if slot.name in self._collected or not self._holds(slot.when):
            return False
        self._collected.add(slot.name)
        if any(option.starts and option.id == self._case.get((slot.name,)) for option in slot.options):
            return None
        judged = slot.require is not None and all(self._tried(one.path) for one in slot.require.references)
        return None if judged and not self._holds(slot.require) else bool(slot.ask)

    def _tried(self, path: Path) -> bool:
        return path in self._case or path[:1] in self._case or path[0] == "shop"

    def _holds(self, condition: Expression | None) -> bool:
        """Whether it holds; one that cannot be judged from outside does not."""
        if condition is None:
            return True
        try:
            return condition.holds(self._context())
        except TemplateError:
            return False

    def _context(self) -> dict[str, object]:
        context: dict[str, object] = {"shop": self._shop}
        hidden = self.hidden()
        for path, value in self._case.items():
            root, *inner = path
            if root in hidden:
                context[root] = None
            elif not inner:
                context[root] = _view(self._slots.get(root), value)
            else:
                _put(context.setdefault(root, {}), inner, value)
        order = context.get("order")
        if isinstance(order, dict) and "fulfilment" in order:
            order["is_paid"] = order["fulfilment"] in PAID
        if self._done:
            _put(context.setdefault("result", {}), ["id"], _OTHER)
        return context

    def hidden(self) -> frozenset[str]:
        """Names that have no value yet: slots that a later step collects, and the result of an action to come."""
        steps = [step for step in self._flow.steps if isinstance(step, Collect)]
        later = {name for step in steps for name in step.slots} - self._collected
        return frozenset(later | (set() if self._acted else {"result"}))


def _put(place: object, inner: Sequence[str], value: object) -> None:
    for name in inner[:-1]:
        place = place.setdefault(name, {}) if isinstance(place, dict) else {}
    if isinstance(place, dict):
        place[inner[-1]] = value


def _view(slot: Slot | None, value: object) -> object:
    """What conditions read of a choice; anything else is its value."""
    option = next((one for one in slot.options if one.id == value), None) if slot else None
    return {**option.data, "id": option.id, "title": option.title} if option else value


def _domains(flow: Flow, slots: Mapping[str, Slot], shop: Mapping[str, JsonValue]) -> dict[Path, tuple[object, ...]]:
    """Every name that the conditions of a flow read, with the values to try."""
    conditions = list(_conditions(flow, slots))
    read = {reference.path for condition in conditions for reference in condition.references}
    named: dict[Path, list[object]] = {}
    for condition in conditions:
        for path, value in condition.compared():
            named.setdefault(path, []).append(_of_shop(shop, value) if isinstance(value, tuple) else value)
    collected = {name for step in flow.steps if isinstance(step, Collect) for name in step.slots}
    domains: dict[Path, tuple[object, ...]] = {}
    for path in sorted(read):
        slot = slots.get(path[0])
        if path[0] == "shop" or path == ("order", "is_paid"):
            continue
        if slot is not None and slot.name not in collected and not _in_sight(slot, flow):
            domains[path[:1]] = (None,)
            continue
        if slot is not None and slot.type is SlotType.CHOICE:
            options = tuple(option.id for option in slot.options)
            domains[path[:1]] = options if path[0] in collected else (None, *options)
        elif len(path) == 1:
            domains[path] = (_OTHER,) if path[0] in collected else (None, _OTHER)
        else:
            domains[path] = _values(path, named.get(path, []))
    if ("order", "is_paid") in read:
        domains.setdefault(("order", "fulfilment"), tuple(Fulfilment))
    return domains


def _in_sight(slot: Slot, flow: Flow) -> bool:
    """Whether a flow may know a slot that it does not collect, from a frame below it."""
    return slot.type in TRAVELLING or slot.topic in (flow.topic, COMMON)


def _conditions(flow: Flow, slots: Mapping[str, Slot]) -> Iterator[Expression]:
    for step in flow.steps:
        if step.when is not None:
            yield step.when
        for name in step.slots if isinstance(step, Collect) else ():
            when = slots[name].when
            if when is not None:
                yield when


def _values(path: Path, constants: Sequence[object]) -> tuple[object, ...]:
    if path == ("order", "fulfilment"):
        return tuple(Fulfilment)
    numbers = [one for one in constants if isinstance(one, int | float) and not isinstance(one, bool)]
    near = {number + step for number in numbers for step in (-1, 0, 1)}
    texts = dict.fromkeys(one for one in constants if isinstance(one, str))
    return (None, *near, *texts, *(() if near else (_OTHER,)))


def _of_shop(shop: Mapping[str, JsonValue], path: Path) -> object:
    """The value in shop.yaml that a name is compared with; None for any other name."""
    value: object = {"shop": shop}
    for name in path:
        value = value.get(name) if isinstance(value, Mapping) else None
    return value


def _shown(case: Case) -> str:
    return ", ".join(f"{'.'.join(path)} is {value if value is not None else 'unknown'}" for path, value in case.items())
