"""不对，是89号: what a correction makes of a text that was given before.

The words that are named take the place of those they are like; a whole new text takes the place of the old one. Two
texts are never put together: they would stand on a parcel's label as they are.
"""

from __future__ import annotations

import re
from typing import Final

_AFTER: Final = re.compile(
    r"^.*?(?:应该是|应为|改[成为到]|换[成到]|(?<![不还也])是(?!不是)"
    r"|\b(?:it'?s|it should be|should be|i meant?|change (?:it )?to|make it|but)\b)\W*(?P<right>.+)$",
    re.DOTALL | re.IGNORECASE,
)
_LEADS_UP: Final = re.compile(
    r"^\W*(?:哦|啊|诶|哎|等等|等下)?\W*(?:(?:不对|不是|改一?下|(?:说|写|弄|搞|填|选)?错|not [^,]{1,30},|no\b|sorry\b"
    r"|wait\b|actually\b|oops\b)[了啊呀吧\W]*)+",
    re.IGNORECASE,
)
_BECOMES: Final = re.compile(r"改[成为到]|换[成到]|\b(?:change (?:it )?to|make it)\b", re.IGNORECASE)
_TAIL: Final = re.compile(r"(?<!\W)\W*+(?:才对|才是|\binstead)?[\s，。,.;；!！~～吧呀啊哦的]*+$", re.IGNORECASE)
_NOT_THAT: Final = re.compile(r"(?<=\S)[\s，,。]*(?:不是|\bnot )[^，,。]*$", re.IGNORECASE)  # 是9号不是8号
_NO_VALUE: Final = re.compile(
    r"[?？吗呢]|怎么|什么|多少|谁|哪|为啥|不想|不要|不用|不换|不改|没有|算了|\b(?:how|what|why|who|don'?t|not)\b",
    re.IGNORECASE,
)
_UNIT: Final = r"号院|号楼|号|弄|栋|幢|座|楼|层|单元|室|件|个|双|套|码|寸|米|元|块"
_NUMBERED: Final = re.compile(
    rf"(?:[A-Za-z]?\d+(?:\.\d+)?[\dA-Za-z-]*(?:\s*(?P<unit>{_UNIT}))?|[一二两三四五六七八九十百]+(?P<spelled>{_UNIT}))"
)
_LEVELS: Final = (("省", "自治区"), ("市",), ("区", "县"), ("镇", "乡", "街道"), ("大道", "路", "街", "巷", "道"))
_LATIN_STREET: Final = re.compile(r"(?:no\.? )?\d+[a-z]?(?:[-/]\d+)? [a-z][a-z' .]+", re.IGNORECASE)
_PLACE: Final = re.compile(r"[一-龥]{1,10}?(?P<kind>自治区|省|市|区|县|镇|乡|街道|大道|路|街|巷|道)")


def right_words(text: str) -> str:
    """What a correction says is right: 89号 of 不对，是89号. Empty when it only says that something is wrong."""
    found = _AFTER.match(text)
    right = found["right"] if found else without_cue(text)
    right = _TAIL.sub("", right.strip())
    return "" if _NO_VALUE.search(right) else _NOT_THAT.sub("", right)


def says_right(text: str) -> bool:
    """Whether a correction has a word behind which stands what is right: 应该是, 是, 改成."""
    return _AFTER.match(text) is not None


def begins_instead(text: str) -> bool:
    """Whether a correction says nothing before 改成: it is about what was just read out."""
    return _BECOMES.match(without_cue(text).lstrip()) is not None


def without_cue(text: str) -> str:
    """A correction without the words that it begins with: 换成藏青 of 不对，换成藏青."""
    return _LEADS_UP.sub("", text)


def says_instead(text: str) -> bool:
    """Whether a correction names what is to stand there by 换成 or 改成, which is no new wish to exchange anything."""
    return _BECOMES.search(text) is not None


def amended(before: str, right: str) -> str | None:
    """The text with what is right in it; None when it does not tell what it takes the place of.

    Args:
        before: the text given first.
        right: the words that are to stand in it, or instead of it.
    """
    if not right:
        return None
    if only_numbers(right):
        return _renumbered(before, right)
    return _replaced(before, right)


def extended(before: str, more: str) -> str | None:
    """3栋502, beside 文三路9号, comes behind it; None for what is no mere number or stands there otherwise already."""
    units = {_unit(part) for part in _NUMBERED.finditer(more)}
    known = {_unit(part) for part in _NUMBERED.finditer(before)}
    return f"{before}{more}" if only_numbers(more) and not units & known else None


def only_numbers(right: str) -> bool:
    """Whether it is nothing but numbers with their units: 5 栋 201."""
    return not re.sub(r"[\W_]", "", _NUMBERED.sub("", right))


def _renumbered(before: str, right: str) -> str | None:
    """Each number takes the place of the one with the same unit: 5 栋 201 in 演示路 2 号 3 栋 401."""
    text = before
    for part in _NUMBERED.finditer(right):
        like = [one for one in _NUMBERED.finditer(text) if _unit(one) == _unit(part)]
        if len(like) != 1:
            return None
        text = f"{text[: like[0].start()]}{part.group().strip()}{text[like[0].end() :]}"
    return text


def _unit(part: re.Match[str]) -> str:
    return part["unit"] or part["spelled"] or ""


def _replaced(before: str, right: str) -> str:
    """世纪大道 100 号 in an address: from its own level on, the wider part stays. Any other text is replaced whole."""
    first = _PLACE.match(right)
    like = next(
        (one for one in _PLACE.finditer(before) if first and _level(one["kind"]) == _level(first["kind"])), None
    )
    if first is None or like is None:
        return _latin_replaced(before, right)
    rest = before[like.end() :] if first.end() == len(right) else ""
    return f"{before[: like.start()]}{right}{rest}"


def _latin_replaced(before: str, right: str) -> str:
    """7 Nanjing Rd, of 5 Nanjing Rd, Shanghai: a street takes the place of the street, and the town behind it stays."""
    street, _, town = before.partition(",")
    if town and "," not in right and _LATIN_STREET.fullmatch(street.strip()) and _LATIN_STREET.fullmatch(right):
        return f"{right},{town}"
    return right


def _level(kind: str) -> int:
    return next(at for at, kinds in enumerate(_LEVELS) if kind in kinds)
