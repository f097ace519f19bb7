"""Reading the shop's policy and counting its days: numbers of shop.yaml, days in the shop's zone."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from decimal import Decimal

from bot.core.conversation import JsonValue
from bot.core.orders import Order, refunded
from bot.dialogue.hours import zone_of
from bot.scripts.shop_documents import default_of


def number_of(shop: Mapping[str, JsonValue], section: str, name: str) -> Decimal:
    """The number `shop.<section>.<name>`; the default of its schema where shop.yaml leaves it out.

    Raises:
        LookupError: the schema of shop.yaml knows no such number: a mistake of the caller.
    """
    table = shop.get(section)
    value = table.get(name) if isinstance(table, Mapping) else None
    return Decimal(str(default_of(section, name) if value is None else value))


def compensation_for(shop: Mapping[str, JsonValue], reason: str) -> Decimal:
    """What the approved table gives for this reason; 0 for one that it does not name."""
    table = shop.get("compensation")
    return Decimal(str(table.get(reason, 0))) if isinstance(table, Mapping) else Decimal(0)


def days_since(moment: datetime | None, now: datetime, shop: Mapping[str, JsonValue]) -> int | None:
    """Whole days of the shop's calendar since then; None when it has not happened."""
    zone = zone_of(shop)
    return (now.astimezone(zone).date() - moment.astimezone(zone).date()).days if moment else None


def refundable(order: Order) -> Decimal:
    """What of the order's money is still with the shop."""
    return order.total - refunded(order)
