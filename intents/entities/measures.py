"""Amounts with a unit: money, sizes, body height and weight, counts."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal

from intents.entities.model import Found
from intents.entities.numbers import NUMERAL, number

_MONEY_BEFORE = re.compile(r"(?:¥|￥|\$|€|£|rmb|usd|人民币)\s?(?P<whole>\d+(?:,\d{3})*(?:\.\d{1,2})?)")
_MONEY_AFTER = re.compile(
    rf"(?P<whole>{NUMERAL})\s?(?:元|块钱?|rmb|usd|dollars?|euros?|人民币)(?P<part>[一二三四五六七八九\d](?![\d个件天]))?(?:毛|角)?"
)
_SIZE = re.compile(
    r"(?<![a-z0-9'])(?P<letters>(?:\d?x{1,4}[sl]|[2-6]xl|[sml])(?=码|号|[^a-z0-9]|$)|均码|加大码|(?P<number>\d{2,3}(?:\.5)?)\s?码)(?![a-z])"
)
_SIZE_WORD = re.compile(r"\bsize\s?(?P<letters>\d{1,3}(?:\.5)?|\d?x{0,4}[sml])\b|(?P<spoken>[大中小])号")
_SPOKEN_SIZES = {"大": "L", "中": "M", "小": "S"}
_METRES = re.compile(r"(?P<metres>[12一两])(?:米|m)(?P<rest>\d{1,2}|[零一二三四五六七八九十]{1,2})(?!\d)")
_HEIGHT = re.compile(
    rf"(?:身高|高)\s?(?:是|:)?\s?(?P<worded>{NUMERAL})(?:\s?(?:cm|厘米|公分))?|(?P<cm>\d{{2,3}}(?:\.\d)?)\s?(?:cm|厘米|公分)|(?P<m>[12]\.\d{{1,2}})\s?(?:米|m)(?![a-z])"
)
_WEIGHT = re.compile(
    rf"(?:体重|重)\s?(?:是|:)?\s?(?P<worded>{NUMERAL})\s?(?P<unit>kg|公斤|千克|斤)?|(?P<plain>{NUMERAL})\s?(?P<plain_unit>kg|公斤|千克|斤)(?![a-z])"
)
_COUNT = re.compile(
    rf"(?P<number>{NUMERAL})\s?(?:个|件|双|条|只|包|盒|瓶|套|箱|份|台|支|本|张|把|袋|罐|pcs|pieces?|pairs?|boxes)"
)
_KILOS = {"kg": 1.0, "公斤": 1.0, "千克": 1.0, "斤": 0.5}
_JIN_FROM = 80.0  # 体重110 without a unit is said in 斤, 体重50 in kg


def find_measures(text: str) -> Iterator[Found]:
    """Money, sizes, heights, weights and counts in normalised text."""
    yield from _money(text)
    yield from _sizes(text)
    yield from _heights(text)
    yield from _weights(text)
    for found in _COUNT.finditer(text):
        value = number(found["number"])
        if value is not None and value == int(value) and 0 < value < 100_000:
            yield _at("count", int(value), found, rank=6)


def _money(text: str) -> Iterator[Found]:
    for found in _MONEY_BEFORE.finditer(text):
        yield _at("money", str(Decimal(found["whole"].replace(",", ""))), found, rank=4)
    for found in _MONEY_AFTER.finditer(text):
        value = _amount(found["whole"])
        part = number(found["part"]) if found["part"] else 0.0
        if value is not None and part is not None:
            yield _at("money", str(value + Decimal(int(part)) / 10 if part else value), found, rank=4)


def _amount(text: str) -> Decimal | None:
    value = number(text)
    if value is None:
        return None
    return Decimal(text) if text[0].isdecimal() else Decimal(f"{value:g}")


def _sizes(text: str) -> Iterator[Found]:
    for found in _SIZE.finditer(text):
        value = found["number"] or found["letters"].upper().removesuffix("码")
        yield _at("size", {"均": "均码", "加大": "加大码"}.get(value, _canonical(value)), found, rank=5)
    for found in _SIZE_WORD.finditer(text):
        yield _at("size", _SPOKEN_SIZES.get(found["spoken"]) or _canonical(found["letters"].upper()), found, rank=7)


def _canonical(size: str) -> str:
    """XXL is 2XL, XXXL is 3XL."""
    body = size.rstrip("SL")
    return f"{len(body)}X{size[len(body) :]}" if len(body) > 1 and set(body) == {"X"} else size


def _heights(text: str) -> Iterator[Found]:
    for found in _METRES.finditer(text):
        rest = number(found["rest"])
        metres = number(found["metres"])
        if rest is not None and metres is not None:
            yield _height(metres * 100 + (rest * 10 if rest < 10 and len(found["rest"]) == 1 else rest), found)
    for found in _HEIGHT.finditer(text):
        worded = number(found["worded"]) if found["worded"] else None
        if worded is not None and worded >= 50:
            yield _height(worded, found)
        elif found["cm"]:
            yield _height(float(found["cm"]), found)
        elif found["m"]:
            yield _height(round(float(found["m"]) * 100, 1), found)


def _height(value: float, found: re.Match[str]) -> Found:
    return _at("height", value, found, rank=4)


def _weights(text: str) -> Iterator[Found]:
    for found in _WEIGHT.finditer(text):
        unit = found["unit"] or found["plain_unit"]
        value = number(found["worded"] or found["plain"])
        if value is None or value <= 0:
            continue
        factor = _KILOS[unit] if unit else (0.5 if value >= _JIN_FROM else 1.0)
        if unit or value >= 3:
            yield _at("weight", round(value * factor, 2), found, rank=4)


def _at(kind: str, value: str | int | float, found: re.Match[str], *, rank: int) -> Found:
    return Found(kind=kind, value=value, start=found.start(), end=found.end(), rank=rank)
