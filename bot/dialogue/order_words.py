"""Which of their orders customers mean, in their own words; and what they say to prove that an order is theirs."""

from __future__ import annotations

import re
from collections.abc import Sequence
from difflib import SequenceMatcher
from typing import Final

from bot.core.orders import Fulfilment, Order, RefundState
from bot.dialogue import context
from bot.dialogue.turn import ALL_ORDERS, Talk
from bot.dialogue.understanding import Answer, Message, without_codes, without_links
from bot.dialogue.wording import order_state, order_title, other_order
from bot.scripts.book import Collect, Slot, SlotType
from intents import best_option, normalize

PRESS: Final = "order:"
"""Buttons that stand for an order have this before its number."""

MOST_OFFERED: Final = 5

NONE_OF_THESE: Final = ""
"""The answer to "which one" that is none of the orders offered; its button is `PRESS` alone."""

_LABELS: Final = re.compile(
    r"[\W_]|订单|单号|编号|尾号|手机|电话|后四位|号码|收货|order|number|phone|digits", re.IGNORECASE
)
_SHARED_WITHIN: Final = 80  # characters compared with a product's title

_OTHER: Final = re.compile(r"另外?(?:一|那|的)?[个单]|别的(?:订单|单)|(?:other|another|different) (?:one|order)")
_FURTHER: Final = re.compile(r"(?:再|还[有要想]?)[^，。,]{0,3}一[单个](?!问题|事)|one more|another one")
_THAT_ONE: Final = re.compile(r"\W*.{1,12}那一?[单个](?:订单)?[吧啊呀的呢]?\W*|\W*the .{2,30} (?:one|order)\W*")
_BESIDE: Final = 4  # characters beside an order's number that make no other matter of it: 是…这单
_NEWEST: Final = re.compile(r"(?:最新|最近|刚刚?(?:买|下|拍))的?|latest|newest|most recent")
_LONE_CODE: Final = re.compile(r"(?<![A-Za-z0-9-])(?=[A-Za-z-]*\d)[A-Za-z0-9][A-Za-z0-9-]{4,31}(?![A-Za-z0-9-])")
_TAIL: Final = re.compile(r"(?<!\d)\d{4}(?!\d)")


def orders_of(talk: Talk) -> tuple[Order, ...]:
    """The customer's orders, newest first, those that are over last."""
    over = [order for order in talk.facts.orders or () if is_over(order)]
    return (*(order for order in talk.facts.orders or () if order not in over), *over)


def is_over(order: Order) -> bool:
    """Whether nothing is left to say about an order in most talks."""
    return order.fulfilment is Fulfilment.CLOSED or order.refund is RefundState.REFUNDED


def offered(talk: Talk, slot: Slot) -> tuple[Order, ...]:
    """The orders to choose from: those that the intent can be about.

    If it does not say or none is, those that meet the slot's requirement, else all that are not over, else all. A
    customer who objected to the order taken is offered these too, behind; one who means none of the likely, before.
    """
    orders = orders_of(talk)
    known = talk.top.slots if talk.top else {}
    others = tuple(order for order in orders if order.number != known.get(slot.name))
    fit = tuple(order for order in others if allowed(talk, slot, order))
    alive = tuple(order for order in others if not is_over(order))
    every = (fit if slot.require else ()) or alive or others
    likely = context.fitting(talk, fit)
    rest = tuple(order for order in every if order not in likely)
    if ALL_ORDERS in known:
        return (*rest, *likely)
    return (*likely, *rest) if slot.name in known else likely or every


def narrowed(talk: Talk, slot: Slot) -> bool:
    """Whether the orders offered are only the likely ones, so that there must be a way to say another."""
    known = talk.top.slots if talk.top else {}
    alone = not {ALL_ORDERS, slot.name} & known.keys() and bool(context.fitting(talk, orders_of(talk)))
    return alone and len(offered(talk, slot)) < len(orders_of(talk))


def names_unlikely(talk: Talk, message: Message) -> bool:
    """Whether the words are about something that no likely order has: 台灯怎么还没到, and a cup is under way."""
    orders = orders_of(talk)
    likely = context.fitting(talk, orders)
    if not likely or says_other(message):
        return bool(likely)
    products = [_names_of(talk, str(entity.value)) for entity in message.values("product")]
    if any(not any(_has(order, *product) for order in likely) for product in products):
        return True
    text = normalize(message.text).text
    return _most_shared(text, [order for order in orders if order not in likely]) > _most_shared(text, likely)


def state_seen(talk: Talk) -> str:
    """How far the order being talked about is, as the customer reads it; empty without one.

    What was confirmed for one state is not confirmed for the next: the parcel may leave between question and answer.
    """
    order = context.order_in_talk(talk)
    return f"{order_state(order, talk.pack.language)}, {order.refund}" if order else ""


def allowed(talk: Talk, slot: Slot, order: Order) -> bool:
    """Whether the slot's requirement holds for this order. Raises TemplateError."""
    return slot.require is None or slot.require.holds(context.build(talk, order=order))


def order_named(talk: Talk, _slot: Slot, message: Message) -> Answer | None:
    """The order named in passing: by its number, by what was bought, or as "the other one"."""
    number = bound_number(talk, message)
    if number is not None:
        return Answer(value=number, words=number)
    return _other(talk, message) or _by_product(talk, message)


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
        alone = not other and len(without_labels(message)) <= _BESIDE
        return Answer(value=number, words=number) if alone else None
    return order_named(talk, slot, message) if _THAT_ONE.fullmatch(normalize(message.text).text.strip()) else None


def order_meant(talk: Talk, slot: Slot, message: Message) -> Answer | None:
    """The order picked as the answer to "which one", or NONE_OF_THESE."""
    if message.press == PRESS:
        return Answer(value=NONE_OF_THESE)
    named = order_named(talk, slot, message)
    if named is not None:
        return named
    choice = offered(talk, slot)[:MOST_OFFERED]
    text = normalize(message.text).text
    if not choice or not text:
        return None
    newest = _NEWEST.search(text)
    if newest:
        return Answer(value=max(choice, key=lambda order: order.created_at).number, words=newest.group())
    tails = [(one.number, tail) for one in choice for tail in _TAIL.findall(text) if one.number.endswith(tail)]
    if len(tails) == 1:
        return Answer(value=tails[0][0], words=tails[0][1])
    words = {order.number: _words(order, talk.pack.language) for order in choice}
    if narrowed(talk, slot):
        words[NONE_OF_THESE] = (other_order(talk.pack.language),)
    picked = best_option(message.text, words)
    if picked is None:
        picked = _by_shared_words(text, choice) or _by_shared_words(text, orders_of(talk))
    return Answer(value=picked, sure=len(text) <= 6) if picked is not None else None


def bound_number(talk: Talk, message: Message) -> str | None:
    """The number of the customer's order whose number, or whose parcel's, stands in the message."""
    pressed = (message.press or "").removeprefix(PRESS)
    text = f"{message.text} {pressed if pressed != message.press else ''}".upper()
    found = [
        order.number
        for order in talk.facts.orders or ()
        if any(
            code and re.search(rf"(?<![A-Z0-9]){re.escape(code.upper())}(?![A-Z0-9])", text)
            for code in (order.number, order.tracking_number)
        )
    ]
    return found[-1] if len(found) == 1 else None


def codes_in(text: str) -> list[str]:
    """Everything that could be a number of an order or a parcel."""
    return _LONE_CODE.findall(without_links(text))


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
    if message.press is not None and message.press.startswith(PRESS):
        named.append(message.press.removeprefix(PRESS))
    phones = message.values("phone", "phone4")
    digits = [found for found in _TAIL.findall(message.text) if asked and found not in named]
    tail = str(phones[-1].value)[-4:] if phones else digits[0] if len(digits) == 1 else ""
    if asked and not named:
        spoken_for = {entity.text for entity in phones}
        named = [code for code in codes_in(message.text) if code not in spoken_for]
    numbers = [number for number in named if number.upper() not in known]
    return (numbers[0] if numbers else ""), tail


def _wants_waybill(talk: Talk) -> bool:
    """Whether a parcel's number is collected as well: 寄回去了 987654321098 is no order of theirs then."""
    flow = talk.pack.flows.get(talk.top.name) if talk.top else None
    names = [name for step in flow.steps if isinstance(step, Collect) for name in step.slots] if flow else []
    return any(talk.pack.slots[name].type is SlotType.TRACKING for name in names)


def without_labels(message: Message) -> str:
    """What a message says beside order numbers, phone digits and the words that introduce them."""
    return _LABELS.sub("", without_codes(message))


def _other(talk: Talk, message: Message) -> Answer | None:
    """不对，是另一单: clear when there is only one other."""
    found = _OTHER.search(normalize(message.text).text)
    current = context.order_in_talk(talk)
    others = [order for order in talk.facts.orders or () if current is None or order.number != current.number]
    if found is None or current is None or len(others) != 1:
        return None
    return Answer(value=others[0].number, words=found.group())


def says_other(message: Message) -> bool:
    """Whether another order is meant than the one talked about."""
    return _OTHER.search(normalize(message.text).text) is not None


def says_further(message: Message) -> bool:
    """再退一单: the same for an order that was not talked about yet."""
    return says_other(message) or _FURTHER.search(normalize(message.text).text) is not None


def _by_product(talk: Talk, message: Message) -> Answer | None:
    """The only order that has the product the customer names."""
    for entity in message.values("product"):
        found = [order for order in orders_of(talk) if _has(order, *_names_of(talk, str(entity.value)))]
        alive = [order for order in found if not is_over(order)] or found
        meant = alive if len(alive) == 1 else context.fitting(talk, found)
        if len(meant) == 1:
            return Answer(value=meant[0].number, words=entity.text)
    return None


def _names_of(talk: Talk, product_id: str) -> tuple[str, Sequence[str]]:
    """A product as an order may name it: by its id, or by words in the title of a line."""
    product = talk.book.products.get(product_id)
    return product_id, (product.title, *product.aliases) if product else ()


def _has(order: Order, product: str, names: Sequence[str]) -> bool:
    return any(item.product_id == product or any(name in item.title for name in names) for item in order.items)


def _by_shared_words(text: str, orders: Sequence[Order]) -> str | None:
    """台灯那单 shares 台灯 with 晚风护眼台灯 and with no other: the order with the longest piece in common."""
    shared = {order.number: _most_shared(text, [order]) for order in orders}
    longest = max(shared.values())
    found = [number for number, length in shared.items() if length == longest]
    return found[0] if longest and len(found) == 1 else None


def _most_shared(text: str, orders: Sequence[Order]) -> int:
    return max((_shared(text, item.title) for order in orders for item in order.items), default=0)


def _shared(text: str, title: str) -> int:
    """Length of the longest piece of a title that stands in the text; 0 if it is too short to be a word."""
    one, other = text[:_SHARED_WITHIN], normalize(title).text[:_SHARED_WITHIN]
    match = SequenceMatcher(a=one, b=other, autojunk=False).find_longest_match()
    piece = one[match.a : match.a + match.size].strip()
    return len(piece) if len(piece) >= (4 if piece.isascii() else 2) else 0


def _words(order: Order, language: str) -> Sequence[str]:
    state = order_title(order, language).rpartition(" · ")[2]
    return (order_title(order, language), order.number, *(item.title for item in order.items), state)
