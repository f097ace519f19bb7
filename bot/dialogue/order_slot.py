"""Filling the order slot: one order is taken, several are offered, and none means proving that one is theirs.

Nothing about an order is told before the customer is bound to it, and a number they are not bound to is neither
confirmed nor denied: it is asked to be verified in the same words whether it exists or not.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from bot.core.actions import HandOffReason, VerifyOrder
from bot.core.conversation import Frame, FrameKind, JsonValue
from bot.core.events import OrderRefused, OrderVerified
from bot.core.messages import Button
from bot.core.orders import Order
from bot.dialogue import context
from bot.dialogue.asking import Progress, put, put_reply
from bot.dialogue.handoff import hand_off
from bot.dialogue.one_by_one import MOST_AT_ONCE, line_up, orders_together, tell_left
from bot.dialogue.order_items import is_over, lacks, orders_of, shared_by
from bot.dialogue.order_words import MOST_OFFERED, PRESS, allowed, bound_number, claimed, narrowed, offered, paired
from bot.dialogue.orders_down import wait_for_orders
from bot.dialogue.replies import common, say_reply
from bot.dialogue.translating import in_language
from bot.dialogue.turn import ALL_ORDERS, BINDING, DOUBTED, GUESSED, THING, Talk
from bot.dialogue.understanding import Message, message_of
from bot.dialogue.wording import order_titles, other_order
from bot.scripts.book import Part
from bot.scripts.flows import Collect
from bot.scripts.slots import Slot, SlotType
from intents import normalize

_QUESTIONS: Final = {(False, False): "bind_order", (True, False): "bind_phone", (False, True): "bind_number"}
_NAMES_ONE: Final = 12  # characters of a message that does nothing but name an order

_REFUSED: Final = "refused"  # beside number and tail: the number that was just refused; 是 5678, other digits for it
_ELSEWHERE: Final = "_elsewhere"  # slot that notes that another order has what the doubted one lacks


def seek(talk: Talk, frame: Frame, slot: Slot) -> Progress:
    """Fill the slot without asking, or ask for what is missing. `frame` is the one on top."""
    if talk.facts.orders is None:
        wait_for_orders(talk, frame)
        return Progress.WAITING
    if BINDING in frame.slots:
        return _bind(talk, frame, slot)
    number = None if frame.asking == slot.name and slot.name in frame.slots else _obvious(talk, frame, slot)
    before = message_of(talk, frame.utterance)
    named = bound_number(talk, before) if not frame.asking and not slot.than else None
    if named is not None and named != number:  # named while the orders could not be looked up
        take(talk, slot, named)
        return Progress.DONE
    if number is not None and doubt(talk, slot, number, message_of(talk, frame.utterance)):
        number, frame = None, _top(talk)
    if number is not None:
        guessed = not slot.than and narrowed(talk, slot) and not _is_warm(talk, frame, slot)
        take(talk, slot, number)
        if guessed:
            talk.note(f"{number} is the only order that can be meant")
            talk.change(replace(_top(talk), slots={**_top(talk).slots, GUESSED: True}))
            _name_taken(talk, slot, number)
        return Progress.DONE
    choice = offered(talk, slot)
    if frame.asking != slot.name and each_of_them(talk, slot, message_of(talk, frame.utterance)):
        return Progress.DONE
    if not choice and not slot.than:
        talk.change(replace(frame, slots={**frame.slots, BINDING: {"number": "", "tail": ""}}))
        return _bind(talk, _top(talk), slot)
    return put(talk, frame, slot, buttons=order_buttons(talk, slot, choice))


def doubt(talk: Talk, slot: Slot, number: str, message: Message) -> bool:
    """Ask which order is meant if the message is about a product that this one does not have; it is kept until then."""
    order = context.bound_order(talk, number)
    if order is None or _top(talk).slots.get(DOUBTED) == number or not lacks(talk, order, message):
        return False
    talk.note(f"{number} does not have what was named")
    say_reply(talk, common("order_differs"), order=order)
    frame = _top(talk)
    kept = {name: value for name, value in frame.slots.items() if name != GUESSED}
    elsewhere = any(one is not order and not lacks(talk, one, message) for one in orders_of(talk))
    doubted: dict[str, JsonValue] = {slot.name: number, DOUBTED: number, _ELSEWHERE: elsewhere}
    talk.change(replace(frame, slots={**kept, **doubted}, asking=slot.name, tries=0))
    return True


def take(talk: Talk, slot: Slot, number: str) -> None:
    """This is the order; whatever was being verified is forgotten."""
    frame = _top(talk)
    own = (BINDING, ALL_ORDERS, GUESSED, THING)
    slots: dict[str, JsonValue] = {name: value for name, value in frame.slots.items() if name not in own}
    changed = replace(frame, slots={**slots, slot.name: number}, questions=frame.questions if slot.name in slots else 0)
    talk.change(replace(changed, asking="", tries=0, pending="") if frame.asking in ("", slot.name) else changed)
    talk.remember_order(number)


def claim(talk: Talk, message: Message, *, asked: bool) -> bool:
    """Take up an order number or phone digits that the customer gives as theirs. False when there are none.

    Args:
        talk: the turn in the making; the frame on top needs an order.
        message: what was said.
        asked: whether the order was asked for.
    """
    frame = _top(talk)
    number, tail = claimed(talk, message, asked=asked)
    known = frame.slots.get(BINDING)
    before = known if isinstance(known, dict) else {"number": "", "tail": ""}
    if not number and not (tail and BINDING in frame.slots):
        return False
    number = number or (str(before.get(_REFUSED, "")) if asked and not before["number"] else "")
    now: dict[str, JsonValue] = {"number": number or before["number"], "tail": tail or before["tail"]}
    further = (number and not before["number"]) or (tail and not before["tail"])
    talk.change(replace(frame, slots={**frame.slots, BINDING: now}, tries=0 if further else frame.tries))
    return True


def none_of_these(talk: Talk, slot: Slot) -> None:
    """None of the orders offered is the one: offer the others, and if there are none ask for its number."""
    frame = _top(talk)
    if narrowed(talk, slot):
        talk.change(replace(frame, slots={**frame.slots, ALL_ORDERS: True}, tries=0))
    else:
        start_binding(talk)


def start_binding(talk: Talk) -> None:
    """The order is not among those that are known to be theirs: ask for its number."""
    frame = _top(talk)
    talk.change(replace(frame, slots={**frame.slots, BINDING: {"number": "", "tail": ""}}, tries=0))


def verified(talk: Talk, slot: Slot, event: OrderVerified) -> None:
    """The order is the customer's from now on."""
    orders = talk.facts.orders or ()
    if all(order.number != event.order.number for order in orders):
        proved = talk.facts.proved | {event.order.number}
        talk.facts = replace(talk.facts, orders=(event.order, *orders), proved=proved)
    take(talk, slot, event.order.number)
    doubt(talk, slot, event.order.number, message_of(talk, _top(talk).utterance))


def choose(talk: Talk, slot: Slot, number: str, message: Message) -> None:
    """The order that was picked, asked which one; one without what was named is asked about, unless its number is."""
    take(talk, slot, number)
    if number.upper() not in message.text.upper():
        doubt(talk, slot, number, message_of(talk, _top(talk).utterance))


def _name_taken(talk: Talk, slot: Slot, number: str) -> None:
    """Say which order was taken, though nobody named it; and what stays as it is, where all were meant."""
    order = context.bound_order(talk, number)
    said = message_of(talk, _top(talk).utterance)
    if order is None or not _says_all(slot, said) or _answers_another(talk, slot, said, asked=False):
        say_reply(talk, common("order_taken"))
        return
    tell_left(talk, order, [one for one in orders_of(talk) if one is not order and not is_over(one)])


def each_of_them(talk: Talk, slot: Slot, message: Message) -> bool:
    """两单都取消: one after the other, each confirmed by itself. False when not all are meant, or too many."""
    if (
        not _one_by_one(talk, slot)
        or not _says_all(slot, message)
        or _answers_another(talk, slot, message, asked=_top(talk).asking == slot.name)
    ):
        return False
    every = offered(talk, slot)
    meant = context.fitting(talk, every) or every
    left = [order for order in orders_of(talk) if order not in meant and not is_over(order)]
    if not 1 < len(meant) <= MOST_AT_ONCE or not line_up(talk, slot, meant, left=left):
        return False
    take(talk, slot, meant[0].number)
    return True


def named_together(talk: Talk, slot: Slot, message: Message) -> bool:
    """取消台灯和保温杯, of two orders: one after the other. False when the message names no two orders so."""
    orders = orders_together(talk, message) if _one_by_one(talk, slot) else ()
    if not orders or not line_up(talk, slot, orders):
        return False
    take(talk, slot, orders[0].number)
    return True


def _answers_another(talk: Talk, slot: Slot, message: Message, *, asked: bool) -> bool:
    """全部退, asked which order, is how much of the money is wanted and no word about orders, as 两单都退 is.

    Where that was not asked, 都退 is all that is in one order.
    """
    kinds = {SlotType.CHOICE} if asked else {SlotType.CHOICE, SlotType.ITEMS}
    flow = talk.pack.flows.get(_top(talk).name)
    names = {name for step in flow.steps if isinstance(step, Collect) for name in step.slots} if flow else set()
    choices = [one for name in names if (one := talk.pack.slots[name]).type in kinds]
    return _longest(slot, message) <= max((_longest(one, message) for one in choices), default=0)


def _longest(slot: Slot, message: Message) -> int:
    """Characters of the longest word of an option that stands in the message."""
    text = normalize(message.text).text
    words = (normalize(word).text for option in slot.options for word in (option.title, *option.match))
    return max((len(word) for word in words if word in text), default=0)


def _one_by_one(talk: Talk, slot: Slot) -> bool:
    """Whether the frame on top is a flow about one order at a time."""
    return _top(talk).kind is FrameKind.FLOW and not slot.than and not paired(talk, slot)


def all_of_it(talk: Talk, slot: Slot, message: Message) -> bool:
    """都退, of an order that does not have what was named: all that it has, and of no other order."""
    return _says_all(slot, message) and insist(talk, slot)


def _says_all(slot: Slot, message: Message) -> bool:
    return _longest(slot, message) > 0


def insist(talk: Talk, slot: Slot) -> bool:
    """是的, 就这单, said of an order that does not have what was named: it is the one all the same.

    Not where another of theirs has it: 是的 may be about that one.
    """
    frame = _top(talk)
    if (
        frame.slots.get(_ELSEWHERE)
        or frame.asking != slot.name
        or frame.slots.get(slot.name, "") != frame.slots.get(DOUBTED)
    ):
        return False
    take(talk, slot, str(frame.slots[slot.name]))
    return True


def narrow(talk: Talk, slot: Slot, message: Message) -> bool:
    """台灯那单, asked which order, where two have a lamp: these two are offered."""
    frame = _top(talk)
    thing = shared_by(talk, message)
    if not thing or frame.slots.get(THING) == thing or len(message.text) > _NAMES_ONE:
        return False
    slots = {name: value for name, value in frame.slots.items() if name != ALL_ORDERS}
    talk.change(replace(frame, slots={**slots, THING: thing}, tries=0))
    return narrowed(talk, slot)


def name_guess(talk: Talk, message: Message) -> None:
    """Of several orders with a lamp the only one that can be meant was taken: say which, and how to say another."""
    if shared_by(talk, message):
        talk.change(replace(_top(talk), slots={**_top(talk).slots, GUESSED: True}))
        say_reply(talk, common("order_taken"))


def refused(talk: Talk, event: OrderRefused) -> None:
    """Number and digits did not match: both are asked again, until the guesses are used up."""
    frame = _top(talk)
    if event.left <= 0:
        hand_off(talk, HandOffReason.LOCKED, because=common("bind_refused"), bind={"left": 0})
        return
    say_reply(talk, common("bind_refused"), bind={"left": event.left})
    known = frame.slots.get(BINDING)
    before = known.get("number", "") if isinstance(known, dict) else ""
    asked: dict[str, JsonValue] = {"number": "", "tail": "", _REFUSED: before}
    talk.change(replace(frame, slots={**frame.slots, BINDING: asked}, pending="", tries=1))


def _bind(talk: Talk, frame: Frame, slot: Slot) -> Progress:
    known = frame.slots[BINDING]
    number, tail = (str(known["number"]), str(known["tail"])) if isinstance(known, dict) else ("", "")
    if context.bound_order(talk, number) is not None:  # proved meanwhile, in a frame above
        take(talk, slot, number)
        return Progress.DONE
    if number and tail:
        key = frame.pending or f"{talk.state.turns}.{len(talk.state.frames)}.verify"
        talk.change(replace(frame, pending=key, asking=slot.name))
        talk.act(VerifyOrder(key=key, number=number, phone_tail=tail))
        return Progress.WAITING
    return put_reply(talk, frame, slot.name, common(_QUESTIONS[bool(number), bool(tail)]))


def _obvious(talk: Talk, frame: Frame, slot: Slot) -> str | None:
    """The order talked about a moment ago, or the only one that fits.

    What was talked about while this very question was open was another matter.
    """
    if _is_warm(talk, frame, slot):
        return talk.state.order_number
    choice = offered(talk, slot)
    both = len(choice) == 2 and paired(talk, slot)  # 两单一起发, of somebody who has two: which comes first is the same
    return choice[0].number if both or len(choice) == 1 else None


def _is_warm(talk: Talk, frame: Frame, slot: Slot) -> bool:
    """Whether the order talked about a moment ago is meant: not where others can be (what is on its way, 到哪了)."""
    warm = context.bound_order(talk, talk.state.order_number) if talk.warm and frame.asking != slot.name else None
    if warm is None or not allowed(talk, slot, warm) or frame.slots.get(slot.than) == warm.number:
        return False
    likely = context.fitting(talk, talk.facts.orders or ())
    return not likely or warm in likely or _number_just_given(talk)


def order_buttons(talk: Talk, slot: Slot, choice: Sequence[Order]) -> list[Button]:
    """A button for each of the likeliest orders, and one for another if these are not all."""
    language = talk.pack.language
    shown = [in_language(talk, order) for order in choice[:MOST_OFFERED]]
    titles = zip(shown, order_titles(shown, language), strict=True)
    buttons = [Button(value=f"{PRESS}{one.number}", title=title) for one, title in titles]
    return [*buttons, Button(value=PRESS, title=other_order(language))] if narrowed(talk, slot) else buttons


def _number_just_given(talk: Talk) -> bool:
    """Whether the last thing the customer wrote was the number of an order, and nothing else."""
    before = talk.state.attempts[-1:]
    intents = [talk.pack.intents.get(attempt.intent) for attempt in before]
    return any(intent is not None and intent.part is Part.ORDER_NUMBER for intent in intents)


def _top(talk: Talk) -> Frame:
    return talk.state.frames[-1]
