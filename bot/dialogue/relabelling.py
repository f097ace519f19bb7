"""What a part of an address makes of the whole one: a parcel's label always names the town, the street and the house.

应该是2号 is no address. Beside 上海市浦东新区世纪大道1号 it is 上海市浦东新区世纪大道2号; 3单元402 comes behind it, and
放门口 changes nothing of it.
"""

from __future__ import annotations

import re
from functools import cache
from importlib import resources
from typing import Final

from bot.dialogue.amending import amended, extended, only_numbers
from bot.dialogue.latin_lines import fitted

_CJK: Final = re.compile(r"[一-龥]")
_LEVEL: Final = re.compile(r"[一-龥](?:省|自治[区州县旗]|市(?!场|面)|(?<!小)(?<!社)(?<!园)区|县)")
_TOWNS: Final = re.compile(r"^.*(?:[一-龥](?:省|自治[区州县旗]|市(?!场|面)|(?<!小)(?<!社)(?<!园)区|县|镇|乡|街道))")
_TOWN: Final = re.compile(r"[一-龥](?:省|自治[区州]|市(?!场|面))")
_ONLY_LEVELS: Final = re.compile(r"(?:(?:(?![学院园厂城])[一-龥]){1,7}?(?:省|自治[区州县旗]|市|区|县)){1,5}\s*")
"""Five at most: 浙江省浙江省, written 200 times, could be cut in more ways than anybody can try."""
_STREET: Final = re.compile(r"[一-龥](?:镇|乡|街道|大道|路|街|巷|道|弄|胡同)")
_HOUSE: Final = re.compile(r"\d|[一二三四五六七八九十百](?:号|栋|幢|座|单元|室|楼)")
_ESTATE: Final = re.compile(r"小区|花园|家园|[苑村城]|公寓|大厦|广场|中心|园区")
_EXCHANGED: Final = re.compile(
    r"^(?:把|将)?(?P<one>[^\s，,。]{1,12}?)(?:[写填打输选]成了?|[改换][成为])(?P<other>[^\s，,。]{1,12}?)[了吧啊呀]*$"
)


def is_whole(place: str) -> bool:
    """Whether it says the town and more, as 杭州市文三路8号 and 广东深圳科技路9号 do; of Latin ones nobody can tell."""
    if not _CJK.search(place):
        return not only_numbers(place)
    return (_TOWN.search(place) is not None or _begins_with_region(place)) and _ONLY_LEVELS.fullmatch(place) is None


def relabelled(before: str, said: str) -> str | None:
    """The whole address; None when the words do not tell what of it they change: 放驿站.

    Args:
        before: the address that stood until now; empty when nobody knows it.
        said: the place that was given, without a name and a phone.
    """
    if _EXCHANGED.match(said):
        return _exchanged(before, said) or None
    if before and not _CJK.search(before) and not _CJK.search(said) and not only_numbers(said):
        return fitted(before, said) or None
    if not before or not _CJK.search(before) or (not _CJK.search(said) and not only_numbers(said)):
        return said or None
    if only_numbers(said):
        return extended(before, said) or amended(before, said)
    if is_whole(said) and _begins_with_region(said):
        return said
    if _LEVEL.search(said) or _begins_with_region(said):
        several = _ONLY_LEVELS.fullmatch(said) and len(_LEVEL.findall(said)) > 1  # 广东省深圳市 has no street
        return None if several else amended(before, said)
    towns = _TOWNS.match(before)
    if _STREET.search(said):
        return amended(before, said) if _STREET.search(before) else f"{towns.group() if towns else ''}{said}"
    if _HOUSE.search(said) and _ESTATE.search(said):
        return f"{towns.group() if towns else ''}{said}"
    return None


def _exchanged(before: str, said: str) -> str:
    """杭州写成宁波 and 把8号改成2号: whichever of the two stands there makes way for the other."""
    found = _EXCHANGED.match(said)
    if found is None:
        return ""
    wrong, right = (found["one"], found["other"]) if found["one"] in before else (found["other"], found["one"])
    return before.replace(wrong, right, 1) if wrong in before else ""


def _begins_with_region(place: str) -> bool:
    """广东深圳科技路9号 does; 南京东路1号 and 中山三路2号 are streets of any town."""
    return _regions().match(place) is not None


@cache
def _regions() -> re.Pattern[str]:
    table = (resources.files("intents") / "data" / "regions_zh.txt").read_text(encoding="utf-8")
    names = "|".join(entry for line in table.splitlines() if not line.startswith("#") for entry in line.split())
    return re.compile(rf"(?:{names})(?![东南西北中一二三四五六七八九十新]{{0,2}}(?:路|街|大道|道|巷|村|里))")
