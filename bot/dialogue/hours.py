"""The shop's clock: when people answer, and on which day a paid order leaves. From shop.yaml, in the shop's zone."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Final
from zoneinfo import ZoneInfo

from bot.core.conversation import JsonValue

_DAYS: Final = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")


@dataclass(frozen=True, slots=True, kw_only=True)
class Hours:
    """Opening hours at one moment.

    Attributes:
        open: whether people are there now.
        next_open: when they are next; None while open, and when the shop has no opening days at all.
    """

    open: bool
    next_open: datetime | None = None


def zone_of(shop: Mapping[str, JsonValue]) -> ZoneInfo:
    """The shop's time zone (`timezone` of shop.yaml, UTC when it has none)."""
    return ZoneInfo(str(shop.get("timezone", "UTC")))


def hours_at(shop: Mapping[str, JsonValue], now: datetime) -> Hours:
    """Opening hours by `hours: {days, open, close}`; a shop without them is always open.

    A closing time at or before the opening time is on the next morning.
    """
    table = shop.get("hours")
    if not isinstance(table, Mapping):
        return Hours(open=True)
    listed = table.get("days", list(_DAYS))
    days = {_DAYS.index(day) for day in (listed if isinstance(listed, list) else []) if isinstance(day, str)}
    opens, closes = _time(table.get("open"), time(0)), _time(table.get("close"), time(0))
    local = now.astimezone(zone_of(shop))
    for ahead in range(-1, 8):
        day = local.date() + timedelta(days=ahead)
        if day.weekday() not in days:
            continue
        start = datetime.combine(day, opens, tzinfo=local.tzinfo)
        end = datetime.combine(day + timedelta(days=closes <= opens), closes, tzinfo=local.tzinfo)
        if start <= local < end:
            return Hours(open=True)
        if local < start:
            return Hours(open=False, next_open=start)
    return Hours(open=False)


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
