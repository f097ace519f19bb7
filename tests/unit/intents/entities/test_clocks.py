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
    ],
)
def test_one_time(named: Callable[[str], list[tuple[str, str]]], text: str, time: str) -> None:
    assert named(text) == [("time", time)]


@pytest.mark.parametrize("text", ["便宜一点", "快一点", "25:00", "1:2", "12:30:45", "三点事情", "有点贵"])
def test_no_time(named: Callable[[str], list[tuple[str, str]]], text: str) -> None:
    assert named(text) == []
