"""Days and times of day in words: 明天下午三点, 下周五, 3月8号, tomorrow at 3pm."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date, datetime, timedelta

from intents.entities.model import Found
from intents.entities.numbers import NUMERAL, number

_OFFSETS = {
    "大后天": 3, "后天": 2, "明天": 1, "明儿": 1, "明日": 1, "今天": 0, "今日": 0, "今晚": 0, "今早": 0, "明早": 1,
    "明晚": 1, "大前天": -3, "前天": -2, "昨天": -1, "昨日": -1, "昨晚": -1, "the day after tomorrow": 2, "tomorrow": 1,
    "tonight": 0, "today": 0, "yesterday": -1,
}  # fmt: skip
_OFFSET = re.compile("|".join(sorted(_OFFSETS, key=len, reverse=True)))
_WEEKDAYS = {day: at for at, day in enumerate("一二三四五六日")} | {"天": 6, "末": 5}
_WEEKDAY = re.compile(r"(?P<week>上上?个?|下下?个?|这个?|本)?(?:周|星期|礼拜)(?P<day>[一二三四五六日天末])")
_ENGLISH_DAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_ENGLISH_WEEKDAY = re.compile(rf"\b(?P<week>next |last )?(?P<day>{'|'.join(_ENGLISH_DAYS)})\b")
_ISO = re.compile(r"(?<!\d)(?P<year>20\d{2})[-/.年](?P<month>\d{1,2})[-/.月](?P<day>\d{1,2})[日号]?(?!\d)")
_MONTH_DAY = re.compile(
    r"(?P<month>\d{1,2}|[一二三四五六七八九十]{1,2})月(?P<day>\d{1,2}|[一二三四五六七八九十]{1,3})[日号]?"
)
_DAY_ONLY = re.compile(
    r"(?<![\d第一二三四五六七八九十])(?P<day>\d{1,2}|[一二三四五六七八九十]{1,3})号(?!码|线|楼|门|机|店|单)"
)
_MONTHS = (
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
)
_ENGLISH_DATE = re.compile(
    rf"\b(?P<month>{'|'.join(_MONTHS)}|{'|'.join(name[:3] for name in _MONTHS)}) (?P<day>\d{{1,2}})(?:st|nd|rd|th)?\b"
)
_CLOCK = re.compile(r"(?<![\d.])(?P<hour>[01]?\d|2[0-4])[:点时](?P<minute>[0-5]\d)(?:分)?(?!\d)\s?(?P<half>am|pm)?")
_OCLOCK = re.compile(
    rf"(?P<part>凌晨|早上|上午|中午|下午|傍晚|晚上|今晚|明晚|今早|明早)?(?P<hour>{NUMERAL})点(?:钟|(?P<half>半)|(?P<quarter>[一三])刻|(?P<minute>[一二三四五]?十[一二三四五六七八九]?)分?)?(?!\d)"
)
_ENGLISH_CLOCK = re.compile(r"\b(?P<hour>1[0-2]|0?[1-9]) ?(?P<half>am|pm)\b")
_AFTERNOON = frozenset({"下午", "傍晚", "晚上", "今晚", "明晚"})


def find_moments(text: str, now: datetime | None) -> Iterator[Found]:
    """Dates and times in normalised text; what is relative to today needs ``now``."""
    yield from _times(text)
    yield from _full_dates(text)
    if now is not None:
        yield from _relative_days(text, now.date())
        yield from _weekdays(text, now.date())
        yield from _partial_dates(text, now.date())


def _full_dates(text: str) -> Iterator[Found]:
    for found in _ISO.finditer(text):
        yield from _day(found, int(found["year"]), int(found["month"]), int(found["day"]))


def _relative_days(text: str, today: date) -> Iterator[Found]:
    for found in _OFFSET.finditer(text):
        word = found.group()
        # 今晚8点: the evening belongs to the time, the day to today
        yield _date(found, today + timedelta(days=_OFFSETS[word]), end=found.end() - (word[-1] in "晚早"))


def _weekdays(text: str, today: date) -> Iterator[Found]:
    for found in _WEEKDAY.finditer(text):
        week = found["week"] or ""
        weeks = week.count("下") - week.count("上")
        monday = today - timedelta(days=today.weekday())
        day = monday + timedelta(days=_WEEKDAYS[found["day"]], weeks=weeks)
        # "周三" said on a Friday means the coming one
        yield _date(found, day + timedelta(weeks=1) if not week and day < today else day)
    for found in _ENGLISH_WEEKDAY.finditer(text):
        ahead = (_ENGLISH_DAYS.index(found["day"]) - today.weekday()) % 7
        match (found["week"] or "").strip():
            case "last":
                ahead -= 7
            case "next" if ahead == 0:
                ahead = 7
        yield _date(found, today + timedelta(days=ahead))


def _partial_dates(text: str, today: date) -> Iterator[Found]:
    for found in _MONTH_DAY.finditer(text):
        month, day = number(found["month"]), number(found["day"])
        if month and day:
            yield from _nearest(found, today, int(month), int(day))
    for found in _ENGLISH_DATE.finditer(text):
        month_number = next(at for at, name in enumerate(_MONTHS, 1) if name.startswith(found["month"][:3]))
        yield from _nearest(found, today, month_number, int(found["day"]))
    for found in _DAY_ONLY.finditer(text):
        day = number(found["day"])
        if day:
            yield from _day(found, today.year, today.month, int(day))


def _nearest(found: re.Match[str], today: date, month: int, day: int) -> Iterator[Found]:
    """The year in which the date is nearest to today: in December, 1月3号 is next year's."""
    years = [today.year - 1, today.year, today.year + 1]
    days = [moment for year in years if (moment := _valid(year, month, day))]
    if days:
        yield _date(found, min(days, key=lambda moment: abs((moment - today).days)))


def _day(found: re.Match[str], year: int, month: int, day: int) -> Iterator[Found]:
    moment = _valid(year, month, day)
    if moment:
        yield _date(found, moment)


def _valid(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:  # 2月30号
        return None


def _date(found: re.Match[str], moment: date, end: int | None = None) -> Found:
    return Found(kind="date", value=moment.isoformat(), start=found.start(), end=end or found.end(), rank=3)


def _times(text: str) -> Iterator[Found]:
    for found in _CLOCK.finditer(text):
        hour = int(found["hour"]) + (12 if found["half"] == "pm" and int(found["hour"]) < 12 else 0)
        before = text[max(0, found.start() - 2) : found.start()]
        if before in _AFTERNOON and hour < 12:
            yield _time(hour + 12, int(found["minute"]), found.start() - 2, found.end())
        else:
            yield _time(hour, int(found["minute"]), found.start(), found.end())
    for found in _OCLOCK.finditer(text):
        hour_ = number(found["hour"])
        # 一点 is "a little" unless something makes it a time of day (便宜一点)
        if hour_ is None or not 0 <= hour_ <= 24 or (found["hour"] == "一" and not found["part"]):
            continue
        minute = 30 if found["half"] else {"一": 15, "三": 45}.get(found["quarter"] or "", 0)
        minute = int(number(found["minute"]) or 0) if found["minute"] else minute
        later = 12 if found["part"] in _AFTERNOON and hour_ < 12 else 0
        yield _time(int(hour_) + later, minute, found.start(), found.end())
    for found in _ENGLISH_CLOCK.finditer(text):
        hour = int(found["hour"]) % 12 + (12 if found["half"] == "pm" else 0)
        yield _time(hour, 0, found.start(), found.end())


def _time(hour: int, minute: int, start: int, end: int) -> Found:
    return Found(kind="time", value=f"{hour % 24:02}:{minute:02}", start=start, end=end, rank=4)
