"""Times of day: 下午三点半, 20:30, 半夜12点, 3pm, half past 3, noon."""

from __future__ import annotations

import re
from collections.abc import Iterator

from intents.entities.model import Found
from intents.entities.numbers import NUMERAL, number

_PARTS = r"凌晨|清晨|早上|早晨|上午|中午|下午|傍晚|晚上|夜里|半夜|(?<=[今明昨])晚|(?<=[今明])早"
_CLOCK = re.compile(
    rf"(?<![\d.:])(?P<part>{_PARTS})?\s?(?P<hour>[01]?\d|2[0-4])[:点时](?P<minute>[0-5]\d)(?:分)?(?![\d:])\s?(?P<half>[ap]\.?m\b)?"
)
_OCLOCK = re.compile(
    rf"(?P<part>{_PARTS})?(?P<hour>{NUMERAL})点(?:钟|(?P<half>半)|(?P<quarter>[一三])刻"
    r"|(?P<minute>零[一二三四五六七八九五]|[一二三四五]?十[一二三四五六七八九]?)分?)?(?![\d事])"
)
_ENGLISH = re.compile(r"\b(?P<hour>1[0-2]|0?[1-9]) ?(?:(?P<half>[ap])\.?m\b|o'?\s?clock\b)")
_PAST = re.compile(r"\b(?P<how>half past|quarter past|quarter to) (?P<hour>1[0-2]|[1-9])\b(?: ?(?P<half>[ap])\.?m\b)?")
_NAMED = re.compile(r"\b(?P<name>noon|midnight)\b")
_AFTERNOON = frozenset({"下午", "傍晚", "晚上", "晚"})
_NIGHT = frozenset({"晚上", "晚", "夜里", "半夜", "凌晨"})  # whose twelve is midnight


def find_times(text: str) -> Iterator[Found]:
    """Times in normalised text as HH:MM."""
    for found in _CLOCK.finditer(text):
        hour, part = int(found["hour"]), found["part"] or ""
        yield _time(_of_day(hour, part, (found["half"] or "")[:1]), int(found["minute"]), found)
    for found in _OCLOCK.finditer(text):
        said = number(found["hour"])
        # 一点 is "a little" unless something makes it a time of day (便宜一点)
        if said is None or said != int(said) or not 0 <= said <= 24 or (found["hour"] == "一" and not found["part"]):
            continue
        yield _time(_of_day(int(said), found["part"] or "", ""), _minute(found), found)
    for found in _ENGLISH.finditer(text):
        yield _time(_of_day(int(found["hour"]), "", found["half"] or ""), 0, found)
    for found in _PAST.finditer(text):
        hour = _of_day(int(found["hour"]), "", found["half"] or "")
        past = {"half past": 30, "quarter past": 15, "quarter to": -15}[found["how"]]
        yield _time(hour - 1 if past < 0 else hour, past % 60, found)
    for found in _NAMED.finditer(text):
        yield _time(12 if found["name"] == "noon" else 0, 0, found)


def _minute(found: re.Match[str]) -> int:
    if found["half"]:
        return 30
    if found["quarter"]:
        return 15 if found["quarter"] == "一" else 45
    return int(number((found["minute"] or "零").removeprefix("零") or "零") or 0)


def _of_day(hour: int, part: str, half: str) -> int:
    """The hour of 24: 下午三点 is 15, 中午一点 13, 晚上十二点 and 12am 0."""
    if half:
        return hour % 12 + (12 if half == "p" else 0) if hour <= 12 else hour
    if hour == 12:
        return 0 if part in _NIGHT else 12
    afternoon = part in _AFTERNOON or (part == "中午" and hour < 4) or (part in {"半夜", "夜里"} and hour >= 9)
    return hour + 12 if afternoon and hour < 12 else hour


def _time(hour: int, minute: int, found: re.Match[str]) -> Found:
    start, end = found.span()
    end = start + len(found.group().rstrip())
    return Found(kind="time", value=f"{hour % 24:02}:{minute:02}", start=start, end=end, rank=4)
