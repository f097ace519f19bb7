"""Days in words; today is Saturday, the 21st of November 2026."""

from __future__ import annotations

from collections.abc import Callable

import pytest


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("明天", "2026-11-22"),
        ("大后天", "2026-11-24"),
        ("前天", "2026-11-19"),
        ("昨儿", "2026-11-20"),
        ("下周一", "2026-11-23"),
        ("周五", "2026-11-27"),
        ("下下周三", "2026-12-02"),
        ("上周三", "2026-11-11"),
        ("这周日", "2026-11-22"),
        ("礼拜天", "2026-11-22"),
        ("上个月5号", "2026-10-05"),
        ("下月初", "2026-12-01"),
        ("月底", "2026-11-30"),
        ("30号", "2026-11-30"),
        ("3月8号", "2027-03-08"),
        ("十二月二十五日", "2026-12-25"),
        ("2026年12月1日", "2026-12-01"),
        ("2026/12/01", "2026-12-01"),
        ("三天前", "2026-11-18"),
        ("两周后", "2026-12-05"),
        ("11.20号", "2026-11-20"),
        ("12/5之前", "2026-12-05"),
        ("in two days", "2026-11-23"),
        ("a week ago", "2026-11-14"),
        ("next Tuesday", "2026-11-24"),
        ("by Friday", "2026-11-27"),
        ("on Mon", "2026-11-23"),
        ("last Monday", "2026-11-16"),
        ("this weekend", "2026-11-21"),
        ("Dec 5th", "2026-12-05"),
        ("5th of December", "2026-12-05"),
        ("by 12/5", "2026-12-05"),
        ("the day after tomorrow", "2026-11-23"),
        ("the 25th", "2026-11-25"),
        ("上周五", "2026-11-13"),
        ("下个月初", "2026-12-01"),
        ("月中", "2026-11-15"),
        ("12月底", "2026-12-31"),
        ("一月底", "2027-01-31"),
        ("年底", "2026-12-31"),
        ("明年初", "2027-01-01"),
        ("20261201", "2026-12-01"),
        ("in a couple of days", "2026-11-23"),
        ("twenty days ago", "2026-11-01"),
        ("next Friday", "2026-11-27"),
        ("a week from now", "2026-11-28"),
        ("end of the month", "2026-11-30"),
        ("start of next year", "2027-01-01"),
    ],
)
def test_one_day(named: Callable[[str], list[tuple[str, str]]], text: str, day: str) -> None:
    assert named(text) == [("date", day)]


@pytest.mark.parametrize(
    "text",
    [
        "周年庆",
        "2月30号",
        "13月5号",
        "三天内",
        "两三天",
        "七天无理由",
        "1/2的价格",
        "3.5分",
        "5号线",
        "8号店",
        "may i",
        "20261301",
        "13月底",
        "一个月中",
        "sun",
    ],
)
def test_no_day(named: Callable[[str], list[tuple[str, str]]], text: str) -> None:
    assert "date" not in [kind for kind, _ in named(text)]


def test_a_day_and_its_time(named: Callable[[str], list[tuple[str, str]]]) -> None:
    assert named("明天下午三点") == [("date", "2026-11-22"), ("time", "15:00")]
    assert named("前天晚上") == [("date", "2026-11-19"), ("time", "18:00/24:00")]
    assert named("tomorrow morning") == [("date", "2026-11-22"), ("time", "06:00/12:00")]
    assert named("今晚8点") == [("date", "2026-11-21"), ("time", "20:00")]
