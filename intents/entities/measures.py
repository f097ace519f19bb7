"""Body height and weight in every unit that customers use: 一米七五, 175cm, 5'9", 130斤, 百三, 65kg, 170/65."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from intents.entities.model import Found
from intents.entities.numbers import ENGLISH_NUMERAL, NUMERAL, digit_by_digit, english, number
from intents.entities.sizes import is_garment

_METRES = re.compile(r"(?<![\d.])(?P<metres>[12一两])(?:米|m)(?P<rest>\d{1,2}|[零一二三四五六七八九十]{1,2})(?!\d)")
_HEIGHT = re.compile(
    r"(?:身高|高)\s?(?:是|:|大?概|约)?\s?(?P<m_worded>[12]\.\d{1,2})(?:米|m(?![a-z]))?(?!\d)"
    rf"|(?:身高|高)\s?(?:是|:|大?概|约)?\s?(?P<worded>{NUMERAL})(?:\s?(?:cm|厘米|公分))?"
    r"|(?<![\d.])(?P<cm>\d{2,3}(?:\.\d)?)\s?(?:cm|厘米|公分)(?![a-z])|(?<![\d.])(?P<m>[12]\.\d{1,2})\s?(?:米|m)(?![a-z])"
)
_FEET = re.compile(
    r"(?<![\d.])(?P<feet>[3-7])(?:'|\s?(?:foot|feet|ft)(?![a-z])\.?)\s?(?P<inches>1[01]|\d(?!\d))?\s?(?:\"|''|inches|inch\b|in\b)?"
)
_FEET_SPELLED = re.compile(rf"\b(?P<feet>four|five|six) ?(?:foot|feet|ft) ?(?P<inches>{ENGLISH_NUMERAL}\b|\d{{1,2}})?")
_ENGLISH_HEIGHT = re.compile(
    r"\b(?:height|tall)(?: is|:| of)? (?P<cm>1\d\d|2[0-2]\d)(?! ?(?:lb|kg|pound|kilo)|\d|\.\d)"
)
_WEIGHT = re.compile(
    rf"(?:体重|重)\s?(?:是|:|大?概|约)?\s?(?P<worded>{NUMERAL})\s?(?P<unit>kgs?|公斤|千克|斤|lbs?)?"
    rf"|(?P<plain>{NUMERAL})[来多几]?\s?(?P<plain_unit>kgs?|kilos?|kilograms?|公斤|千克|斤|lbs?\b|stones?\b)(?![a-z])"
)
_PART = re.compile(r"(?<![\d.])(?P<over>[1-9])[/⁄](?P<under>[2-9]|10)\s?(?P<unit>kg|公斤|斤)")  # ½斤, 1/2斤
_CHI = re.compile(  # 身高5尺2: a third of a metre each, and tenths; five metres of cloth have no body
    r"(?:身高|个子|高|我)\s?(?:是|有|:|大?概|约)?\s?(?P<chi>[4-6四五六])尺(?P<cun>[1-9一二三四五六七八九])?(?!\d|[的布长宽])"
)
_POUNDS = re.compile(  # pounds are money, too: a body's where a body is talked about, or nothing else is said
    rf"\b(?P<weigh>weigh(?:s|ing|t is)? (?:about |around )?)?(?P<pounds>\d{{1,3}}(?:\.\d)?|{ENGLISH_NUMERAL})"
    r" ?pounds?\b(?! off)"
)
_BODY = re.compile(r"\bi'?m\b|\bi am\b|\btall\b|\bheight\b|\bweight\b|\bbody\b|\bfit me\b|\bwear\b|\bsize\b")
_PAIR = re.compile(  # 170/65, 175 130斤: a body's two numbers
    r"(?<![\d./:-])(?P<tall>1[3-9]\d|20\d)(?:cm)?[ /,]{1,2}"
    r"(?P<heavy>[一二两]?百[一二三四五六七八九]?|\d{2,3})\s?(?P<unit>kg|公斤|千克|斤)?(?![\d.a-z/:-])"
)
_AFTER_HEIGHT = re.compile(
    r"(?:[ ,/]{1,2}|(?<=cm)|(?<=厘米)|(?<=公分))"
    r"(?P<heavy>[一二两]?百[一二三四五六七八九]?|\d{2,3})(?![\d.a-z:/元块件个斤公-])"
)
_SLANG = re.compile(
    r"(?:(?:^|(?<=[我重才就,. ]))(?P<heavy>百[一二三四五六七八九])(?:斤|多|左右)?(?=$|[,. 的吧呢吗穿能](?!卖))"
    r"|(?:(?<=我)|(?<=重))(?P<heavy_2>[一两]百[一二三四五六七八九]?)(?=$|[,. 的]|能?穿|要?什么码|多?重)"
    r"|(?<![\d一二两三四五六七八九十千万])(?P<heavy_3>[一两]百[一二三四五六七八九]?)(?=(?:能|可以|要|该)?穿))"
)
_KILOS = {"k": 1.0, "公": 1.0, "千": 1.0, "斤": 0.5, "l": 0.4536, "p": 0.4536, "s": 6.3503}  # by a unit's first letter
_JIN_FROM = 80.0  # 体重110 without a unit is said in 斤, 体重50 in kg
_LIGHTEST, _HEAVIEST = 15, 180  # kg
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
        group = next(name for name in ("heavy", "heavy_2", "heavy_3") if found[name])
        yield from _weight(found, group, "斤")
    yield from _pounds(text, of_a_body=bool(heights) or _BODY.search(text) is not None)


def _heights(text: str) -> Iterator[Found]:
    for found in _METRES.finditer(text):
        rest, metres = digit_by_digit(found["rest"]) or number(found["rest"]), number(found["metres"])
        if rest is not None and metres is not None:
            yield from _height(metres * 100 + (rest * 10 if rest < 10 and len(found["rest"]) == 1 else rest), found)
    for found in _HEIGHT.finditer(text):
        if found["worded"]:
            yield from _height(number(found["worded"]) or 0.0, found)
        else:
            said = found["m"] or found["m_worded"]
            yield from _height(float(found["cm"]) if found["cm"] else round(float(said) * 100, 1), found)
    yield from _feet(text)
    for found in _ENGLISH_HEIGHT.finditer(text):
        yield from _height(float(found["cm"]), found)
    for found in _PAIR.finditer(text):
        if _is_body(found):
            yield from _height(float(found["tall"]), found, "tall")


def _feet(text: str) -> Iterator[Found]:
    """Feet and inches, and Chinese ones, which are longer."""
    for found in _CHI.finditer(text):
        tenths = 10 * (number(found["chi"]) or 0) + (number(found["cun"] or "零") or 0)
        yield from _height(round(tenths * 10 / 3, 1), found)
    for found in _FEET.finditer(text):
        inches = int(found["feet"]) * 12 + int(found["inches"] or 0)
        yield from _height(round(inches * 2.54, 1), found)
    for found in _FEET_SPELLED.finditer(text):
        said = found["inches"] or "0"
        inches = {"four": 48, "five": 60, "six": 72}[found["feet"]] + (
            int(said) if said.isdecimal() else english(said) or 0
        )
        yield from _height(round(inches * 2.54, 1), found)


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
    for found in _PART.finditer(text):
        share = int(found["over"]) / int(found["under"])
        if share < 1:
            yield replace(_at("weight", _kilos(share, found["unit"]), found), rank=2)
    for found in _PAIR.finditer(text):
        if _is_body(found) and not found["unit"]:
            yield from _weight(found, "heavy", None)


def _pounds(text: str, *, of_a_body: bool) -> Iterator[Found]:
    for found in _POUNDS.finditer(text):
        said = found["pounds"]
        kilos = _kilos(float(said) if said[0].isdecimal() else float(english(said) or 0), "pounds")
        if (of_a_body or found["weigh"] or found.group() == text) and _LIGHTEST <= kilos <= _HEAVIEST:
            yield _at("weight", kilos, found)


def _weight(found: re.Match[str], group: str, unit: str | None) -> Iterator[Found]:
    """A body's weight: what nobody weighs is none."""
    value = number(found[group])
    kilos = _kilos(value, unit) if value else 0.0
    if _LIGHTEST <= kilos <= _HEAVIEST:
        yield _at("weight", kilos, found, group)


def _kilos(value: float, unit: str | None) -> float:
    return round(value * (_KILOS[unit[0]] if unit else (0.5 if value >= _JIN_FROM else 1.0)), 2)


def _at(kind: str, value: float, found: re.Match[str], group: str | int = 0) -> Found:
    end = found.start(group) + len(found.group(group).rstrip())
    return Found(kind=kind, value=value, start=found.start(group), end=end, rank=4)
