"""What only shows when a whole pack is there: names that texts read, actions and their slots, tone, buttons."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Final

from bot.core.catalogue import ACTIONS, ActionSpec
from bot.core.conversation import JsonValue
from bot.scripts.book import Intent, Part
from bot.scripts.documents import FlowDoc, TopicDoc
from bot.scripts.engine_replies import ENGINE_REPLIES, OUTREACH_REPLIES, OUTREACH_TOPIC
from bot.scripts.flows import Collect, Do, Flow, Step
from bot.scripts.report import Place, Report, did_you_mean
from bot.scripts.scope import COMMON, Written
from bot.scripts.slots import Slot, SlotType
from bot.scripts.templates import Reference
from bot.scripts.tone import slips
from bot.scripts.tree import Text
from bot.scripts.variables import ENGINE_ONLY, Leaf, Names, first_unknown, leaf_of

MAX_SPOKEN: Final = 400
"""Characters of one text that customers read; a longer one is two messages, or an answer nobody reads."""

_ARGUMENTS: Final[Mapping[str, SlotType]] = {
    "order": SlotType.ORDER,
    "other_order": SlotType.ORDER,
    "reason": SlotType.CHOICE,
    "photos": SlotType.IMAGES,
    "price": SlotType.NUMBER,
    "amount": SlotType.NUMBER,
}
"""Slots that actions compute with, or look up; of the others any words are an answer."""

_ONE_OF_A_PACK: Final = frozenset({Part.ORDER_NUMBER, Part.WAYBILL, Part.PRODUCT, Part.WITHDRAW})
_ORDER: Final = re.compile(r"\border\.")
_MARKUP: Final = re.compile(r"\{%.*?%\}|\{#.*?#\}", re.DOTALL)

_PRINT_WITH: Final[Mapping[Leaf | None, str]] = {
    Leaf.MONEY: "write {{ %s | money }}",
    Leaf.MOMENT: "write {{ %s | when }}, or day, or clock",
    Leaf.DAY: "write {{ %s | day }}",
    Leaf.LIST: "write {{ %s | join('、') }}",
    Leaf.FLAG: "use it in a condition: {%% if %s %%}",
    None: "name one of its parts, such as %s.title",
}
"""How to print what does not read well as it is."""


def check_texts(written: Iterable[Written], names: Names, language: str, report: Report) -> None:
    """Every name exists, everything printed reads well, and what customers read is short and in the house tone."""
    for item in written:
        own = {**names, **{name: ENGINE_ONLY[name] for name in item.names}} if isinstance(names, Mapping) else names
        for reference in item.value.references:
            _check_reference(item, reference, own, report)
        if item.spoken:
            _check_spoken(item.text, language, report)


def check_actions(
    flows: Mapping[str, Flow], slots: Mapping[str, Slot], topics: Mapping[str, TopicDoc], report: Report
) -> None:
    """An action has its slots: a step before it collects each of them."""
    for flow in flows.values():
        doc = _flow_doc(flow, topics)
        collected: set[str] = set()
        for step, step_doc in zip(flow.steps, doc.steps, strict=True):
            match step:
                case Collect():
                    collected.update(step.slots)
                case Do(action=action) if action in ACTIONS and step_doc.do is not None:
                    for slot in ACTIONS[action].slots:
                        if slot not in collected:
                            report.add(
                                step_doc.do.place,
                                "not_collected",
                                f"`{action}` needs the slot `{slot}`, which no step before it collects",
                                f"add it to `collect`{'' if slot in slots else f'; no slot is called `{slot}` yet'}",
                            )
                    _check_arguments(ACTIONS[action], slots, step_doc.do, report)


def _check_arguments(spec: ActionSpec, slots: Mapping[str, Slot], action: Text, report: Report) -> None:
    """An action is given what it can read: an amount is a number, a reason one of the options."""
    for name in (*spec.slots, *spec.optional):
        wanted = _ARGUMENTS.get(name)
        if wanted and name in slots and slots[name].type is not wanted:
            text = f"`{action}` needs `{name}` as a slot of type {wanted}"
            report.add(action.place, "wrong_type", text, f"it is of type {slots[name].type}")


def check_questions(collected: Collection[str], topics: Mapping[str, TopicDoc], report: Report) -> None:
    """What a flow collects or an intent needs has a question; what is only read in passing needs none."""
    for doc in topics.values():
        for name, slot in doc.slots.items():
            if name in collected and slot.ask is None:
                report.add(name.place, "shape", f"the slot `{name}` is collected and has no question", "write `ask`")


def check_orders(
    intents: Mapping[str, Intent],
    flows: Mapping[str, Flow],
    slots: Mapping[str, Slot],
    topics: Mapping[str, TopicDoc],
    report: Report,
) -> None:
    """An intent says which orders it can be about by conditions on the order, and only where one has a use."""
    for doc in topics.values():
        for name, intent_doc in doc.intents.items():
            for text in intent_doc.orders or ():
                if _ORDER.search(text) is None:
                    hint = "as in: order.fulfilment == 'shipped'"
                    report.add(text.place, "shape", "this says nothing about `order`", hint)
            intent = intents[name]
            collected = {slot for step in _steps(intent, flows) if isinstance(step, Collect) for slot in step.slots}
            of_use = intent.reply or any(slots[slot].type is SlotType.ORDER for slot in collected)
            if intent_doc.orders and not of_use:
                report.add(intent_doc.orders[0].place, "unused", f"`{name}` collects no order", "delete `orders`")


def check_parts(topics: Mapping[str, TopicDoc], report: Report) -> None:
    """What a number or a product alone asks for is one thing: no two intents claim it."""
    first: dict[Part, Text] = {}
    for doc in topics.values():
        for name, intent in doc.intents.items():
            if intent.part not in _ONE_OF_A_PACK:
                continue
            known = first.setdefault(intent.part, name)
            if known is not name:
                text = f"`{known}` and `{name}` are both what `{intent.part}` alone asks for"
                report.add(name.place, "shape", text, "one of them is enough")


def _steps(intent: Intent, flows: Mapping[str, Flow]) -> Sequence[Step]:
    return flows[intent.flow].steps if intent.flow in flows else ()


def check_engine_replies(topics: Mapping[str, TopicDoc], path: str, report: Report) -> None:
    """common.yaml has every sentence the engine says, and the titles of the common buttons."""
    common = topics.get(COMMON)
    if common is None:
        return
    for name, engine in ENGINE_REPLIES.items():
        if name not in common.replies:
            report.add(Place(path=path), "missing_reply", f"the reply `{name}` is missing", f"said when {engine.said}")
    if common.buttons is None:
        report.add(Place(path=path), "missing_buttons", "`buttons` is missing", "write titles for yes, no and human")


def check_outreach(shop: Mapping[str, JsonValue], topics: Mapping[str, TopicDoc], path: str, report: Report) -> None:
    """A pack has a reply for every message that shop.yaml switches on."""
    rules = shop.get("outreach")
    rules = rules if isinstance(rules, Mapping) else {}
    outreach = topics.get(OUTREACH_TOPIC)
    for name, engine in OUTREACH_REPLIES.items():
        kind = rules.get(name)
        sent = isinstance(kind, Mapping) and kind.get("enabled") is not False
        if sent and (outreach is None or name not in outreach.replies):
            text = f"the reply `{name}` is missing, which shop.yaml switches on"
            report.add(Place(path=path), "missing_reply", text, f"said when {engine.said}")


def _check_reference(item: Written, reference: Reference, names: Names, report: Report) -> None:
    unknown = first_unknown(reference.path, names)
    if unknown is not None:
        index, siblings = unknown
        wrong = _dotted(reference.path[: index + 1])
        if index == 0 and wrong in ENGINE_ONLY:
            text, hint = f"only the engine's own reply may read `{wrong}`", ""
        else:
            before = wrong.removesuffix(reference.path[index])
            text, hint = f"there is no `{wrong}`", did_you_mean(reference.path[index], siblings, prefix=before)
        report.add(place_of_reference(item.text, reference, index), "undefined_variable", text, hint)
    elif reference.printed and (advice := _PRINT_WITH.get(leaf_of(reference.path, names))):
        dotted = _dotted(reference.path)
        place = place_of_reference(item.text, reference, 0)
        report.add(place, "unprintable", f"`{dotted}` cannot be printed as it is", advice % dotted)


def _dotted(path: Sequence[str]) -> str:
    return ".".join(path).replace(".[]", "[0]")


def place_of_reference(text: Text, reference: Reference, part: int) -> Place:
    """Where a part of the dotted name stands: found in its line, as the template language gives lines only."""
    lines = text.split("\n")
    line = lines[reference.line - 1] if reference.line <= len(lines) else ""
    first, *rest = reference.path[: part + 1]
    steps = (r"\s*\[\s*-?\d+\s*\]" if name == "[]" else rf"\s*\.\s*{re.escape(name)}(?!\w)" for name in rest)
    found = re.search(rf"(?<![\w.]){re.escape(first)}(?!\w)" + "".join(steps), line)
    if found is None:
        return text.at(reference.line, 1)
    return text.at(reference.line, found.end() - len(reference.path[part]) + 1)


def _check_spoken(text: Text, language: str, report: Report) -> None:
    length = len(_MARKUP.sub("", text).strip())
    if length > MAX_SPOKEN:
        report.add(
            text.place, "too_long", f"{length} characters are too many for one message", f"keep to {MAX_SPOKEN} at most"
        )
    for slip in slips(text, language):
        line = text.count("\n", 0, slip.offset) + 1
        column = slip.offset - text.rfind("\n", 0, slip.offset)
        report.add(text.at(line, column), "tone", f"`{slip.wording}` is {slip.reason}", slip.instead)


def _flow_doc(flow: Flow, topics: Mapping[str, TopicDoc]) -> FlowDoc:
    name = flow.name.removeprefix(f"{flow.topic}.")
    return next(doc for key, doc in topics[flow.topic].flows.items() if key == name)
