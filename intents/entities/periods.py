"""Stretches of days: 这两天, 下周, 上个月, 最近一个月, 12月中旬, 去年, last week, the past three days."""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Iterator
from datetime import date, timedelta

from intents.entities.model import Found
from intents.entities.numbers import ENGLISH_NUMERAL, NUMERAL, english, number

_WHICH = r"(?P<which>上上个?|上个?|下下个?|下个?|这个?|本)"
_WEEK = re.compile(rf"{_WHICH}(?:周|星期|礼拜)(?![一二三四五六日天末年岁])(?:内|之内)?")
_MONTH = re.compile(rf"{_WHICH}月(?:份|内)?")
_THIRD = re.compile(
    r"(?P<which>上个?|下个?|这个?|本|(?P<month>1[0-2]|(?<!\d)[1-9]|十[一二]?|(?<!十)[一二三四五六七八九])(?=月))月?份?的?"
    r"(?P<third>[上中下])旬"
)
_YEAR = re.compile(r"(?P<which>大前年|前年|去年|今年|本年|明年|后年)")
_YEARS = {"大前年": -3, "前年": -2, "去年": -1, "今年": 0, "本年": 0, "明年": 1, "后年": 2}
_AROUND = re.compile(r"这(?P<number>[两俩几]|[三四五六七]|[3-7])[天日](?!前|后|以)")
_LATELY = re.compile(rf"(?:最近|近|过去|这)(?P<number>[几]|{NUMERAL})个?(?P<unit>天|日|周|星期|礼拜|月)(?!前|后)")
_PAIR = re.compile(r"(?P<pair>今明|明后)两?天")
_NAMED_MONTH = re.compile(
    r"(?:(?P<year>20\d\d)年)?(?<![\d.个/-])(?P<month>1[0-2]|0?[1-9]|十[一二]?|(?<!十)[一二三四五六七八九])月份?"
    r"(?![\d一二三四五六七八九十底初末中上下])"
)
_BEFORE_NOW = re.compile(r"(?<!提)(?<!之)前(?P<number>[两俩几])天")
_AFTER_NOW = re.compile(r"[过隔](?P<number>[两俩几])天")
_ENGLISH = re.compile(r"\b(?P<which>last|this|next) (?P<unit>week|month|year)\b")
_ENGLISH_DAYS = re.compile(
    rf"\b(?:the |in the )?(?P<which>last|past|next) (?P<number>few|couple of|\d{{1,2}}|{ENGLISH_NUMERAL})"
    r" (?P<unit>day|week|month)s?\b"
)
_FEW = 5  # days that 几 means
_FARTHEST = 400  # days
_DAYS = {"天": 1, "日": 1, "day": 1, "月": 30, "month": 30}  # of a unit; a week's otherwise
_SHIFTS = {"last": -1, "past": -1, "this": 0, "next": 1}


def find_periods(text: str, today: date) -> Iterator[Found]:
    """Periods in normalised text as ``FIRST/LAST``, ISO days, both included; weeks begin on Monday.

    这两天 is meant both ways (这两天发货吗, 这两天没动静) and reaches from yesterday until tomorrow.
    """
    for found in _WEEK.finditer(text):
        yield _week(found, today, _shift(found["which"]))
    for found in _MONTH.finditer(text):
        yield _at(found, *_month(today, _shift(found["which"])))
    for found in _THIRD.finditer(text):
        yield _third(found, today)
    for found in _NAMED_MONTH.finditer(text):
        shift = _months_to(int(number(found["month"]) or 0), today)
        if found["year"]:
            shift += 12 * (int(found["year"]) - _month(today, shift)[0].year)
        yield _at(found, *_month(today, shift))
    for found in _YEAR.finditer(text):
        yield _year(found, today.year + _YEARS[found["which"]])
    yield from _days(text, today)
    yield from _english_periods(text, today)


def _days(text: str, today: date) -> Iterator[Found]:
    for found in _AROUND.finditer(text):
        reach = timedelta(days=_count(found["number"]) - 1)
        yield _at(found, today - reach, today + reach)
    for found in _LATELY.finditer(text):
        yield from _from_today(found, today, -_days_of(found["number"], found["unit"]))
    for found in _PAIR.finditer(text):
        first = today + timedelta(days=int(found["pair"] == "明后"))
        yield _at(found, first, first + timedelta(days=1), rank=2)  # 后天 is a day of its own elsewhere
    for found in _BEFORE_NOW.finditer(text):
        yield _at(found, today - timedelta(days=_count(found["number"])), today - timedelta(days=1))
    for found in _AFTER_NOW.finditer(text):
        yield _at(found, today + timedelta(days=1), today + timedelta(days=_count(found["number"])))


def _english_periods(text: str, today: date) -> Iterator[Found]:
    for found in _ENGLISH.finditer(text):
        shift = _SHIFTS[found["which"]]
        match found["unit"]:
            case "week":
                yield _week(found, today, shift)
            case "month":
                yield _at(found, *_month(today, shift))
            case _:
                yield _year(found, today.year + shift)
    for found in _ENGLISH_DAYS.finditer(text):
        word = found["number"]
        count = {"few": _FEW, "couple of": 2}.get(word) or (int(word) if word.isdecimal() else english(word)) or 0
        days = count * _DAYS.get(found["unit"], 7)
        yield from _from_today(found, today, days * _SHIFTS[found["which"]])


def _count(said: str) -> int:
    return _FEW if said == "几" else int(number(said) or 0)


def _days_of(said: str, unit: str) -> int:
    """半个月 are fifteen days."""
    count = _FEW if said == "几" else number(said) or 0
    return int(count * _DAYS.get(unit, 7))


def _shift(which: str) -> int:
    return which.count("下") - which.count("上")


def _week(found: re.Match[str], today: date, shift: int) -> Found:
    monday = today - timedelta(days=today.weekday()) + timedelta(weeks=shift)
    return _at(found, monday, monday + timedelta(days=6))


def _month(today: date, shift: int) -> tuple[date, date]:
    months = today.year * 12 + today.month - 1 + shift
    year, month = months // 12, months % 12 + 1
    return date(year, month, 1), date(year, month, monthrange(year, month)[1])


def _months_to(month: int, today: date) -> int:
    """How far away a month is, in the year in which it is nearest: -5 to 6."""
    return (month - today.month + 5) % 12 - 5


def _third(found: re.Match[str], today: date) -> Found:
    """上旬, 中旬 and 下旬 begin on the 1st, the 11th and the 21st; a month by its number is the nearest one."""
    shift = _shift(found["which"])
    if found["month"]:
        shift = _months_to(int(number(found["month"]) or 0), today)
    first, last = _month(today, shift)
    match found["third"]:
        case "上":
            return _at(found, first, first.replace(day=10))
        case "中":
            return _at(found, first.replace(day=11), first.replace(day=20))
        case _:
            return _at(found, first.replace(day=21), last)


def _year(found: re.Match[str], year: int) -> Found:
    return _at(found, date(year, 1, 1), date(year, 12, 31))


def _from_today(found: re.Match[str], today: date, days: int) -> Iterator[Found]:
    """最近三天 ends today, the next three days begin tomorrow."""
    if 0 < abs(days) <= _FARTHEST:
        far = today + timedelta(days=days)
        yield _at(found, far, today) if days < 0 else _at(found, today + timedelta(days=1), far)


def _at(found: re.Match[str], first: date, last: date, rank: int = 5) -> Found:
    value = f"{first.isoformat()}/{last.isoformat()}"
    return Found(kind="period", value=value, start=found.start(), end=found.end(), rank=rank)
