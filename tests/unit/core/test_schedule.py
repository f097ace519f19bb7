"""Opening hours as arithmetic."""

from __future__ import annotations

from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.core.schedule import Schedule

ZONE = ZoneInfo("Asia/Shanghai")
WEEKDAYS = Schedule(zone=ZONE, days=frozenset(range(5)), opens=time(9), closes=time(18))
NIGHTS = Schedule(zone=ZONE, opens=time(20), closes=time(2))
FRIDAY = datetime(2026, 3, 6, tzinfo=ZONE)


def at(hour: int, minute: int = 0, *, day: int = 0) -> datetime:
    return FRIDAY + timedelta(days=day, hours=hour, minutes=minute)


@pytest.mark.parametrize(
    ("begin", "minutes", "end"),
    [
        (at(10), 20, at(10, 20)),
        (at(17, 50), 20, at(9, 10, day=3)),  # ten minutes are left on Friday, ten follow on Monday
        (at(20), 20, at(9, 20, day=3)),
        (at(7), 20, at(9, 20)),
        (at(12, day=1), 20, at(9, 20, day=3)),
        (at(17), 60, at(18)),
    ],
)
def test_only_opening_time_counts(begin: datetime, minutes: int, end: datetime) -> None:
    assert WEEKDAYS.after(begin, timedelta(minutes=minutes)) == end


def test_a_night_shift_goes_on_after_midnight() -> None:
    assert NIGHTS.at(at(1)).open
    assert NIGHTS.after(at(1, 50), timedelta(minutes=20)) == at(20, 10)


def test_who_is_always_open_counts_every_minute() -> None:
    always = Schedule(zone=ZONE, always=True)
    assert always.at(at(3)).open
    assert always.after(at(3), timedelta(hours=1)) == at(4)


def test_without_opening_days_no_time_ever_comes() -> None:
    never = Schedule(zone=ZONE, days=frozenset(), opens=time(9), closes=time(18))
    assert (never.at(at(10)).open, never.at(at(10)).next_open) == (False, None)
    assert never.after(at(10), timedelta(minutes=1)) is None


def test_the_change_of_the_clocks_takes_no_time_away() -> None:
    """On 29 March 2026 the clocks of Berlin go from two to three."""
    berlin = Schedule(zone=ZoneInfo("Europe/Berlin"), opens=time(0), closes=time(0))
    begin = datetime(2026, 3, 28, 23, 30, tzinfo=UTC)
    assert berlin.after(begin, timedelta(hours=3)) == begin + timedelta(hours=3)


def test_an_hour_that_comes_twice_opens_the_shop_once() -> None:
    """On 1 November 2026 the hour after one comes twice in New York; who closes at half past one closes for good."""
    zone = ZoneInfo("America/New_York")
    bar = Schedule(zone=zone, opens=time(18), closes=time(1, 30))
    midnight = datetime(2026, 11, 1, 4, 0, tzinfo=UTC)
    minutes = [(midnight + timedelta(minutes=5 * n)).astimezone(zone) for n in range(60)]
    assert [bar.at(each).open for each in minutes] == [True] * 18 + [False] * 42


moments = st.timedeltas(timedelta(0), timedelta(days=300)).map(lambda since: datetime(2026, 1, 1, tzinfo=UTC) + since)
spans = st.timedeltas(timedelta(seconds=1), timedelta(hours=30))


@given(moments, spans, spans)
def test_more_time_is_never_sooner_and_every_deadline_is_at_an_hour_when_people_are_there(
    begin: datetime, first: timedelta, second: timedelta
) -> None:
    sooner, later = WEEKDAYS.after(begin, first), WEEKDAYS.after(begin, first + second)
    assert sooner is not None
    assert later is not None
    assert begin < sooner < later
    assert WEEKDAYS.at(sooner - timedelta(microseconds=1)).open
    assert WEEKDAYS.after(sooner, second) == later
