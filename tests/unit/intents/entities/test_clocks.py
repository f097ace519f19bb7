"""Times of day."""

from __future__ import annotations

from collections.abc import Callable

import pytest


@pytest.mark.parametrize(
    ("text", "time"),
    [
        ("下午三点", "15:00"),
        ("下午三点半", "15:30"),
        ("十点一刻", "10:15"),
        ("3点45分", "03:45"),
        ("晚上8:30", "20:30"),
        ("20:30", "20:30"),
        ("半夜12点", "00:00"),
        ("晚上十二点", "00:00"),
        ("中午12点", "12:00"),
        ("中午一点", "13:00"),
        ("早上九点零五分", "09:05"),
        ("凌晨两点", "02:00"),
        ("夜里11点", "23:00"),
        ("3pm", "15:00"),
        ("9:30 pm", "21:30"),
        ("12am", "00:00"),
        ("5 o'clock", "05:00"),
        ("half past 3", "03:30"),
        ("quarter to 5 pm", "16:45"),
        ("noon", "12:00"),
        ("一点半", "01:30"),
        ("零点", "00:00"),
        ("晚上", "18:00/24:00"),
        ("in the evening", "18:00/24:00"),
    ],
)
def test_one_time(named: Callable[[str], list[tuple[str, str]]], text: str, time: str) -> None:
    assert named(text) == [("time", time)]


@pytest.mark.parametrize(
    "text",
    [
        "便宜一点",
        "快一点",
        "25:00",
        "1:2",
        "12:30:45",
        "三点事情",
        "有点贵",
        "有两点问题",
        "三点建议",
        "早上好",
        "good morning",
    ],
)
def test_no_time(named: Callable[[str], list[tuple[str, str]]], text: str) -> None:
    assert named(text) == []


@pytest.mark.parametrize("text", ["下午3到5点", "下午3-5点", "下午3~5点", "下午三点到五点", "下午3、5点"])
def test_both_ends_are_in_the_same_half_of_the_day(named: Callable[[str], list[tuple[str, str]]], text: str) -> None:
    assert named(text) == [("time", "15:00"), ("time", "17:00")]
