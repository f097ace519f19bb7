"""The shop's clock: when people answer, and on which day a paid order leaves. From shop.yaml, in the shop's zone."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime, time, timedelta

from bot.core.conversation import JsonValue
from bot.core.schedule import Hours
from bot.scripts.desk_policy import schedule_of, zone_of

__all__ = ["Hours", "hours_at", "shipping_day", "zone_of"]


def hours_at(shop: Mapping[str, JsonValue], now: datetime) -> Hours:
    """Opening hours at this moment; a shop without any is always open."""
    return schedule_of(shop).at(now)


def shipping_day(shop: Mapping[str, JsonValue], paid_at: datetime | None, now: datetime) -> date:
    """The day an order leaves: paid before the cutoff the same day, else the next; never a day that is over.

    Args:
        shop: shop.yaml, with `shipping.cutoff` ("16:00"); without one orders leave the same day.
        paid_at: when the order was paid; None asks about an order paid now.
        now: the present.
    """
    table = shop.get("shipping")
    cutoff = _time(table.get("cutoff") if isinstance(table, Mapping) else None, time(23, 59, 59))
    zone = zone_of(shop)
    return max(_leaves(moment.astimezone(zone), cutoff) for moment in (paid_at or now, now))


def _leaves(paid: datetime, cutoff: time) -> date:
    return paid.date() + timedelta(days=paid.time() >= cutoff)


def _time(value: JsonValue, default: time) -> time:
    return time.fromisoformat(value) if isinstance(value, str) else default
