"""Times of day: 下午三点半, 20:30, 半夜12点, 下午3到5点, 3pm, half past 3, noon; its parts: 晚上, evening."""

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
    rf"(?<![有这那第几])(?P<part>{_PARTS})?(?P<hour>{NUMERAL})点(?:钟|(?P<half>半)|(?P<quarter>[一三])刻"
    r"|(?P<minute>零[一二三四五六七八九五]|[一二三四五]?十[一二三四五六七八九]?)分?)?(?![\d事原建意理疑要问])"
)
_UNTIL = re.compile(rf"(?P<part>{_PARTS})(?P<hour>{NUMERAL})点?[-到至, ](?={NUMERAL}点)")  # 下午3到5点
_PART_OF_DAY = re.compile(rf"(?P<part>{_PARTS})(?![好的]|\s?[\d一二两三四五六七八九十零])")
_ENGLISH_PART = re.compile(r"(?<!good )\b(?P<part>morning|afternoon|evening)\b")
_ENGLISH = re.compile(r"\b(?P<hour>1[0-2]|0?[1-9]) ?(?:(?P<half>[ap])\.?m\b|o'?\s?clock\b)")
_PAST = re.compile(r"\b(?P<how>half past|quarter past|quarter to) (?P<hour>1[0-2]|[1-9])\b(?: ?(?P<half>[ap])\.?m\b)?")
_NAMED = re.compile(r"\b(?P<name>noon|midnight)\b")
_HOURS = {  # of a part of the day
    "凌晨": "00:00/06:00", "半夜": "00:00/05:00", "夜里": "22:00/24:00", "清晨": "05:00/08:00", "早": "06:00/10:00",
    "早上": "06:00/10:00", "早晨": "06:00/10:00", "上午": "08:00/12:00", "中午": "11:00/14:00", "下午": "12:00/18:00",
    "傍晚": "17:00/19:00", "晚": "18:00/24:00", "晚上": "18:00/24:00", "morning": "06:00/12:00",
    "afternoon": "12:00/18:00", "evening": "18:00/24:00",
}  # fmt: skip
_AFTERNOON = frozenset({"下午", "傍晚", "晚上", "晚"})
_NIGHT = frozenset({"晚上", "晚", "夜里", "半夜", "凌晨"})  # whose twelve is midnight


def find_times(text: str) -> Iterator[Found]:
    """Times in normalised text as HH:MM; a part of the day (明天下午) as HH:MM/HH:MM."""
    for found in _CLOCK.finditer(text):
        hour, part = int(found["hour"]), found["part"] or ""
        yield _time(_of_day(hour, part, (found["half"] or "")[:1]), int(found["minute"]), found)
    yield from _oclock(text)
    for found in _ENGLISH.finditer(text):
        yield _time(_of_day(int(found["hour"]), "", found["half"] or ""), 0, found)
    for found in _PAST.finditer(text):
        hour = _of_day(int(found["hour"]), "", found["half"] or "")
        past = {"half past": 30, "quarter past": 15, "quarter to": -15}[found["how"]]
        yield _time(hour - 1 if past < 0 else hour, past % 60, found)
    for found in _NAMED.finditer(text):
        yield _time(12 if found["name"] == "noon" else 0, 0, found)
    for pattern in (_PART_OF_DAY, _ENGLISH_PART):
        for found in pattern.finditer(text):
            yield Found(kind="time", value=_HOURS[found["part"]], start=found.start(), end=found.end(), rank=8)


def _oclock(text: str) -> Iterator[Found]:
    """三点, 下午三点半, and of 下午3到5点 both, in the same half of the day."""
    parts = {}
    for found in _UNTIL.finditer(text):
        hour = number(found["hour"])
        if hour is not None and hour == int(hour) and hour <= 24:
            parts[found.end()] = found["part"]
            end = found.end("hour")
            value = f"{_of_day(int(hour), found['part'], '') % 24:02}:00"
            yield Found(kind="time", value=value, start=found.start(), end=end, rank=4)
    for found in _OCLOCK.finditer(text):
        said = number(found["hour"])
        part = found["part"] or parts.get(found.start(), "")
        # 一点 is "a little" unless something makes it a time of day (便宜一点)
        vague = found["hour"] == "一" and not part and found.group() == "一点"
        if said is not None and said == int(said) and 0 <= said <= 24 and not vague:
            yield _time(_of_day(int(said), part, ""), _minute(found), found)


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
    said = found.group()
    start = found.end() - len(said.lstrip())
    end = found.start() + len(said.rstrip())
    return Found(kind="time", value=f"{hour % 24:02}:{minute:02}", start=start, end=end, rank=4)
