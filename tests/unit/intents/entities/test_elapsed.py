"""Moments counted from now, which is 10:00 on the 21st of November 2026."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from zoneinfo import ZoneInfo

import pytest

from intents.entities import find_entities


@pytest.mark.parametrize(
    ("text", "moment"),
    [
        ("刚才", "2026-11-21T10:00"),
        ("刚刚下的单", "2026-11-21T10:00"),
        ("两个小时前", "2026-11-21T08:00"),
        ("2小时前", "2026-11-21T08:00"),
        ("两个多小时前", "2026-11-21T08:00"),
        ("一个半小时前", "2026-11-21T08:30"),
        ("半小时前", "2026-11-21T09:30"),
        ("半个小时后", "2026-11-21T10:30"),
        ("十分钟以前", "2026-11-21T09:50"),
        ("三刻钟前", "2026-11-21T09:15"),
        ("24小时后", "2026-11-22T10:00"),
        ("just now", "2026-11-21T10:00"),
        ("two hours ago", "2026-11-21T08:00"),
        ("half an hour ago", "2026-11-21T09:30"),
        ("an hour and a half ago", "2026-11-21T08:30"),
        ("in 20 minutes", "2026-11-21T10:20"),
        ("in a couple of hours", "2026-11-21T12:00"),
        ("twenty five minutes ago", "2026-11-21T09:35"),
        ("2 hrs later", "2026-11-21T12:00"),
    ],
)
def test_one_moment(named: Callable[[str], list[tuple[str, str]]], text: str, moment: str) -> None:
    assert named(text) == [("datetime", moment)]


@pytest.mark.parametrize("text", ["刚刚好", "48小时内发货", "三小时", "几小时前", "第2小时后", "9999小时前", "an hour"])
def test_no_moment(named: Callable[[str], list[tuple[str, str]]], text: str) -> None:
    assert "datetime" not in [kind for kind, _ in named(text)]


def test_moments_are_on_the_shops_clock_and_an_hour_is_an_hour_when_clocks_change() -> None:
    after_the_change = datetime(2026, 3, 29, 3, 30, tzinfo=ZoneInfo("Europe/Berlin"))
    [one] = find_entities("an hour ago", now=after_the_change)
    assert one.value == "2026-03-29T01:30"


def test_moments_need_a_clock() -> None:
    assert find_entities("刚才") == ()
