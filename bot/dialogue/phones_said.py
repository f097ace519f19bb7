"""The phones of a text, and which of them counts: of 13700001111换成13700002222 the second, of two with 或者 neither.

A courier calls one number. Which of several it is, and what a number with a digit too few should be, is asked.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

_MOBILE: Final = 11  # digits
_MOBILES: Final = re.compile(
    r"(?<!\d)(?:\+?86[\s-]?)?"
    r"(?P<number>1[3-9](?:\d(?:[\s-]?\d{4}){2}|\d{2}[\s-]\d{3}[\s-]\d{4})(?:(?:-|转|分机)\d{3,4})?)(?!\d)"
)  # 18412345678-1234: a number that a marketplace gives out instead of the customer's
_LANDLINES: Final = re.compile(
    r"(?<![\d-])\(?(?P<area>0(?:10|2\d|[3-9]\d{2}))\)?[\s-]?(?P<number>[2-9]\d{6,7})"
    r"(?:\s?(?:-|转|分机)\s?(?P<more>\d{1,5}))?(?!\d)"
    r"|(?<![\d-])(?P<service>[48]00-?\d{3,4}-?\d{3,4})(?!\d)"
)
_WRONG: Final = re.compile(
    r"(?<![\d-])1[3-9]\d(?:\d{6,7}|\d{9,11})(?![\d-])|(?<!\d)1\d{2}[\s-]?[*＊xX]{2,}"
    r"|(?<![\d-])1[3-9]\d[\s-](?:\d{4}[\s-]\d{3}|\d{3}[\s-]\d{3,4})(?![\d-])"
)
_OLD_BEFORE: Final = re.compile(
    r"(?:不是|不要|不用|别用|别打|旧的?|老的?|原来的?|原先的?|以前的?|之前的?|原)(?:[收联]?[货件系]?的?(?:电话|手机号?码?|号码?))?"
    r"[是为:,，\s]*$"
    r"|\b(?:not|from|old|instead of|replace)(?: the| my)?(?: old)?(?: phone| mobile| number)*[\s:,]*(?:is )?$",
    re.IGNORECASE,
)
_OLD_AFTER: Final = re.compile(
    r"[\s,，的]*(?:这个|那个|号码?|已经|早就|我?现在)*(?:不用了?|没用了|停机|作废|停用|注销|丢了|错了?|不对|写错|填错|不是我的?)"
    r"|[\s,，]*(?:要|给我|帮我)?(?:[换改变]|更换|更改)[成为到]?"
    r"[^\d一-龥]{0,3}(?:电话|手机号?|号码)?[^\d一-龥]{0,3}(?=\+?1[3-9]|0\d{2})"
    r"|\s*(?:-+>|=+>|→)|\W*(?:is |was )?(?:wrong|dead|out of use|not in use|no longer|changed)\b"
    r"|\W*(?:to|with|by)\b(?=\D{0,12}\d)",
    re.IGNORECASE,
)
_TAIL: Final = re.compile(
    r"(?:末尾|结尾|尾号|末位|最后|后面?(?=[一两二三四]位))[一两二三四1-4]?[位个]?(?:数字?|号码?)?[^\d]{0,6}(?P<tail>\d{1,6})(?!\d)"
    r"|\b(?:ends? (?:in|with)|last (?:\w+ )?digits?)\b[^\d]{0,20}(?P<latin>\d{1,6})(?!\d)",
    re.IGNORECASE,
)


_SAID_WRONG: Final = re.compile(
    r"(?:电话|手机号?|号码)(?:号码?)?[^，。,;；\d]{0,4}(?:错|不对|有误|[多少漏缺]了?[一两几]?[位个])[^\d]*$"
    r"|\b(?:phone|mobile|number)\b[^,.;\d]{0,12}"
    r"\b(?:wrong|not right|incorrect|a digit (?:short|missing|too many))\b[^\d]*$",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Phone:
    """A phone in a text.

    Attributes:
        number: as it stands on a label: 13800138000, 18412345678-1234, 0571-88886666.
        start, end: where it stands.
        old: whether the text says that it is not the one, or not any more.
    """

    number: str
    start: int
    end: int
    old: bool


def phones_in(text: str) -> tuple[Phone, ...]:
    """Every whole phone, in order."""
    found = sorted(_every(text), key=lambda one: one[1])
    return tuple(
        Phone(number=number, start=start, end=end, old=_is_old(text, start, end)) for number, start, end in found
    )


def phones_meant(text: str) -> tuple[str, ...]:
    """The different numbers that may be the one to call: one, unless the text leaves that open."""
    return tuple(dict.fromkeys(phone.number for phone in phones_in(text) if not phone.old))


def unclear_phones(text: str) -> tuple[str, ...]:
    """What is to be asked about: several numbers that may be meant, or one with a digit too few or too many."""
    meant = phones_meant(text)
    if len(meant) > 1:
        return meant
    wrong = _WRONG.search(text)
    return (re.sub(r"[\s-]", "", wrong.group()),) if wrong and not meant else ()


def says_wrong(text: str, known: str) -> bool:
    """Whether the phone that is known is said to be wrong, and not what is right instead: 电话多了一位, 138…不对."""
    said = phones_in(text)
    if not said:
        return _SAID_WRONG.search(text) is not None and not unclear_phones(text) and not amended_phone(known, text)
    return all(phone.old and phone.number == known for phone in said)


def without_phones(text: str, put: str) -> str:
    """The text with `put` in the place of each phone and of what was meant to be one."""
    for phone in reversed(phones_in(text)):
        text = f"{text[: phone.start]}{put}{text[phone.end :]}"
    return _WRONG.sub(put, text)


def amended_phone(before: str, text: str) -> str:
    """The number with the digits at its end that a text names: 末尾是8001. Empty without such, or without a number."""
    found = _TAIL.search(text)
    tail = (found["tail"] or found["latin"]) if found else ""
    return f"{before[: -len(tail)]}{tail}" if tail and len(tail) < len(before) else ""


def _every(text: str) -> Iterator[tuple[str, int, int]]:
    for found in _MOBILES.finditer(text):
        digits = re.sub(r"\D", "", found["number"])
        extension = f"-{digits[_MOBILE:]}" if len(digits) > _MOBILE else ""
        yield f"{digits[:_MOBILE]}{extension}", *found.span()
    for found in _LANDLINES.finditer(text):
        parts = (found["area"], found["number"], found["more"]) if found["area"] else (found["service"],)
        yield "-".join(part for part in parts if part), *found.span()


def _is_old(text: str, start: int, end: int) -> bool:
    return _OLD_BEFORE.search(text[:start]) is not None or _OLD_AFTER.match(text[end:]) is not None
