"""Reading the shop's policy and counting its days: numbers of shop.yaml, days in the shop's zone."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from decimal import Decimal

from bot.core.conversation import JsonValue
from bot.core.orders import Order, RefundState
from bot.dialogue.hours import zone_of


def number_of(shop: Mapping[str, JsonValue], section: str, name: str, *, default: float) -> Decimal:
    """The number `shop.<section>.<name>`; the default when the shop has none there."""
    table = shop.get(section)
    value = table.get(name) if isinstance(table, Mapping) else None
    is_number = isinstance(value, int | float) and not isinstance(value, bool)
    return Decimal(str(value if is_number else default))


def days_since(moment: datetime | None, now: datetime, shop: Mapping[str, JsonValue]) -> int | None:
    """Whole days of the shop's calendar since then; None when it has not happened."""
    zone = zone_of(shop)
    return (now.astimezone(zone).date() - moment.astimezone(zone).date()).days if moment else None


def refundable(order: Order) -> Decimal:
    """What of the order's money is still with the shop."""
    refunded = order.refund_amount or order.total if order.refund is RefundState.REFUNDED else Decimal(0)
    return order.total - refunded
