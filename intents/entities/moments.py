"""Days in words: 明天, 下周五, 上个月5号, 三天前, 月底, next Tuesday, in two days, 5th of December."""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Iterator
from datetime import date, timedelta

from intents.entities.model import Found
from intents.entities.numbers import ENGLISH_NUMERAL, NUMERAL, english, number

_OFFSETS = {
    "大后天": 3, "后天": 2, "明天": 1, "明儿": 1, "明日": 1, "次日": 1, "今天": 0, "今儿": 0, "今日": 0, "今晚": 0,
    "今早": 0, "明早": 1, "明晚": 1, "大前天": -3, "前天": -2, "昨天": -1, "昨儿": -1, "昨日": -1, "昨晚": -1,
    "昨夜": -1, "the day after tomorrow": 2, "day after tomorrow": 2, "the day before yesterday": -2,
    "day before yesterday": -2, "tomorrow": 1, "tonight": 0, "today": 0, "yesterday": -1, "last night": -1,
}  # fmt: skip
_OFFSET = re.compile("|".join(sorted(_OFFSETS, key=len, reverse=True)))
_AWAY = re.compile(
    rf"(?<![第\d.])(?P<number>{NUMERAL})个?(?P<unit>天|周|星期|礼拜|月)(?:之?前|以前)"
    rf"|(?<![第\d.])(?P<ahead>{NUMERAL})个?(?P<ahead_unit>天|周|星期|礼拜|月)(?:之?后|以后)"
)
_ENGLISH_COUNT = rf"\d{{1,3}}|a couple of|{ENGLISH_NUMERAL}"
_ENGLISH_AWAY = re.compile(
    rf"\b(?:in (?P<ahead>{_ENGLISH_COUNT}) (?P<ahead_unit>day|week|month)s?"
    rf"|(?P<number>{_ENGLISH_COUNT}) (?P<unit>day|week|month)s? (?:(?P<ago>ago|earlier|before)|from now|later))\b"
)
_WEEKDAYS = {day: at for at, day in enumerate("一二三四五六日")} | {"天": 6, "末": 5}
_WEEKDAY = re.compile(r"(?P<week>上上?个?|下下?个?|这个?|本)?(?:周|星期|礼拜)(?P<day>[一二三四五六日天末])(?![年岁个])")
_ENGLISH_DAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday", "weekend")
_SHORT_DAYS = {"mon": 0, "tue": 1, "tues": 1, "wed": 2, "thu": 3, "thur": 3, "thurs": 3, "fri": 4}
_ENGLISH_WEEKDAY = re.compile(
    rf"\b(?P<week>next |last |this |coming )?(?P<day>{'|'.join(_ENGLISH_DAYS)})\b"
    rf"|\b(?:(?P<short_week>next |last |this )|(?:on|by|until|till|before|since) )(?P<short>{'|'.join(_SHORT_DAYS)})\b"
)
_ISO = re.compile(r"(?<!\d)(?P<year>20\d{2})[-/.年](?P<month>\d{1,2})[-/.月](?P<day>\d{1,2})[日号]?(?!\d)")
_COMPACT = re.compile(
    r"(?<![\w.,/-])(?P<year>20[23]\d)(?P<month>0[1-9]|1[0-2])(?P<day>0[1-9]|[12]\d|3[01])(?![\w.,/-])"
)
_DAY_WORD = r"\d{1,2}|[一二三四五六七八九十]{1,3}"
_MONTH_DAY = re.compile(
    rf"(?<![\d个])(?P<month>\d{{1,2}}|[一二三四五六七八九十]{{1,2}})月(?:份的?)?(?P<day>{_DAY_WORD})[日号]?(?![\d.天个件])"
)
_OTHER_MONTH = re.compile(
    rf"(?P<which>上上个?|上个?|下下个?|下个?|这个?|本)月(?:的|份的?)?(?:(?P<day>{_DAY_WORD})[日号]|(?P<edge>底|末|初|中(?!旬)))"
)
_MONTH_EDGE = re.compile(
    r"(?:(?P<month>(?<!\d)\d{1,2}|[一二三四五六七八九十]{1,2})月份?|(?<![个\d一二三四五六七八九十上下本这每岁])月)"
    r"(?P<edge>底|末|初|中(?![旬国文午秋]))"
)
_ENGLISH_EDGE = re.compile(
    r"\b(?P<edge>end|beginning|start|middle) of (?:(?P<which>this|the|next|last) )?(?P<unit>month|year)\b"
)
_YEAR_EDGE = re.compile(r"(?P<which>去|今|明)?年(?P<edge>底|末|初(?!一))")
_SLASHED = re.compile(
    r"(?:(?:^|(?:on|by|before|after|since|until|from) |[到在于是])"
    r"(?P<month>1[0-2]|0?[1-9])/(?P<day>[12]\d|3[01]|0?[1-9])(?![\d./%折元块的]))"
    r"|(?<![\d./])(?P<month_2>1[0-2]|0?[1-9])[/.](?P<day_2>[12]\d|3[01]|0?[1-9])(?=[日号]|之?[前后]|[买拍下](?:的|单))[日号]?"
)
_DAY_ONLY = re.compile(
    rf"(?<![\d第月一二三四五六七八九十])(?P<day>{_DAY_WORD})号(?!码|线|楼|门|机|店|单|院|房|链|色|款|字|仓|客服)"
    rf"|\bthe (?P<nth>\d{{1,2}})(?:st|nd|rd|th)\b"
)
_MONTHS = (
    "january", "february", "march", "april", "may", "june", "july", "august", "september", "october", "november",
    "december",
)  # fmt: skip
_MONTH_NAMES = rf"{'|'.join(_MONTHS)}|sept|{'|'.join(name[:3] for name in _MONTHS)}"
_ENGLISH_DATE = re.compile(
    rf"\b(?P<month>{_MONTH_NAMES})\.? (?:the )?(?P<day>\d{{1,2}})(?:st|nd|rd|th)?\b(?! ?(?:dollars|pcs|pieces))"
    rf"|\b(?P<day_first>\d{{1,2}})(?:st|nd|rd|th)? (?:of )?(?P<month_last>{_MONTH_NAMES})\b"
)
_FARTHEST = 400  # days; what is further away is no day that anybody means


def find_moments(text: str, today: date | None) -> Iterator[Found]:
    """Dates in normalised text; what is relative to today needs ``today``."""
    for pattern in (_ISO, _COMPACT):
        for found in pattern.finditer(text):
            yield from _day(found, int(found["year"]), int(found["month"]), int(found["day"]))
    if today is not None:
        for reader in (_relative_days, _days_away, _weekdays, _english_weekdays, _partial_dates, _other_months, _edges):
            yield from reader(text, today)


def _relative_days(text: str, today: date) -> Iterator[Found]:
    for found in _OFFSET.finditer(text):
        word = found.group()
        # 今晚8点: the evening belongs to the time, the day to today
        yield _date(found, today + timedelta(days=_OFFSETS[word]), end=found.end() - (word[-1] in "晚早夜"))


def _days_away(text: str, today: date) -> Iterator[Found]:
    for found in _AWAY.finditer(text):
        count = number(found["number"] or found["ahead"])
        yield from _away(found, today, count, found["unit"] or found["ahead_unit"], ago=found["number"] is not None)
    for found in _ENGLISH_AWAY.finditer(text):
        word = found["number"] or found["ahead"]
        count = 2 if word == "a couple of" else float(word) if word.isdecimal() else english(word)
        yield from _away(found, today, count, found["unit"] or found["ahead_unit"], ago=found["ago"] is not None)


def _away(found: re.Match[str], today: date, count: float | None, unit: str, *, ago: bool) -> Iterator[Found]:
    """三天前 and 两周后; half a month is fifteen days, a month thirty."""
    days = round((count or 0) * {"天": 1, "day": 1, "月": 30, "month": 30}.get(unit, 7))
    if 0 < days <= _FARTHEST:
        yield _date(found, today + timedelta(days=-days if ago else days))


def _weekdays(text: str, today: date) -> Iterator[Found]:
    for found in _WEEKDAY.finditer(text):
        week = found["week"] or ""
        weeks = week.count("下") - week.count("上")
        monday = today - timedelta(days=today.weekday())
        day = monday + timedelta(days=_WEEKDAYS[found["day"]], weeks=weeks)
        # "周三" said on a Friday means the coming one
        yield _date(found, day + timedelta(weeks=1) if not week and day < today else day)


def _english_weekdays(text: str, today: date) -> Iterator[Found]:
    for found in _ENGLISH_WEEKDAY.finditer(text):
        wanted = _SHORT_DAYS[found["short"]] if found["short"] else min(_ENGLISH_DAYS.index(found["day"]), 7)
        ahead = ((5 if wanted == 7 else wanted) - today.weekday()) % 7
        week = (found["week"] or found["short_week"] or "").strip()
        if week == "last":
            ahead -= 7
        elif week == "next" and ahead == 0:
            ahead = 7
        begin = found.start("short") if found["short"] and not found["short_week"] else found.start()
        yield _date(found, today + timedelta(days=ahead), start=begin)


def _partial_dates(text: str, today: date) -> Iterator[Found]:
    for found in _MONTH_DAY.finditer(text):
        yield from _nearest(found, today, number(found["month"]), number(found["day"]))
    for found in _SLASHED.finditer(text):
        name = "month" if found["month"] else "month_2"
        day = number(found["day"] or found["day_2"])
        bought = text[found.end() : found.end() + 1] in {"买", "拍", "下"}  # 12.12买的 was last year, in November
        yield from _nearest(found, today, number(found[name]), day, start=found.start(name), past=bought)
    for found in _ENGLISH_DATE.finditer(text):
        named = (found["month"] or found["month_last"])[:3]
        month = next(at for at, name in enumerate(_MONTHS, 1) if name.startswith(named))
        yield from _nearest(found, today, month, int(found["day"] or found["day_first"]))
    for found in _DAY_ONLY.finditer(text):
        yield from _day(found, today.year, today.month, int(number(found["day"] or found["nth"]) or 0))


def _other_months(text: str, today: date) -> Iterator[Found]:
    for found in _OTHER_MONTH.finditer(text):
        shift = found["which"].count("下") - found["which"].count("上")
        months = today.year * 12 + today.month - 1 + shift
        yield from _of_month(found, months // 12, months % 12 + 1, found["day"], found["edge"])


def _edges(text: str, today: date) -> Iterator[Found]:
    """月底, 12月初, 年底, the end of next month."""
    for found in _MONTH_EDGE.finditer(text):
        month = int(number(found["month"]) or 0) if found["month"] else today.month
        if 1 <= month <= 12:  # the one nearest to today: 1月底 said in December is next year's
            months = today.year * 12 + today.month - 1 + (month - today.month + 5) % 12 - 5
            yield from _of_month(found, months // 12, month, None, found["edge"])
    for found in _ENGLISH_EDGE.finditer(text):
        shift = {"next": 1, "last": -1}.get(found["which"], 0)
        edge = {"end": "底", "middle": "中"}.get(found["edge"], "初")
        months = today.year * 12 + today.month - 1 + shift
        if found["unit"] == "month":
            yield from _of_month(found, months // 12, months % 12 + 1, None, edge)
        elif edge != "中":
            yield from _day(found, today.year + shift, *((1, 1) if edge == "初" else (12, 31)))
    for found in _YEAR_EDGE.finditer(text):
        year = today.year + {"去": -1, "明": 1}.get(found["which"], 0)
        yield from _day(found, year, *((1, 1) if found["edge"] == "初" else (12, 31)))


def _of_month(found: re.Match[str], year: int, month: int, day: str | None, edge: str | None) -> Iterator[Found]:
    """上个月5号, 下月初, 月中, 月底."""
    if edge:
        yield from _day(found, year, month, {"初": 1, "中": 15}.get(edge, monthrange(year, month)[1]))
    elif day:
        yield from _day(found, year, month, int(number(day) or 0))


def _nearest(
    found: re.Match[str],
    today: date,
    month: float | None,
    day: float | None,
    start: int | None = None,
    *,
    past: bool = False,
) -> Iterator[Found]:
    """The year in which the date is nearest to today, or past: in December, 1月3号 is next year's."""
    years = [today.year - 1, today.year, today.year + 1]
    days = [moment for year in years if (moment := _valid(year, int(month or 0), int(day or 0)))]
    days = [moment for moment in days if moment <= today] if past else days
    if days:
        yield _date(found, min(days, key=lambda moment: abs((moment - today).days)), start=start)


def _day(found: re.Match[str], year: int, month: int, day: int) -> Iterator[Found]:
    moment = _valid(year, month, day)
    if moment:
        yield _date(found, moment)


def _valid(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:  # 2月30号
        return None


def _date(found: re.Match[str], moment: date, end: int | None = None, start: int | None = None) -> Found:
    begin = found.start() if start is None else start
    return Found(kind="date", value=moment.isoformat(), start=begin, end=end or found.end(), rank=3)
