"""Days with a name that shops and customers plan by: 双十一, 618, 国庆, 春节, 清明, 母亲节, Christmas, Black Friday."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from functools import cache
from importlib import resources

from intents.entities.model import Found

_FIXED = {  # name → (month, day)
    "元旦": (1, 1), "new year's day": (1, 1), "new year's eve": (12, 31), "情人节": (2, 14), "valentine's day": (2, 14),
    "三八节": (3, 8), "妇女节": (3, 8), "女神节": (3, 8), "劳动节": (5, 1), "五一": (5, 1), "五四": (5, 4),
    "520": (5, 20), "六一": (6, 1), "儿童节": (6, 1), "618": (6, 18), "六一八": (6, 18), "教师节": (9, 10),
    "国庆节": (10, 1), "国庆": (10, 1), "十一假期": (10, 1), "万圣节": (10, 31), "halloween": (10, 31),
    "双十一": (11, 11), "双11": (11, 11), "11.11": (11, 11), "双十二": (12, 12), "双12": (12, 12), "12.12": (12, 12),
    "6.18": (6, 18), "平安夜": (12, 24), "圣诞节": (12, 25), "圣诞": (12, 25), "christmas eve": (12, 24),
    "christmas": (12, 25), "xmas": (12, 25), "跨年": (12, 31),
}  # fmt: skip
_MOVING = {  # name → (column of data/feasts_zh.txt, days after it)
    "春节": (0, 0), "过年": (0, 0), "大年初一": (0, 0), "年初一": (0, 0), "chinese new year": (0, 0),
    "lunar new year": (0, 0), "spring festival": (0, 0), "除夕": (0, -1), "大年三十": (0, -1), "年三十": (0, -1),
    "年前": (0, -1), "元宵节": (0, 14), "元宵": (0, 14), "清明节": (1, 0), "清明": (1, 0), "端午节": (2, 0),
    "端午": (2, 0), "dragon boat festival": (2, 0), "七夕节": (3, 0), "七夕": (3, 0), "中秋节": (4, 0), "中秋": (4, 0),
    "mid-autumn festival": (4, 0), "重阳节": (5, 0), "重阳": (5, 0),
}  # fmt: skip
_SUNDAY, _THURSDAY = 6, 3
_WEEKDAYS = {  # name → (month, weekday, which of the month, days after it)
    "母亲节": (5, _SUNDAY, 2, 0), "mother's day": (5, _SUNDAY, 2, 0), "父亲节": (6, _SUNDAY, 3, 0),
    "father's day": (6, _SUNDAY, 3, 0), "感恩节": (11, _THURSDAY, 4, 0), "thanksgiving": (11, _THURSDAY, 4, 0),
    "黑五": (11, _THURSDAY, 4, 1), "黑色星期五": (11, _THURSDAY, 4, 1), "black friday": (11, _THURSDAY, 4, 1),
    "cyber monday": (11, _THURSDAY, 4, 4),
}  # fmt: skip
_NAMES = sorted({*_FIXED, *_MOVING, *_WEEKDAYS} - {"年前"}, key=len, reverse=True)
_ALSO_NUMBERS = frozenset({"520"})
_DAY_TALK = re.compile(  # 520 alone, 一共520: a number unless something says that it is a day
    r"\s?(?:那天|当天|当日|期间|前|之前|以前|后|之后|以后|活动|大促|促销|预售|节|快乐|礼|优惠|红包|买|下单|拍|订|抢|能到|能送|能发|能收"
    r"|会|有活动|有优惠|有没有|到|发货|sale)"
)
_BOUGHT = re.compile(
    r"(?:那天|当天|的时候|时|期间|晚上|活动)?(?:我|在你们?家)?(?:买|拍|下单|下的|订|抢|付)(?!吗|不|能|可)"
)
_AHEAD = re.compile(r"(?:那天|当天|之前|以前|前)?(?:能|会|可以|来得及|赶得上|要用)")
_READ_ON = 12  # characters after a name that tell whether it is past
_YEARS = {"去年": -1, "今年": 0, "明年": 1, "last year's": -1, "this year's": 0, "next year's": 1}
_PATTERN = re.compile(
    rf"(?:(?P<year>{'|'.join(_YEARS)})[的 ]?|(?<![\d.a-z零一二两三四五六七八九十百千万半块元周期拜]))"
    rf"(?P<name>{'|'.join(map(re.escape, _NAMES))}"
    r"|(?<![\d.一二三四五六七八九十两半几多整去今明本当往百千])年前)(?![\d.a-z元块])"  # 两年前 is no New Year's Eve
)


def find_feasts(text: str, today: date) -> Iterator[Found]:
    """Named days in normalised text, each in the year that is said, else in the one nearest to today.

    What was bought on one (双十二买的) was bought on the last, and 六一前能到吗 asks about the next.

    Those that follow the moon are read from 2024 until the end of 2055 and not at all later.
    """
    for found in _PATTERN.finditer(text):
        days, year = _days(found["name"], today), found["year"]
        if not days:
            continue
        if found["name"] in _ALSO_NUMBERS and not year and not _DAY_TALK.match(text, found.end()):
            continue
        day = days[1 + _YEARS[year]] if year else _meant(days, today, text[found.end() : found.end() + _READ_ON])
        yield Found(kind="date", value=day.isoformat(), start=found.start(), end=found.end(), rank=3)


def _meant(days: tuple[date, ...], today: date, after: str) -> date:
    """The day that is spoken of, by the words after it."""
    if _BOUGHT.match(after):
        return max((one for one in days if one <= today), default=days[0])
    if _AHEAD.match(after):
        return min((one for one in days if one >= today), default=days[-1])
    return min(days, key=lambda one: abs((one - today).days))


def _days(name: str, today: date) -> tuple[date, ...]:
    """The day in the year before, in this and in the next one; none where one of them is not known."""
    years = (today.year - 1, today.year, today.year + 1)
    if name in _FIXED:
        month, day = _FIXED[name]
        return tuple(date(year, month, day) for year in years)
    if name in _WEEKDAYS:
        return tuple(_of_month(year, *_WEEKDAYS[name]) for year in years)
    column, shift = _MOVING[name]
    table = _table()
    return tuple(table[year][column] + timedelta(days=shift) for year in years) if set(years) <= table.keys() else ()


def _of_month(year: int, month: int, weekday: int, which: int, shift: int) -> date:
    """The second Sunday of May, the day after the fourth Thursday of November."""
    first = date(year, month, 1)
    return first + timedelta(days=(weekday - first.weekday()) % 7 + 7 * (which - 1) + shift)


@cache
def _table() -> Mapping[int, tuple[date, ...]]:
    """Year → its days, column by column."""
    lines = resources.files("intents").joinpath("data/feasts_zh.txt").read_text("utf-8").splitlines()
    rows = (line.split() for line in lines if line and not line.startswith("#"))
    return {int(year): tuple(date.fromisoformat(f"{year}-{day}") for day in days) for year, *days in rows}
