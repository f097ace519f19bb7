"""Body height and weight in every unit that customers use: 一米七五, 175cm, 5'9", 130斤, 百三, 65kg, 170/65."""

from __future__ import annotations

import re
from collections.abc import Iterator

from intents.entities.model import Found
from intents.entities.numbers import NUMERAL, digit_by_digit, number
from intents.entities.sizes import is_garment

_METRES = re.compile(r"(?<![\d.])(?P<metres>[12一两])(?:米|m)(?P<rest>\d{1,2}|[零一二三四五六七八九十]{1,2})(?!\d)")
_HEIGHT = re.compile(
    rf"(?:身高|高)\s?(?:是|:|大?概|约)?\s?(?P<worded>{NUMERAL})(?:\s?(?:cm|厘米|公分))?"
    r"|(?<![\d.])(?P<cm>\d{2,3}(?:\.\d)?)\s?(?:cm|厘米|公分)(?![a-z])|(?<![\d.])(?P<m>[12]\.\d{1,2})\s?(?:米|m)(?![a-z])"
)
_FEET = re.compile(
    r"(?<![\d.])(?P<feet>[3-7])(?:'|\s?(?:foot|feet|ft)\b\.?)\s?(?P<inches>1[01]|\d(?!\d))?\s?(?:\"|''|inches|inch\b|in\b)?"
)
_WEIGHT = re.compile(
    rf"(?:体重|重)\s?(?:是|:|大?概|约)?\s?(?P<worded>{NUMERAL})\s?(?P<unit>kg|公斤|千克|斤|lbs?)?"
    rf"|(?P<plain>{NUMERAL})\s?(?P<plain_unit>kg|公斤|千克|斤|lbs?\b)(?![a-z])"
)
_PAIR = re.compile(  # 170/65, 175 130斤: a body's two numbers
    r"(?<![\d./:-])(?P<tall>1[3-9]\d|20\d)(?:cm)?[ /,]{1,2}"
    r"(?P<heavy>[一二两]?百[一二三四五六七八九]?|\d{2,3})\s?(?P<unit>kg|公斤|千克|斤)?(?![\d.a-z/:-])"
)
_AFTER_HEIGHT = re.compile(r"[ ,/]{1,2}(?P<heavy>[一二两]?百[一二三四五六七八九]?|\d{2,3})(?![\d.a-z:/元块件个斤公-])")
_SLANG = re.compile(r"(?:^|(?<=[我重才就,. ]))(?P<heavy>百[一二三四五六七八九])(?:斤|多|左右)?(?=$|[,. 的吧呢吗穿能])")
_KILOS = {"kg": 1.0, "公斤": 1.0, "千克": 1.0, "斤": 0.5, "lb": 0.4536, "lbs": 0.4536}
_JIN_FROM = 80.0  # 体重110 without a unit is said in 斤, 体重50 in kg
_TALL = (50.0, 230.0)  # cm; 高30cm is a cup


def find_measures(text: str) -> Iterator[Found]:
    """Heights in cm and weights in kg in normalised text."""
    heights = list(_heights(text))
    yield from heights
    for one in heights:
        after = _AFTER_HEIGHT.match(text, one.end)
        if after is not None:
            yield from _weight(after, "heavy", None)
    yield from _weights(text)
    for found in _SLANG.finditer(text):
        yield from _weight(found, "heavy", "斤")


def _heights(text: str) -> Iterator[Found]:
    for found in _METRES.finditer(text):
        rest, metres = digit_by_digit(found["rest"]) or number(found["rest"]), number(found["metres"])
        if rest is not None and metres is not None:
            yield from _height(metres * 100 + (rest * 10 if rest < 10 and len(found["rest"]) == 1 else rest), found)
    for found in _HEIGHT.finditer(text):
        if found["worded"]:
            yield from _height(number(found["worded"]) or 0.0, found)
        else:
            yield from _height(float(found["cm"]) if found["cm"] else round(float(found["m"]) * 100, 1), found)
    for found in _FEET.finditer(text):
        inches = int(found["feet"]) * 12 + int(found["inches"] or 0)
        yield from _height(round(inches * 2.54, 1), found)
    for found in _PAIR.finditer(text):
        if _is_body(found):
            yield from _height(float(found["tall"]), found, "tall")


def _is_body(found: re.Match[str]) -> bool:
    """170/92 is a garment and 199/100 two prices; 170 130斤 is plain."""
    if found["unit"]:
        return True
    kilos = _kilos(number(found["heavy"]) or 0.0, None)
    return 140 <= int(found["tall"]) <= 195 and 30 <= kilos <= 95 and not is_garment(found["tall"], found["heavy"])


def _height(value: float, found: re.Match[str], group: str | int = 0) -> Iterator[Found]:
    if _TALL[0] <= value <= _TALL[1]:
        yield _at("height", value, found, group)


def _weights(text: str) -> Iterator[Found]:
    for found in _WEIGHT.finditer(text):
        group = "worded" if found["worded"] else "plain"
        value = number(found[group])
        unit = found["unit"] or found["plain_unit"]
        if value and (unit or value >= 3):
            yield _at("weight", _kilos(value, unit), found)
    for found in _PAIR.finditer(text):
        if _is_body(found) and not found["unit"]:
            yield from _weight(found, "heavy", None)


def _weight(found: re.Match[str], group: str, unit: str | None) -> Iterator[Found]:
    """A body's weight: what nobody weighs is none."""
    value = number(found[group])
    kilos = _kilos(value, unit) if value else 0.0
    if 15 <= kilos <= 180:
        yield _at("weight", kilos, found, group)


def _kilos(value: float, unit: str | None) -> float:
    return round(value * (_KILOS[unit] if unit else (0.5 if value >= _JIN_FROM else 1.0)), 2)


def _at(kind: str, value: float, found: re.Match[str], group: str | int = 0) -> Found:
    end = found.start(group) + len(found.group(group).rstrip())
    return Found(kind=kind, value=value, start=found.start(group), end=end, rank=4)
