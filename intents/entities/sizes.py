"""Sizes of clothes and shoes: XL, 2XL, 42码, 欧码38, US 8.5, 170/92A, 36D, size 8, 均码, 脚长26厘米, 穿42的."""

from __future__ import annotations

import re
from collections.abc import Iterator

from intents.entities.model import Found
from intents.entities.numbers import NUMERAL, number

_SIZE = re.compile(
    r"(?<![a-z0-9'])(?<![a-z][.(])(?P<letters>(?:\d?x{1,4}[sl]|[2-6]xl|[sml])(?=码|号|[^a-z0-9']|$)|均码|加大码"
    r"|(?<![.\d])(?P<number>\d{2,3}(?:\.5)?)\s?码)(?![a-z])"
)
_WORDED = re.compile(
    r"\b(?:size|sz)\s?(?P<letters>\d{1,3}(?:\.5)?|\d?x{0,4}[sml])\b|(?<![最不])(?P<spoken>[大中小])[号码]"
    r"|\b(?P<english>extra large|extra small|small|medium|large)(?= size| one|s?$)"
)
_SYSTEM = re.compile(
    r"(?P<system>欧码|美码|英码|日码|(?<![a-z])(?:eur?|(?<!contact )(?<!call )us|uk|jp)(?![a-z]))\s?(?:是|:|size)?\s?"
    r"(?P<number>\d{1,2}(?:\.5)?)(?![\d.:-])码?"
)
_GARMENT = re.compile(r"(?<![\d./-])(?P<tall>1[3-9]\d|200)/(?P<chest>\d{2,3})(?P<fit>[aby](?![a-z0-9]))?(?![\d./-])")
_CUP = re.compile(r"(?<![a-z0-9.])(?:3[02468]|4[02]|[6-9][05](?=[a-g][罩杯码]))[a-g](?![a-z0-9])")
_FOOT = re.compile(
    r"(?:脚长?|\b(?:foot|feet)(?: length)?)\s?(?:是|有|大概|约|为|:|is|are)?\s?"
    rf"(?P<length>\d{{2,3}}(?:\.\d)?|{NUMERAL})"
    r"\s?(?P<unit>cm|厘米|公分|mm|毫米)?(?![\d.块元个岁天点码]|\s?(?:in\b|inch))"
)
_SHOE = re.compile(
    r"(?:穿|鞋码|鞋号|鞋子?|shoe size)\s?(?:是|的是|一般|平时|平常|都|:|is)?\s?(?P<worn>3[4-9](?:\.5)?|4[0-8](?:\.5)?)"
    r"(?=[的码号,.?! 吧吗呢合会]|$)"
    r"|(?<![\d.])(?P<shoe>3[4-9](?:\.5)?|4[0-8](?:\.5)?|2[2-9][05])(?=[号码]?的?(?:鞋|脚(?!本|手架|垫)))"
)
_NUMERALS = re.compile(  # 四十二码, 42码半
    r"(?<![零一二两三四五六七八九十百千\d第])(?P<number>[二三四]十[一二三四五六七八九]?|[2-4]\d)号?码(?P<half>半)?"
)
_SPOKEN = {"大": "L", "中": "M", "小": "S"}
_ENGLISH = {"extra large": "XL", "extra small": "XS", "small": "S", "medium": "M", "large": "L"}
_SHORTEST_FOOT, _LONGEST_FOOT = 10.0, 31.0  # cm
_SMALLEST_SHOE, _LARGEST_SHOE = 34.0, 48.0  # European sizes of grown-ups; smaller ones are lengths, too
_SYSTEMS = {
    "欧码": "", "eu": "", "eur": "", "美码": "US", "us": "US", "英码": "UK", "uk": "UK", "日码": "JP", "jp": "JP",
}  # fmt: skip
_CHESTS = frozenset(  # GB/T 1335: height/chest of the series for women and for men
    {(155 + 5 * at, 80 + 4 * at) for at in range(-1, 8)} | {(160 + 5 * at, 80 + 4 * at) for at in range(-1, 8)}
)


def is_garment(tall: str, chest: str) -> bool:
    """Is 170/92 a size of the standard series, and not somebody's height and weight?"""
    return chest.isdecimal() and (int(tall), int(chest)) in _CHESTS


def find_sizes(text: str) -> Iterator[Found]:
    """Sizes in normalised text, in capitals.

    European shoe sizes and feet in millimetres, which are the Chinese shoe sizes of GB/T 3293.1 (脚长26厘米, 26.5码),
    are plain numbers; others say whose they are.
    """
    yield from _chinese(text)
    for found in _SYSTEM.finditer(text):
        yield _at(_SYSTEMS[found["system"]] + found["number"], found, rank=4)
    for found in _GARMENT.finditer(text):
        if found["fit"] or is_garment(found["tall"], found["chest"]):
            yield _at(found.group().upper(), found, rank=3)
    for found in _FOOT.finditer(text):
        length = _foot(number(found["length"]) or 0.0, found["unit"])
        if length is not None:
            yield _at(length, found, rank=3)
    for found in _CUP.finditer(text):
        yield _at(found.group().upper(), found, rank=5)
    for found in _WORDED.finditer(text):
        word = _SPOKEN.get(found["spoken"]) or _ENGLISH.get(found["english"])
        yield _at(word or canonical(found["letters"].upper()), found, rank=7)


def _chinese(text: str) -> Iterator[Found]:
    """XL码, 42码, 四十二码半, 穿42的."""
    for found in _SIZE.finditer(text):
        value = _shoe(found["number"] or "") or found["letters"].upper().removesuffix("码")
        yield _at({"均": "均码", "加大": "加大码"}.get(value, canonical(value)), found, rank=5)
    for found in _NUMERALS.finditer(text):
        said = (number(found["number"]) or 0) + (0.5 if found["half"] else 0)
        yield _at(_shoe(f"{said:g}"), found, rank=5)
    for found in _SHOE.finditer(text):
        group = "worn" if found["worn"] else "shoe"
        start, end = found.span(group)
        yield Found(kind="size", value=found[group], start=start, end=end, rank=6)


def canonical(size: str) -> str:
    """XXL is 2XL, XXXL is 3XL."""
    body = size.rstrip("SL")
    return f"{len(body)}X{size[len(body) :]}" if len(body) > 1 and set(body) == {"X"} else size


def _shoe(said: str) -> str:
    """25.5码 is a foot in centimetres: no other size has half a number so small."""
    return f"{float(said) * 10:g}" if said.endswith(".5") and float(said) < _LONGEST_FOOT else said


def _foot(value: float, unit: str | None) -> str | None:
    """The size for a foot's length, or for what is said of a foot without a unit: 脚26, 脚260, 脚42."""
    if unit is None and _SMALLEST_SHOE <= value <= _LARGEST_SHOE:
        return f"{value:g}"
    millimetres = value if unit in {"mm", "毫米"} or (unit is None and value >= 10 * _SHORTEST_FOOT) else value * 10
    return f"{millimetres:g}" if 10 * _SHORTEST_FOOT <= millimetres <= 10 * _LONGEST_FOOT else None


def _at(value: str, found: re.Match[str], *, rank: int) -> Found:
    end = found.start() + len(found.group().rstrip())
    return Found(kind="size", value=value, start=found.start(), end=end, rank=rank)
