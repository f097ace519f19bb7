"""How money, days and times read in each language: tables, so that a new language is a new row.

Times are shown in the shop's zone; a day near today is called by its name, because "明天" is what people say.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, tzinfo
from decimal import ROUND_HALF_UP, Decimal
from types import MappingProxyType
from typing import Final


@dataclass(frozen=True, slots=True, kw_only=True)
class DayWords:
    """Names of the days around today (by distance in days) and the two ways to write any other day.

    `date` and `dated_year` take month, month_name, day and year.
    """

    near: Mapping[int, str]
    date: str
    dated_year: str


BRACKETS: Final[Mapping[str, tuple[str, str]]] = MappingProxyType({"zh": ("（", "）"), "en": (" (", ")")})
"""What stands around a remark, by language."""

_MONTHS: Final = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")

DAY_WORDS: Final[Mapping[str, DayWords]] = MappingProxyType(
    {
        "zh": DayWords(
            near={-2: "前天", -1: "昨天", 0: "今天", 1: "明天", 2: "后天"},
            date="{month}月{day}日",
            dated_year="{year}年{month}月{day}日",
        ),
        "en": DayWords(
            near={-1: "yesterday", 0: "today", 1: "tomorrow"},
            date="{month_name} {day}",
            dated_year="{month_name} {day}, {year}",
        ),
    }
)
"""The languages a pack can be written in."""

_SYMBOLS: Final = MappingProxyType({"CNY": "¥", "USD": "$", "EUR": "€", "GBP": "£", "JPY": "¥"})
_WITHOUT_CENTS: Final = frozenset({"JPY", "KRW", "VND"})

_LATIN_STREET: Final = (r"(?<![a-z])", r"(?![a-z]|\s+(?:(?:east|west|middle)\s+)?(?:road|rd|street|st)\b)")
_CHINESE_STREET: Final = ("", r"(?![东南西北中一二三四]?(?:路|街|大道|道|花园|城|广场|新村))")
"""What stands before the name of a place, and what does not stand behind it."""


def money(amount: Decimal | int | float, currency: str) -> str:
    """The amount as people write it: `¥12.00`, `$3.50`; a currency without a well-known sign follows: `9.00 CHF`."""
    unit = Decimal(1) if currency in _WITHOUT_CENTS else Decimal("0.01")
    value = Decimal(str(amount)).quantize(unit, rounding=ROUND_HALF_UP)
    sign = "-" if value < 0 else ""
    symbol = _SYMBOLS.get(currency)
    if symbol is not None:
        return f"{sign}{symbol}{abs(value)}"
    return f"{value} {currency}".rstrip()


def day(moment: date | datetime, *, language: str, zone: tzinfo, now: datetime) -> str:
    """The day in words: 今天, 明天, 3月2日; with the year when it is another one."""
    local = moment.astimezone(zone).date() if isinstance(moment, datetime) else moment
    today = now.astimezone(zone).date()
    words = DAY_WORDS[language]
    near = words.near.get((local - today).days)
    if near is not None:
        return near
    form = words.date if local.year == today.year else words.dated_year
    return form.format(month=local.month, month_name=_MONTHS[local.month - 1], day=local.day, year=local.year)


def full_day(moment: datetime, *, language: str, zone: tzinfo) -> str:
    """The day with its year, for what is read later: 2026年3月2日."""
    local = moment.astimezone(zone).date()
    return DAY_WORDS[language].dated_year.format(
        month=local.month, month_name=_MONTHS[local.month - 1], day=local.day, year=local.year
    )


def clock(moment: datetime, *, zone: tzinfo) -> str:
    """The time of day on a 24-hour clock: 16:00."""
    return moment.astimezone(zone).strftime("%H:%M")


def names_place(text: str, place: str) -> bool:
    """Whether a normalised text names a place: 香港九龙 does, 香港中路 and Taiwanese name no 香港 and no Taiwan."""
    before, street = _LATIN_STREET if place.isascii() else _CHINESE_STREET
    return re.search(rf"{before}{re.escape(place)}{street}", text) is not None
