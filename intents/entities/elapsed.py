"""Moments counted from now in hours and minutes: 两个小时前, 刚才, 半小时后, two hours ago, in half an hour."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

from intents.entities.model import Found
from intents.entities.numbers import ENGLISH_NUMERAL, NUMERAL, english, number

_COUNTED = re.compile(
    rf"(?<![第\d.])(?P<number>{NUMERAL})(?P<half>个半|个?多)?个?(?P<unit>小时|钟头|分钟|刻钟)多?"
    r"(?:(?P<ago>之?前|以前)|之?后|以后)"
)
_ENGLISH_NUMBER = rf"(?:half an|\d{{1,3}}(?:\.\d)?|a couple of|{ENGLISH_NUMERAL})"
_ENGLISH = re.compile(
    rf"\b(?:in (?P<ahead>{_ENGLISH_NUMBER}) (?P<ahead_unit>hour|hr|minute|min)s?(?P<ahead_half> and a half)?\b(?! ago)"
    rf"|(?P<number>{_ENGLISH_NUMBER}) (?P<unit>hour|hr|minute|min)s?(?P<half> and a half)? "
    r"(?:(?P<ago>ago|earlier|before)|later|from now)\b)"
)
_NOW = re.compile(r"刚才|方才|刚刚(?![好够合])|\bjust now\b|\ba (?:moment|minute|second) ago\b")
_MINUTES = {"小时": 60, "钟头": 60, "分钟": 1, "刻钟": 15, "hour": 60, "hr": 60, "minute": 1, "min": 1}
_FARTHEST = timedelta(days=10)


def find_elapsed(text: str, now: datetime) -> Iterator[Found]:
    """Moments in normalised text, as ISO text to the minute on the clock of ``now``.

    多 (两个多小时前) is not counted; 三小时内 is a limit and no moment.
    """
    for found in _NOW.finditer(text):
        yield _at(now, timedelta(), found)
    for found in _COUNTED.finditer(text):
        count = (number(found["number"]) or 0) + (0.5 if found["half"] == "个半" else 0)
        yield from _away(now, count * _MINUTES[found["unit"]], found, ago=found["ago"] is not None)
    for found in _ENGLISH.finditer(text):
        half = 0.5 if found["half"] or found["ahead_half"] else 0
        count = _english(found["number"] or found["ahead"]) + half
        unit = found["unit"] or found["ahead_unit"]
        yield from _away(now, count * _MINUTES[unit], found, ago=found["ago"] is not None)


def _english(said: str) -> float:
    if said == "half an":
        return 0.5
    if said == "a couple of":
        return 2
    return float(said) if said[0].isdecimal() else float(english(said) or 0)


def _away(now: datetime, minutes: float, found: re.Match[str], *, ago: bool) -> Iterator[Found]:
    if 0 < minutes <= _FARTHEST.total_seconds() / 60:
        yield _at(now, timedelta(minutes=-minutes if ago else minutes), found)


def _at(now: datetime, away: timedelta, found: re.Match[str]) -> Found:
    moment = (now.astimezone(UTC) + away).astimezone(now.tzinfo)  # an hour is an hour when clocks change
    return Found(kind="datetime", value=f"{moment:%Y-%m-%dT%H:%M}", start=found.start(), end=found.end(), rank=3)
