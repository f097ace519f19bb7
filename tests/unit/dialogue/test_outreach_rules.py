from __future__ import annotations

from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest

from bot.core.timers import TimerKind
from bot.dialogue.outreach_rules import OrderSourceRules, OutreachRules, order_source_rules, outreach_rules

SHANGHAI = ZoneInfo("Asia/Shanghai")


def at(clock: str, day: int = 2) -> datetime:
    """That time in the shop, on a day of March."""
    return datetime.combine(datetime(2026, 3, day, tzinfo=SHANGHAI), time.fromisoformat(clock), SHANGHAI).astimezone(
        UTC
    )


def test_a_shop_that_says_nothing_sends_nothing() -> None:
    rules = outreach_rules({"timezone": "Asia/Shanghai"})
    assert (rules.per_day, dict(rules.after)) == (0, {})
    assert rules.quiet_until(at("03:00")) is None


def test_the_section_is_read_with_one_span_or_several_and_what_is_switched_off_is_not_there() -> None:
    rules = outreach_rules(
        {
            "timezone": "Asia/Shanghai",
            "outreach": {
                "quiet": {"from": "21:30", "until": "09:00"},
                "per_day": 2,
                "silence": "5m",
                "shipped": {"after": "1m"},
                "follow_up": {"after": ["4d", "10d"]},
                "revisit": {"after": "30d", "enabled": False},
                "nudge": {"after": "15m", "topics": ["pricing", "product"], "pause": "7d"},
            },
        }
    )
    assert rules == OutreachRules(
        zone=SHANGHAI,
        per_day=2,
        silence=timedelta(minutes=5),
        quiet=(time(21, 30), time(9)),
        after={
            TimerKind.SHIPPED: (timedelta(minutes=1),),
            TimerKind.FOLLOW_UP: (timedelta(days=4), timedelta(days=10)),
            TimerKind.NUDGE: (timedelta(minutes=15),),
        },
        topics=frozenset({"pricing", "product"}),
        pause=timedelta(days=7),
    )


@pytest.mark.parametrize(
    ("now", "until"),
    [
        (at("21:29"), None),
        (at("21:30"), at("09:00", 3)),
        (at("00:10"), at("09:00")),
        (at("08:59"), at("09:00")),
        (at("09:00"), None),
    ],
)
def test_quiet_hours_go_over_midnight_in_the_shops_zone(now: datetime, until: datetime | None) -> None:
    assert OutreachRules(zone=SHANGHAI, quiet=(time(21, 30), time(9))).quiet_until(now) == until


def test_quiet_hours_at_noon_end_the_same_day() -> None:
    rules = OutreachRules(zone=SHANGHAI, quiet=(time(12), time(14)))
    assert rules.quiet_until(at("13:00")) == at("14:00")
    assert rules.quiet_until(at("14:00")) is None


def test_an_order_source_is_asked_again_as_the_shop_says_or_as_is_usual() -> None:
    assert order_source_rules({}) == OrderSourceRules(
        limit=timedelta(seconds=3), retry=(timedelta(seconds=30), timedelta(minutes=2))
    )
    said = order_source_rules({"order_source": {"limit": "1s", "retry": "5s"}})
    assert said == OrderSourceRules(limit=timedelta(seconds=1), retry=(timedelta(seconds=5),))
