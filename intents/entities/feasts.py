"""Days with a name that shops and customers plan by: 双十一, 618, 国庆, 春节, Christmas."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date, timedelta

from intents.entities.model import Found

_FIXED = {  # name → (month, day)
    "元旦": (1, 1), "new year's day": (1, 1), "情人节": (2, 14), "valentine's day": (2, 14), "三八节": (3, 8),
    "妇女节": (3, 8), "女神节": (3, 8), "劳动节": (5, 1), "五一": (5, 1), "五四": (5, 4), "520": (5, 20),
    "六一": (6, 1), "儿童节": (6, 1), "618": (6, 18), "六一八": (6, 18), "教师节": (9, 10), "国庆节": (10, 1),
    "国庆": (10, 1), "十一假期": (10, 1), "万圣节": (10, 31), "halloween": (10, 31), "双十一": (11, 11),
    "双11": (11, 11), "11.11": (11, 11),
    "双十二": (12, 12), "双12": (12, 12), "12.12": (12, 12), "6.18": (6, 18), "平安夜": (12, 24), "圣诞节": (12, 25),
    "圣诞": (12, 25), "christmas eve": (12, 24), "christmas": (12, 25), "xmas": (12, 25), "跨年": (12, 31),
}  # fmt: skip
_MOVING = {  # by the lunar calendar; source: the Chinese state council's and observatory's calendars
    "春节": ("2024-02-10", "2025-01-29", "2026-02-17", "2027-02-06", "2028-01-26", "2029-02-13", "2030-02-03"),
    "端午": ("2024-06-10", "2025-05-31", "2026-06-19", "2027-06-09", "2028-05-28", "2029-06-16", "2030-06-05"),
    "七夕": ("2024-08-10", "2025-08-29", "2026-08-19", "2027-08-08", "2028-08-26", "2029-08-16", "2030-08-05"),
    "中秋": ("2024-09-17", "2025-10-06", "2026-09-25", "2027-09-15", "2028-10-03", "2029-09-22", "2030-09-12"),
}
_FROM_NEW_YEAR = {"除夕": -1, "大年三十": -1, "年三十": -1, "过年": 0, "大年初一": 0, "元宵": 14}
_ALIASES = {"端午节": "端午", "七夕节": "七夕", "中秋节": "中秋", "元宵节": "元宵", "chinese new year": "春节"}
_LAST_YEAR = 2030
_NAMES = sorted((*_FIXED, *_MOVING, *_FROM_NEW_YEAR, *_ALIASES), key=len, reverse=True)
_PATTERN = re.compile(rf"(?<![\d.a-z一二三四五六七八九十])(?:{'|'.join(map(re.escape, _NAMES))})(?![\d.a-z元块])")


def find_feasts(text: str, today: date) -> Iterator[Found]:
    """Named days in normalised text, each in the year nearest to today; moving ones until the end of 2029."""
    for found in _PATTERN.finditer(text):
        days = list(_days(_ALIASES.get(found.group(), found.group()), today))
        if days:
            day = min(days, key=lambda one: abs((one - today).days))
            yield Found(kind="date", value=day.isoformat(), start=found.start(), end=found.end(), rank=3)


def _days(name: str, today: date) -> Iterator[date]:
    """The day in the years around today."""
    if name in _FIXED:
        month, day = _FIXED[name]
        yield from (date(year, month, day) for year in (today.year - 1, today.year, today.year + 1))
    elif today.year < _LAST_YEAR:  # in its December the nearest Spring Festival is not in the table
        shift = _FROM_NEW_YEAR.get(name, 0)
        yield from (date.fromisoformat(one) + timedelta(days=shift) for one in _MOVING.get(name, _MOVING["春节"]))
