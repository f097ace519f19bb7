"""Whether a parcel is being looked for, and whether it was not heard of for too long: what a loss is judged by."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta

from bot.core.conversation import JsonValue
from bot.core.orders import Fulfilment, Order
from bot.core.tasks import SEARCHES, Arranged, TaskKind


def searched_by(arranged: Iterable[Arranged]) -> str | None:
    """The number of the task by which the courier is looking for the parcel; None when nobody is."""
    sought = (one for one in arranged if one.kind is TaskKind.CONTACT_COURIER and one.about in SEARCHES)
    return next((one.number for one in sought), None)


def called_back_by(arranged: Iterable[Arranged]) -> str | None:
    """The number of the task by which the courier is to bring the parcel back; None when nobody asked for that."""
    return next(
        (one.number for one in arranged if one.kind is TaskKind.CONTACT_COURIER and one.about == "recall"), None
    )


def is_silent(order: Order, shop: Mapping[str, JsonValue], now: datetime) -> bool:
    """Whether a parcel under way was not heard of for longer than `shipping.stuck_hours` of shop.yaml, in whole hours.

    Leaving counts as being heard of. Of a shop that sets no such time nothing is silent.
    """
    table = shop.get("shipping")
    allowed = table.get("stuck_hours") if isinstance(table, Mapping) else None
    heard = max((moment for moment in (order.shipped_at, *(one.at for one in order.events)) if moment), default=None)
    if order.fulfilment is not Fulfilment.SHIPPED or heard is None or not isinstance(allowed, int | float):
        return False
    return (now - heard) // timedelta(hours=1) > allowed
