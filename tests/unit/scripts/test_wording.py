"""Money, days and times in words."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from zoneinfo import ZoneInfo

import pytest

from bot.scripts import wording

SHANGHAI = ZoneInfo("Asia/Shanghai")
NOW = datetime(2026, 3, 2, 15, 30, tzinfo=UTC)  # 23:30 in Shanghai


@pytest.mark.parametrize(
    ("amount", "currency", "text"),
    [
        (Decimal(12), "CNY", "¥12.00"),
        (8, "CNY", "¥8.00"),
        (0.1 + 0.2, "CNY", "¥0.30"),
        (Decimal("2.345"), "USD", "$2.35"),
        (-5, "EUR", "-€5.00"),
        (1999.6, "JPY", "¥2000"),
        (9, "CHF", "9.00 CHF"),
        (9, "", "9.00"),
    ],
)
def test_money(amount: Decimal | float, currency: str, text: str) -> None:
    assert wording.money(amount, currency) == text


@pytest.mark.parametrize(
    ("days", "zh", "en"),
    [
        (0, "今天", "today"),
        (1, "明天", "tomorrow"),
        (2, "后天", "Mar 4"),
        (-1, "昨天", "yesterday"),
        (-2, "前天", "Feb 28"),
        (10, "3月12日", "Mar 12"),
        (400, "2027年4月6日", "Apr 6, 2027"),
    ],
)
def test_days_are_named_as_people_name_them(days: int, zh: str, en: str) -> None:
    moment = NOW + timedelta(days=days)
    assert wording.day(moment, language="zh", zone=SHANGHAI, now=NOW) == zh
    assert wording.day(moment, language="en", zone=SHANGHAI, now=NOW) == en


def test_the_day_is_the_one_in_the_shop_not_in_utc() -> None:
    past_midnight = NOW + timedelta(hours=1)
    assert wording.day(past_midnight, language="zh", zone=SHANGHAI, now=NOW) == "明天"
    assert wording.clock(past_midnight, zone=SHANGHAI) == "00:30"


def test_a_date_is_a_day_of_the_shop() -> None:
    assert wording.day(date(2026, 3, 3), language="zh", zone=SHANGHAI, now=NOW) == "明天"


def test_a_full_day_has_its_year_in_the_shops_zone() -> None:
    late = datetime(2026, 3, 1, 17, tzinfo=UTC)
    assert wording.full_day(late, language="zh", zone=ZoneInfo("Asia/Shanghai")) == "2026年3月2日"
    assert wording.full_day(late, language="en", zone=ZoneInfo("UTC")) == "Mar 1, 2026"


@pytest.mark.parametrize(
    ("text", "place", "named"),
    [
        ("香港九龙弥敦道1号", "香港", True),
        ("青岛市香港中路8号", "香港", False),
        ("12 baker street, london", "london", True),
        ("taiwanese tea house, wuhan", "taiwan", False),
        ("8 hong kong middle road, qingdao", "hong kong", False),
    ],
)
def test_a_street_called_after_a_place_does_not_name_it(text: str, place: str, named: bool) -> None:
    assert wording.names_place(text, place) is named
