"""Sizes of clothes and shoes: XL, 2XL, 42码, 欧码38, US 8.5, 170/92A, 36D, size 8, 均码."""

from __future__ import annotations

import re
from collections.abc import Iterator

from intents.entities.model import Found

_SIZE = re.compile(
    r"(?<![a-z0-9'])(?P<letters>(?:\d?x{1,4}[sl]|[2-6]xl|[sml])(?=码|号|[^a-z0-9']|$)|均码|加大码"
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
_SPOKEN = {"大": "L", "中": "M", "小": "S"}
_ENGLISH = {"extra large": "XL", "extra small": "XS", "small": "S", "medium": "M", "large": "L"}
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
    """Sizes in normalised text, in capitals; Chinese and European shoe sizes are plain numbers, others say whose."""
    for found in _SIZE.finditer(text):
        value = found["number"] or found["letters"].upper().removesuffix("码")
        yield _at({"均": "均码", "加大": "加大码"}.get(value, canonical(value)), found, rank=5)
    for found in _SYSTEM.finditer(text):
        yield _at(_SYSTEMS[found["system"]] + found["number"], found, rank=4)
    for found in _GARMENT.finditer(text):
        if found["fit"] or is_garment(found["tall"], found["chest"]):
            yield _at(found.group().upper(), found, rank=3)
    for found in _CUP.finditer(text):
        yield _at(found.group().upper(), found, rank=5)
    for found in _WORDED.finditer(text):
        word = _SPOKEN.get(found["spoken"]) or _ENGLISH.get(found["english"])
        yield _at(word or canonical(found["letters"].upper()), found, rank=7)


def canonical(size: str) -> str:
    """XXL is 2XL, XXXL is 3XL."""
    body = size.rstrip("SL")
    return f"{len(body)}X{size[len(body) :]}" if len(body) > 1 and set(body) == {"X"} else size


def _at(value: str, found: re.Match[str], *, rank: int) -> Found:
    return Found(kind="size", value=value, start=found.start(), end=found.end(), rank=rank)
