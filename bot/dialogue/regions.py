"""Which words of an address are a province or a city, and in which city a district lies.

南山区 is in 深圳 and never in 上海; of a district that the table does not have nobody can tell.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import cache
from importlib import resources


def begins_with_region(place: str) -> bool:
    """广东深圳科技路9号 does; 南京东路1号 and 中山三路2号 are streets of any town."""
    return _regions().match(place) is not None


def region_in(text: str) -> str:
    """浙江杭州, of 是浙江杭州的: a text that names a province or a city and nothing else. Else empty."""
    found = _alone().fullmatch(text.strip())
    return found["region"] if found else ""


def lies_in(address: str, district: str) -> bool:
    """Whether a district, without 区 or 县, is known to lie in the city of an address."""
    return any(city in address for city, districts in _districts().items() if district in districts)


@cache
def _alone() -> re.Pattern[str]:
    place = rf"(?:{_names('regions_zh.txt')})(?:省|市|自治区|特别行政区)?"
    return re.compile(rf"(?:是|在)?(?P<region>{place}(?:[ ]?{place})?)(?:的|那边|这边)?\W*")


def _names(*tables: str) -> str:
    return "|".join(entry for table in tables for line in _lines(table) for entry in line.split())


@cache
def _regions() -> re.Pattern[str]:
    names = _names("regions_zh.txt", "regions_beyond_zh.txt")
    return re.compile(rf"(?:{names})(?![东南西北中一二三四五六七八九十新]{{0,2}}(?:路|街|大道|道|巷|村|里))")


@cache
def _districts() -> Mapping[str, frozenset[str]]:
    rows = [line.split() for line in _lines("districts_zh.txt")]
    return {row[0]: frozenset(row[1:]) for row in rows}


def _lines(name: str) -> Iterator[str]:
    table = (resources.files("intents") / "data" / name).read_text(encoding="utf-8")
    yield from (line for line in table.splitlines() if line and not line.startswith("#"))
