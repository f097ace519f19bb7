"""Which of their orders customers mean, in their own words; and what they say to prove that an order is theirs."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from bot.core.orders import ORDER_CODE, Order
from bot.dialogue import context
from bot.dialogue.addresses import address_within
from bot.dialogue.codes import serials, without_links
from bot.dialogue.cues import CUES, beside
from bot.dialogue.order_items import by_product, by_shared_words, has_product, is_over, orders_of
from bot.dialogue.receiving import new_phone
from bot.dialogue.translating import in_language
from bot.dialogue.turn import ALL_ORDERS, BESIDE, DOUBTED, THING, Talk
from bot.dialogue.understanding import Answer, Message, message_of, without_codes
from bot.dialogue.wording import order_state, order_title, other_order
from bot.scripts.flows import Collect
from bot.scripts.slots import Slot, SlotType
from intents import best_option, exact_option, normalize

PRESS: Final = "order:"
"""Buttons that stand for an order have this before its number."""

MOST_OFFERED: Final = 5

NONE_OF_THESE: Final = ""
"""The answer to "which one" that is none of the orders offered; its button is `PRESS` alone."""


_SHORT: Final = 6  # characters of an answer that can mean little else
_TAIL_DIGITS: Final = 4
_TAIL: Final = re.compile(r"(?<![A-Za-z\d-])\d{4}(?!\d)")  # of a phone; in XM2606 it is the order's own


def offered(talk: Talk, slot: Slot) -> tuple[Order, ...]:
    """The orders to choose from: those that the intent can be about.

    If it does not say or none is, those that meet the slot's requirement, else all that are not over, else all. A
    customer who objected to the order taken is offered these too, behind; one who means none of the likely, before.
    """
    known = talk.top.slots if talk.top else {}
    current = None if known.get(DOUBTED) == known.get(slot.name) else known.get(slot.name)
    others = tuple(order for order in _free(talk, slot) if order.number != current)
    fit = tuple(order for order in others if allowed(talk, slot, order))
    alive = tuple(order for order in others if not is_over(order))
    every = (fit if slot.require else ()) or alive or others
    likely = context.fitting(talk, fit)
    rest = tuple(order for order in every if order not in likely)
    if ALL_ORDERS in known:
        return (*rest, *likely)
    return (*likely, *rest) if slot.name in known else _having(talk, likely or every)


def narrowed(talk: Talk, slot: Slot) -> bool:
    """Whether the orders offered are only the likely ones, so that there must be a way to say another."""
    known = talk.top.slots if talk.top else {}
    free = _free(talk, slot)
    few = bool(context.fitting(talk, free)) or len(_having(talk, free)) < len(free)
    return few and not {ALL_ORDERS, slot.name} & known.keys() and len(offered(talk, slot)) < len(free)


def _having(talk: Talk, orders: tuple[Order, ...]) -> tuple[Order, ...]:
    """Those that have the product the customer named (台灯有划痕); all where none was named, or none has it."""
    frame = talk.top
    thing = str(frame.slots.get(THING, "")) if frame else ""
    said = message_of(talk, frame.utterance).values("product") if frame else []
    named = [thing] if thing else [str(entity.value) for entity in said]
    return tuple(order for order in orders if any(has_product(talk, order, one) for one in named)) or orders


def _free(talk: Talk, slot: Slot) -> tuple[Order, ...]:
    """The orders that the slot may have: 和哪一单一起发 is not answered by the order under discussion."""
    taken = talk.top.slots.get(slot.than) if slot.than and talk.top else None
    return tuple(order for order in orders_of(talk) if order.number != taken)


def state_seen(talk: Talk) -> str:
    """How far the order being talked about is, as customers read it in the shop's language; empty without one.

    What was confirmed for one state is not confirmed for the next: the parcel may leave between question and answer.
    """
    order = context.order_in_talk(talk)
    return f"{order_state(order, talk.book.default_language)}, {order.refund}" if order else ""


def allowed(talk: Talk, slot: Slot, order: Order) -> bool:
    """Whether the slot's requirement holds for this order. Raises TemplateError."""
    return slot.require is None or slot.require.holds(context.build(talk, order=order))


def order_named(talk: Talk, slot: Slot, message: Message) -> Answer | None:
    """The order named in passing: by its number, by what was bought, or as "the other one"."""
    number = _number_for(talk, slot, message)
    if number is not None:
        return Answer(value=number, words=number)
    named = _other(talk, message) or by_product(talk, message)
    return named if named and any(order.number == named.value for order in _free(talk, slot)) else None


def paired(talk: Talk, slot: Slot) -> bool:
    """Whether the flow on top wants another order beside the one of this slot."""
    return any(other.than == slot.name for other in _collected(talk))


def _number_for(talk: Talk, slot: Slot, message: Message) -> str | None:
    """Of 合并 600120260001 和 600120260002 the first is the order, and the second the one to go with it."""
    numbers = bound_numbers(talk, message)
    if slot.than:
        free = {order.number for order in _free(talk, slot)}
        numbers = [number for number in numbers if number in free]
    elif paired(talk, slot):
        numbers = numbers[:1]
    return numbers[0] if len(numbers) == 1 else None


def order_pointed_at(talk: Talk, slot: Slot, message: Message, *, other: bool) -> Answer | None:
    """The order that a message does nothing but name: its number, or 台灯那单.

    Args:
        talk: the turn in the making.
        slot: the order slot that has a value already.
        message: what was said.
        other: whether it clearly asks something about the order: 600120260001到哪了.
    """
    number = bound_number(talk, message)
    if number is not None and number.upper() in message.text.upper():
        alone = not other and len(without_labels(message)) <= BESIDE
        return Answer(value=number, words=number) if alone else None
    return order_named(talk, slot, message) if CUES.that_order.fullmatch(normalize(message.text).text.strip()) else None


def order_meant(talk: Talk, slot: Slot, message: Message) -> Answer | None:
    """The order picked as the answer to "which one", or NONE_OF_THESE."""
    if message.press == PRESS:
        return Answer(value=NONE_OF_THESE)
    named = order_named(talk, slot, message)
    if named is not None:
        return named
    choice = offered(talk, slot)[:MOST_OFFERED]
    text = normalize(message.text).text
    if (
        not choice
        or not text
        or CUES.several_orders.fullmatch(text)
        or _beyond(text, len(choice) + narrowed(talk, slot))
    ):
        return None
    newest = CUES.newest.search(text)
    if newest:
        return Answer(value=max(choice, key=lambda order: order.created_at).number, words=newest.group())
    tails = [(one.number, tail) for one in choice for tail in _TAIL.findall(text) if one.number.endswith(tail)]
    if len(tails) == 1:
        return Answer(value=tails[0][0], words=tails[0][1])
    words = {order.number: _words(talk, order) for order in choice}
    if narrowed(talk, slot):
        words[NONE_OF_THESE] = (other_order(talk.pack.language),)
    picked = best_option(message.text, words)
    if picked is None:
        picked = by_shared_words(text, choice) or by_shared_words(text, orders_of(talk))
    if picked is None:
        return None
    plain = CUES.that_order.fullmatch(text) is not None or exact_option(text, words) is not None
    return Answer(value=picked, sure=plain or len(text) <= _SHORT)  # delivered, of an order that is


def _beyond(text: str, lines: int) -> bool:
    """Whether it is a number that no line of the list has: 0 and 5 stand in 500ml, and mean no order by that."""
    return text.isdigit() and len(text) < _TAIL_DIGITS and not 0 < int(text) <= lines


def bound_number(talk: Talk, message: Message) -> str | None:
    """The number of the customer's order whose number, or whose parcel's, stands in the message."""
    found = bound_numbers(talk, message)
    return found[0] if len(found) == 1 else None


def bound_numbers(talk: Talk, message: Message) -> list[str]:
    """The numbers of all the customer's orders that a message names so, in the order of the words; not 不是XM1003."""
    pressed = (message.press or "").removeprefix(PRESS)
    text = f"{message.text} {pressed if pressed != message.press else ''}".upper()
    found = {}
    for order in talk.facts.orders or ():
        codes = "|".join(re.escape(code.upper()) for code in (order.number, order.tracking_number) if code)
        place = re.search(rf"(?<![A-Z0-9])(?<!不是)(?<!NOT )(?:{codes})(?![A-Z0-9])", text)
        if place is not None:
            found[order.number] = place.start()
    return sorted(found, key=lambda number: found[number])


def codes_in(text: str) -> list[str]:
    """Everything that could be a number of an order or a parcel."""
    return ORDER_CODE.findall(without_links(text))


def claimed(talk: Talk, message: Message, *, asked: bool) -> tuple[str, str]:
    """Order number and last four phone digits that the customer gives as theirs; empty where not given.

    Args:
        talk: the turn in the making.
        message: what was said.
        asked: whether they were asked for; a bare code then counts as an order number.
    """
    known = {order.number.upper() for order in talk.facts.orders or ()}
    named = [str(entity.value) for entity in message.values("order_number")]
    if not named and not _wants_waybill(talk):  # 快递到哪了 XM20260301001: beside 快递 any number reads as a parcel's
        named = [str(entity.value) for entity in message.values("tracking_number") if not entity.carrier]
    named = named or [code for code in serials(message.text) if _shape(code) in {_shape(number) for number in known}]
    if message.press is not None and message.press.startswith(PRESS):
        named.append(message.press.removeprefix(PRESS))
    new = address_within(message) or new_phone(message.text)  # the phone of a new label proves nothing
    phones = message.values("phone4") if new else message.values("phone", "phone4")
    digits = [found for found in _TAIL.findall(message.text) if asked and found not in named]
    tail = str(phones[-1].value)[-4:] if phones else digits[0] if len(digits) == 1 else ""
    if asked and not any(number.upper() not in known for number in named):
        spoken_for = {entity.text for entity in message.values("phone", "phone4")}
        named = [code for code in codes_in(message.text) if code not in spoken_for]
    number = next((number for number in named if number.upper() not in known), "")
    return number, _tail_beside(message.text, number) or tail


def _tail_beside(text: str, number: str) -> str:
    """2019 of 600120260019 2019 改地址 … 13800138000, whatever digits come later."""
    found = (
        re.search(rf"(?<!\d){re.escape(number)}[\s,，、/-]+(\d{{4}})(?!\d)", text, re.IGNORECASE) if number else None
    )
    return found.group(1) if found else ""


def looks_like_theirs(talk: Talk, code: str) -> bool:
    """Whether a code is none of the customer's orders, and numbered as these are."""
    known = {order.number.upper() for order in talk.facts.orders or ()}
    return code.upper() not in known and _shape(code) in {_shape(number) for number in known}


def _shape(number: str) -> str:
    """XM1001 and XM9009 are numbers of one shop."""
    return re.sub(r"\d", "0", number.upper())


def _wants_waybill(talk: Talk) -> bool:
    """Whether a parcel's number is collected as well: 寄回去了 987654321098 is no order of theirs then."""
    return any(slot.type is SlotType.TRACKING for slot in _collected(talk))


def _collected(talk: Talk) -> list[Slot]:
    """What the flow on top collects."""
    flow = talk.pack.flows.get(talk.top.name) if talk.top else None
    names = [name for step in flow.steps if isinstance(step, Collect) for name in step.slots] if flow else []
    return [talk.pack.slots[name] for name in names]


def without_labels(message: Message) -> str:
    """What a message says beside order numbers, phone digits and the words that introduce them."""
    return beside(CUES.labels_of_codes, without_codes(message))


def _other(talk: Talk, message: Message) -> Answer | None:
    """不对，是另一单: clear when there is only one other."""
    found = CUES.other_order.search(normalize(message.text).text)
    current = context.order_in_talk(talk)
    others = [order for order in talk.facts.orders or () if current is None or order.number != current.number]
    if found is None or current is None or len(others) != 1:
        return None
    return Answer(value=others[0].number, words=found.group())


def says_other(message: Message) -> bool:
    """Whether another order is meant than the one talked about."""
    return CUES.other_order.search(normalize(message.text).text) is not None


def says_further(message: Message) -> bool:
    """再退一单: the same for an order that was not talked about yet."""
    return says_other(message) or CUES.further_order.search(normalize(message.text).text) is not None


def _words(talk: Talk, order: Order) -> Sequence[str]:
    shown = in_language(talk, order)
    titles = dict.fromkeys(item.title for one in (shown, order) for item in one.items)
    language = talk.pack.language
    return (order_title(shown, language), order.number, *titles, order_state(order, language))
