from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from bot.core.conversation import JsonValue
from bot.dialogue.hours import hours_at, shipping_day

ZONE = ZoneInfo("Asia/Shanghai")
WEEKDAYS: dict[str, JsonValue] = {
    "timezone": "Asia/Shanghai",
    "hours": {"days": ["mon", "tue", "wed", "thu", "fri"], "open": "09:00", "close": "18:00"},
    "shipping": {"cutoff": "16:00"},
}
MONDAY = datetime(2026, 3, 2, tzinfo=ZONE)


def at(day: int, hour: int, minute: int = 0) -> datetime:
    return (MONDAY + timedelta(days=day, hours=hour, minutes=minute)).astimezone(UTC)


@pytest.mark.parametrize(
    ("now", "opened", "next_open"),
    [
        (at(0, 10), True, None),
        (at(0, 9), True, None),
        (at(0, 18), False, at(1, 9)),
        (at(0, 3), False, at(0, 9)),
        (at(4, 20), False, at(7, 9)),
        (at(5, 12), False, at(7, 9)),
    ],
)
def test_the_shop_is_open_in_its_hours_and_its_zone(now: datetime, opened: bool, next_open: datetime | None) -> None:
    hours = hours_at(WEEKDAYS, now)
    assert (hours.open, hours.next_open) == (opened, next_open)


def test_a_shop_may_be_open_past_midnight() -> None:
    shop: dict[str, JsonValue] = {**WEEKDAYS, "hours": {"days": ["mon"], "open": "20:00", "close": "02:00"}}
    assert hours_at(shop, at(0, 23)).open
    assert hours_at(shop, at(1, 1)).open
    assert not hours_at(shop, at(1, 3)).open


def test_a_shop_without_hours_is_always_open_and_one_without_days_never() -> None:
    assert hours_at({}, at(6, 3)).open
    closed = hours_at({"hours": {"days": []}}, at(0, 10))
    assert (closed.open, closed.next_open) == (False, None)


@pytest.mark.parametrize(
    ("paid", "now", "day"),
    [
        (None, at(0, 10), date(2026, 3, 2)),
        (None, at(0, 16), date(2026, 3, 3)),
        (at(0, 15, 59), at(0, 20), date(2026, 3, 3)),
        (at(0, 17), at(0, 18), date(2026, 3, 3)),
        (at(-3, 10), at(0, 10), date(2026, 3, 2)),
    ],
)
def test_an_order_leaves_by_the_cutoff_and_never_in_the_past(paid: datetime | None, now: datetime, day: date) -> None:
    assert shipping_day(WEEKDAYS, paid, now) == day
