"""What replies and conditions can read, built afresh for each. The names are those of `bot.scripts.variables`.

Customer text enters here as values only: it is data for templates, never template.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from decimal import Decimal
from typing import Final

from bot.core.catalogue import ACTIONS, MONEY_RESULTS
from bot.core.conversation import JsonValue
from bot.core.events import QueueLine
from bot.core.orders import PAID, Order
from bot.core.roles import Role
from bot.dialogue.arrangements import arranged
from bot.dialogue.hours import hours_at, shipping_day, zone_of
from bot.dialogue.masking import masked, masked_address
from bot.dialogue.promotions import current_promotions
from bot.dialogue.translating import in_language, title_in
from bot.dialogue.turn import ALL_ORDERS, BINDING, PHONES, PLACE, Talk
from bot.scripts.scope import COMMON
from bot.scripts.slots import TRAVELLING, Slot, SlotType


def build(talk: Talk, **more: object) -> dict[str, object]:
    """The context of a reply or condition said now.

    Args:
        talk: the turn in the making; what the top frame knows counts, and of the frames below what is known to its
            topic: somebody who has not bought yet, when asked about delivery, may have an order to cancel.
        **more: names that only this reply has (`bind`, `media`, `handoff`), or that replace one (`order`, `result`,
            `queue`).
    """
    slots = _slots_in_sight(talk)
    given = more.get("order")
    if isinstance(given, Order):
        order: Order | None = given
        slots |= {name: given.number for name, slot in talk.pack.slots.items() if slot.type is SlotType.ORDER}
    else:
        order = order_in_talk(talk) or _only_fitting(talk)
    result = more.get("result", talk.top.result if talk.top else {})
    return {
        **{name: _VIEWS[slot.type](talk, slot, slots.get(name)) for name, slot in talk.pack.slots.items()},
        **_surroundings(talk),
        **({"queue": more["queue"]} if "queue" in more else {}),
        "handoff": more.get("handoff"),
        "bind": more.get("bind"),
        "in_turn": more.get("in_turn"),
        "at_work": more.get("at_work"),
        "media": more.get("media"),
        "missed": more.get("missed"),
        "handed_back": more.get("handed_back"),
        "complaint": more.get("complaint"),
        "outreach": more.get("outreach"),
        "rating": more.get("rating"),
        "order": order_view(order, talk) if order else None,
        "product": _product(talk, _product_named(talk, slots)),
        "result": _result(result),
        "place": (talk.top.slots.get(PLACE) if talk.top else None) or None,
        "phones": (talk.top.slots.get(PHONES) if talk.top else None) or None,
        "ship": {"day": shipping_day(talk.book.shop, order.paid_at if order else None, talk.now)},
    }


def _surroundings(talk: Talk) -> dict[str, object]:
    """The shop, its clock and its queue, and what the filters need."""
    shop, now, facts = talk.book.shop, talk.now, talk.facts
    line = QueueLine(waiting=facts.waiting, agents_on=facts.agents_on)
    return {
        "shop": shop,
        "customer": {"name": facts.customer_name or None},
        "queue": _queue(line, facts.position),
        "hours": hours_at(shop, now),
        "promotions": current_promotions(shop, now),
        "products": _shelf(talk),
        "now": now,
        "_language": talk.pack.language,
        "_zone": zone_of(shop),
    }


def _shelf(talk: Talk) -> list[dict[str, object]]:
    """Everything the shop sells, in the order of products.yaml, by its title in the language of the talk."""
    return [{**one.facts, "id": one.id, "title": title_in(talk, one)} for one in talk.book.products.values()]


def queue_of(talk: Talk, role: Role) -> dict[str, object]:
    """The queue that a customer without a case would be the last of."""
    facts = talk.facts
    return _queue(facts.lines.get(role, QueueLine(waiting=facts.waiting, agents_on=facts.agents_on)), 0)


def _queue(line: QueueLine, position: int) -> dict[str, object]:
    return {"position": position or line.waiting + 1, "waiting": line.waiting, "agents_on": line.agents_on}


def _slots_in_sight(talk: Talk) -> dict[str, JsonValue]:
    """What texts and conditions of the frame on top may read."""
    top, slots = talk.top, talk.pack.slots
    if top is None:
        return {}
    intent = talk.pack.intents.get(top.intent)
    topics = {intent.topic if intent else top.name.partition(".")[0], COMMON}
    return {
        name: value
        for name, value in open_slots(talk).items()
        if name in top.slots or (name in slots and (slots[name].topic in topics or slots[name].type in TRAVELLING))
    }


def open_slots(talk: Talk) -> dict[str, JsonValue]:
    """Everything collected in the open frames; where two know a slot, the upper frame counts."""
    merged: dict[str, JsonValue] = {}
    for frame in talk.state.frames:
        merged |= frame.slots
    return merged


def order_in_talk(talk: Talk) -> Order | None:
    """The order meant: the one collected, else the one talked about a moment ago, else the customer's only one."""
    orders = talk.facts.orders or ()
    slots = open_slots(talk)
    for name, slot in talk.pack.slots.items():
        if slot.type is SlotType.ORDER and name in slots and not slot.than:
            return bound_order(talk, slots[name])
    if talk.warm and talk.state.order_number:
        return bound_order(talk, talk.state.order_number)
    return orders[0] if len(orders) == 1 else None


def fitting(talk: Talk, orders: Sequence[Order]) -> tuple[Order, ...]:
    """Those of the orders that the matter on top can be about: that meet the first of its conditions that any meets.

    Empty when none of them does, or when the intent does not say. Raises TemplateError.
    """
    intent = talk.pack.intents.get(talk.top.intent) if talk.top else None
    for condition in intent.orders if intent else ():
        found = tuple(order for order in orders if condition.holds(build(talk, order=order)))
        if found:
            return found
    return ()


def _only_fitting(talk: Talk) -> Order | None:
    """The one order that the matter on top can be about, unless the customer has named another."""
    known = talk.top.slots.keys() if talk.top else ()
    found = fitting(talk, talk.facts.orders or ()) if not {ALL_ORDERS, BINDING} & set(known) else ()
    return found[0] if len(found) == 1 else None


def bound_order(talk: Talk, number: object) -> Order | None:
    """The order of this number, if the customer is bound to it."""
    return next((order for order in talk.facts.orders or () if order.number == number), None)


def order_view(order: Order, talk: Talk) -> dict[str, object]:
    """An order as replies read it, in their language. Hours and days are whole; a day is one in the shop's zone."""
    now, zone = talk.now, zone_of(talk.book.shop)
    order = in_language(talk, masked(order) if order.number in talk.facts.proved else order)
    last = max(order.events, key=lambda event: event.at, default=None)
    signed = order.signed_at.astimezone(zone).date() if order.signed_at else None
    return {
        **{name: getattr(order, name) or None for name in _TEXTS},
        **{name: getattr(order, name) for name in _VALUES},
        "last_event": {"text": last.text or None, "at": last.at, "place": last.place or None} if last else None,
        "days_since_signed": (now.astimezone(zone).date() - signed).days if signed else None,
        "hours_since_paid": _hours(order.paid_at, now),
        "hours_since_shipped": _hours(order.shipped_at, now),
        "hours_since_event": _hours(last.at if last else order.shipped_at, now),
        "is_paid": order.fulfilment in PAID,
        **arranged(order, talk),
    }


def _result(result: object) -> dict[str, object] | None:
    """What the last action gave, amounts as money; None when there was none."""
    if not isinstance(result, Mapping) or not result:
        return None
    given: dict[str, object] = {**_NO_RESULT, **result}
    return {name: Decimal(str(value)) if name in MONEY_RESULTS and value else value for name, value in given.items()}


_NO_RESULT: Final = dict.fromkeys(
    ("reason", "proposal", *(field for action in ACTIONS.values() for field in action.results)),
)

# A text the order does not have is unfilled: printing it would leave a hole in the sentence.
_TEXTS: Final = ("carrier", "tracking_number", "receiver", "phone_tail", "address", "remark")
_VALUES: Final = (
    "number", "fulfilment", "created_at", "paid_at", "shipped_at", "signed_at", "expected_at", "total", "freight",
    "currency", "summary", "items", "refund", "refund_amount",
)  # fmt: skip


def _hours(since: datetime | None, now: datetime) -> int | None:
    return int((now - since).total_seconds() // 3600) if since else None


def _order(talk: Talk, _slot: Slot, value: JsonValue) -> object:
    order = bound_order(talk, value)
    return order_view(order, talk) if order else None


def _choice(_talk: Talk, slot: Slot, value: JsonValue) -> object:
    option = next((option for option in slot.options if option.id == value), None)
    unfilled: dict[str, object] = {key: None for one in slot.options for key in one.data}
    return {**unfilled, **option.data, "id": option.id, "title": option.title} if option else None


def _product(talk: Talk, value: object) -> dict[str, object] | None:
    product = talk.book.products.get(value) if isinstance(value, str) else None
    unfilled: dict[str, object] = {key: None for one in talk.book.products.values() for key in one.facts}
    return {**unfilled, **product.facts, "id": product.id, "title": product.title} if product else None


def _product_named(talk: Talk, slots: Mapping[str, JsonValue]) -> JsonValue:
    """The value of the product slot, by whatever name the scripts gave it."""
    names = [name for name, slot in talk.pack.slots.items() if slot.type is SlotType.PRODUCT]
    return next((slots[name] for name in names if name in slots), None)


def _images(_talk: Talk, _slot: Slot, value: JsonValue) -> object:
    return {"count": len(value)} if isinstance(value, list) and value else None


def _address(talk: Talk, _slot: Slot, value: JsonValue) -> object:
    """As the customer told it; the one on the label only as far as it may be read out."""
    labels = {order.address for order in talk.facts.orders or () if order.number in talk.facts.proved}
    return masked_address(str(value)) if value and value in labels else value


def _as_is(_talk: Talk, _slot: Slot, value: JsonValue) -> object:
    return value


_VIEWS: Final[Mapping[SlotType, Callable[[Talk, Slot, JsonValue], object]]] = {
    SlotType.ORDER: _order,
    SlotType.CHOICE: _choice,
    SlotType.PRODUCT: lambda talk, _slot, value: _product(talk, value),
    SlotType.IMAGES: _images,
    SlotType.NUMBER: _as_is,
    SlotType.TEXT: _as_is,
    SlotType.ADDRESS: _address,
    SlotType.PHONE: _as_is,
    SlotType.TRACKING: _as_is,
    SlotType.ITEMS: _as_is,
    SlotType.VARIANT: _as_is,
}
