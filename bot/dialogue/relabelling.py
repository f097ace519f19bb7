"""What a part of an address makes of the whole one: a parcel's label always names the town, the street and the house.

应该是2号 is no address. Beside 上海市浦东新区世纪大道1号 it is 上海市浦东新区世纪大道2号; 3单元402 comes behind it, and
放门口 changes nothing of it.
"""

from __future__ import annotations

import re
from typing import Final

from bot.dialogue.amending import amended, extended, only_numbers
from bot.dialogue.latin_lines import fitted
from bot.dialogue.regions import begins_with_region, lies_in, region_in

_CJK: Final = re.compile(r"[一-龥]")
_LEVEL: Final = re.compile(r"[一-龥](?:省|自治[区州县旗]|市(?!场|面)|(?<!小)(?<!社)(?<!园)区|县)")
_TOWNS: Final = re.compile(r"^.*(?:[一-龥](?:省|自治[区州县旗]|市(?!场|面)|(?<!小)(?<!社)(?<!园)区|县|镇|乡|街道))")
_TOWN: Final = re.compile(r"[一-龥](?:省|自治[区州]|市(?!场|面))")
_ONLY_LEVELS: Final = re.compile(r"(?:(?:(?![学院园厂城])[一-龥]){1,7}?(?:省|自治[区州县旗]|市|区|县)){1,5}\s*")
"""Five at most: 浙江省浙江省, written 200 times, could be cut in more ways than anybody can try."""
_DISTRICT: Final = re.compile(r"^(?P<name>[一-龥]{1,5}?)(?:新区|(?<!小)(?<!社)(?<!园)区|县)")
_INNER: Final = re.compile(r"市(?P<name>[一-龥]{1,5}?)(?:新区|区|县)")
_STREET: Final = re.compile(r"[一-龥](?:镇|乡|街道|大道|路|街|巷|道|弄|胡同)")
_HOUSE: Final = re.compile(r"\d|[一二三四五六七八九十百](?:号|栋|幢|座|单元|室|楼)")
_ESTATE: Final = re.compile(r"小区|花园|家园|[苑村城]|公寓|大厦|广场|中心|园区")
_EXCHANGED: Final = re.compile(
    r"^(?:把|将)?(?P<one>[^\s，,。]{1,12}?)(?:[写填打输选]成了?|[改换][成为]|改(?=\S{0,6}\d))(?P<other>[^\s，,。]{1,12}?)[了吧啊呀]*$"
)


def is_whole(place: str) -> bool:
    """Whether it says the town and more, as 杭州市文三路8号 and 广东深圳科技路9号 do; of Latin ones nobody can tell."""
    if not _CJK.search(place):
        return not only_numbers(place)
    if _ONLY_LEVELS.fullmatch(place) is not None or region_in(place):
        return False
    return _TOWN.search(place) is not None or begins_with_region(place)


def is_partial(place: str) -> bool:
    """Whether it is a part of an address that waits for the other: 广东省深圳市, or 南山区科技园1号 of some city."""
    return _ONLY_LEVELS.fullmatch(place) is not None or _DISTRICT.match(place) is not None or bool(region_in(place))


def put_together(one: str, other: str) -> str:
    """A whole address out of two parts, in whichever order they were given; empty when they make none."""
    pairs = ((first, behind) for first, behind in ((one, other), (other, one)) if is_whole(first + behind))
    return next((f"{first}{behind}" for first, behind in pairs if _TOWN.search(first) or begins_with_region(first)), "")


def relabelled(before: str, said: str, *, own: bool = False) -> str | None:
    """The whole address; None when the words do not tell what of it they change: 放驿站.

    Args:
        before: the address that stood until now; empty when nobody knows it.
        said: the place that was given, without a name and a phone.
        own: whether the one before was just given by the customer, so that a district is one of the city in it.
    """
    if _EXCHANGED.match(said):
        return exchanged(before, said) or None
    if before and not _CJK.search(before) and not _CJK.search(said) and not only_numbers(said):
        return fitted(before, said) or None
    if _leaves_its_town(before, said) or (not own and _lies_elsewhere(before, said)):
        return None
    if not before or not _CJK.search(before) or (not _CJK.search(said) and not only_numbers(said)):
        return said or None
    if only_numbers(said):
        return extended(before, said) or amended(before, said)
    return _fitted_in(before, said)


def corrected(before: str, right: str) -> str | None:
    """The address that was just given with what is right in it: 9号, 门牌101 behind it, or another street."""
    if only_numbers(right) or not _CJK.search(before):
        return amended(before, right) or (relabelled(before, right, own=True) if only_numbers(right) else None)
    return relabelled(before, right, own=True)


def _fitted_in(before: str, said: str) -> str | None:
    """A part that names its level, in the place of what stands there of that level: 文二路, or 黄浦区."""
    if is_whole(said) and begins_with_region(said):
        return said
    if _LEVEL.search(said) or begins_with_region(said):
        several = _ONLY_LEVELS.fullmatch(said) and len(_LEVEL.findall(said)) > 1  # 广东省深圳市 has no street
        return None if several else amended(before, said)
    towns = _TOWNS.match(before)
    if _STREET.search(said):
        whole = amended(before, said) if _STREET.search(before) else said
        return f"{towns.group() if towns else ''}{said}" if whole == said else whole
    if _HOUSE.search(said) and _ESTATE.search(said):
        return f"{towns.group() if towns else ''}{said}"
    return None


def _lies_elsewhere(before: str, said: str) -> bool:
    """南山区科技园1号, of somebody in 上海: a new district never stands under the old city, unless it lies there."""
    district = _DISTRICT.match(said)
    if district is None or _TOWN.search(said) or district["name"] in before:
        return False
    return not lies_in(before, district["name"])


def _leaves_its_town(before: str, said: str) -> bool:
    """苏州市 alone, where 南京市玄武区… stands: the district and the street are those of another city."""
    if not (_ONLY_LEVELS.fullmatch(said) or region_in(said)) or not (_TOWN.search(said) or region_in(said)):
        return False
    inner = _INNER.search(before)
    return inner is None or not lies_in(said, inner["name"])


def exchanged(before: str, said: str) -> str:
    """杭州写成宁波 and 把8号改成2号: whichever of the two stands there makes way for the other."""
    found = _EXCHANGED.match(said)
    if found is None:
        return ""
    wrong, right = (found["one"], found["other"]) if found["one"] in before else (found["other"], found["one"])
    return before.replace(wrong, right, 1) if wrong in before else ""
