"""What the customer has arranged about an order, and what they want for it, as replies and conditions read it."""

from __future__ import annotations

from decimal import Decimal

from bot.core.conversation import JsonValue
from bot.core.orders import LEFT, REFUNDING, Fulfilment, Order, RefundState, refunded
from bot.core.tasks import REMEDIES, TaskKind
from bot.dialogue.parcels import called_back_by, is_silent, searched_by
from bot.dialogue.pieces import is_part, is_same_variant, items_meant, other_product, standing_about, worth
from bot.dialogue.registered import meant_of, title_of
from bot.dialogue.translating import in_language, title_in
from bot.dialogue.turn import Talk
from bot.scripts.slots import SlotType


def arranged(order: Order, talk: Talk) -> dict[str, object]:
    """The numbers of what the customer arranged about the order and still holds; a parcel that left is not stopped."""
    begun = talk.facts.under_way.get(order.number, {})
    registered = meant_of(talk, order)
    stopped = order.fulfilment not in (*LEFT, Fulfilment.CLOSED)
    piece = _piece_meant(talk)
    about = standing_about(talk.book, order, piece, talk.facts.remedies.get(order.number, ()))
    newest = {one.kind: one.number for one in reversed(about)}
    return {
        "cancelling": begun.get(TaskKind.CANCEL_ORDER) if stopped else None,
        "arranged": registered[0].number if registered else None,
        "registered": [{"title": title_of(talk, one), "number": one.number} for one in registered],
        "hurrying": begun.get(TaskKind.HURRY_SHIPPING),
        "sent_back": begun.get(TaskKind.AWAIT_PARCEL),
        "returning": newest.get(TaskKind.RETURN),
        "exchanging": newest.get(TaskKind.EXCHANGE),
        "refunding": newest.get(TaskKind.REFUND),
        "repairing": newest.get(TaskKind.REPAIR),
        "resending": newest.get(TaskKind.RESEND),
        "remedy": next((newest[kind] for kind in REMEDIES if kind in newest), None),
        "settling": bool(newest) or order.refund in REFUNDING,
        "recalling": called_back_by(talk.facts.arranged.get(order.number, ())),
        "tracing": searched_by(talk.facts.arranged.get(order.number, ())),
        "silent": is_silent(order, talk.book.shop, talk.now),
        "chosen_total": min(worth(talk.book, order, piece), order.total - refunded(order)),
        "paid_back": order.refund is RefundState.REFUNDED and refunded(order) >= order.total,
        "part_chosen": is_part(talk.book, order, piece),
        **_wished(order, talk, piece),
    }


def _wished(order: Order, talk: Talk, piece: JsonValue) -> dict[str, object]:
    """What it is to be exchanged for: another product, which may cost more or less, or what it is already."""
    slots = talk.top.slots if talk.top else {}
    names = (name for name, slot in talk.pack.slots.items() if slot.type is SlotType.VARIANT and name in slots)
    wish = next((slots[name] for name in names), None)
    found = other_product(talk.book, order, wish)
    price = found.facts.get("price") if found is not None else None
    meant = items_meant(talk.book, order, piece)
    shown = [item for item, line in zip(in_language(talk, order).items, order.items, strict=True) if line in meant]
    return {
        "other_title": title_in(talk, found) if found is not None else None,
        "other_price": Decimal(str(price)) if price is not None else None,
        "same_variant": is_same_variant(shown, wish),
    }


def _piece_meant(talk: Talk) -> JsonValue:
    """What of the order the flow on top is about, as it was answered; None when it was not asked."""
    slots = talk.top.slots if talk.top else {}
    items = (name for name, slot in talk.pack.slots.items() if slot.type is SlotType.ITEMS and name in slots)
    return next((slots[name] for name in items), None)
