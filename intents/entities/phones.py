"""Phone numbers: Chinese mobiles, landlines and service lines, numbers of other countries."""

from __future__ import annotations

import re
from collections.abc import Iterator

from intents.entities.model import Found
from intents.entities.numbers import in_digits

_FREE = r"(?<![a-z0-9+])"  # no part of a longer number
_MOBILE = re.compile(
    r"(?<![a-z0-9])(?:\(?(?:\+|00)?86\)?[ -]?)?"
    r"(?P<number>1[3-9]\d[ -]?\d{4}[ -]?\d{4}|1[3-9]\d{2}[ -]\d{3}[ -]\d{4})(?!\d)"
)
_LANDLINE = re.compile(
    rf"{_FREE}(?:(?:\+|00)86[ -]?)?"
    r"(?P<number>\(?0(?:10|2\d|[3-9]\d{2})\)?(?:-|[ -]?(?=[2-9]))\d{4}[ -]?\d{3,4})(?!\d)"
    r"(?: ?(?:转|分机|ext\.?|x) ?(?P<extension>\d{1,6}))?"
)
_SERVICE = re.compile(rf"{_FREE}(?P<number>[48]00(?:-\d{{3}}-\d{{4}}|-\d{{4}}-\d{{3}}|-?\d{{7}}))(?!\d)")
_ABROAD = re.compile(r"(?<![a-z0-9])(?:\+|00)(?!86)(?P<number>[1-9]\d{0,2}(?:[ .-]?\(?\d{1,4}\)?){2,6})(?!\d)")
_AMERICAN = re.compile(
    rf"{_FREE}(?P<number>\([2-9]\d{{2}}\) ?\d{{3}}[ .-]\d{{4}}|[2-9]\d{{2}}([ .-])\d{{3}}\2\d{{4}})(?!\d)"
)
_SPOKEN = re.compile(
    r"(?<![零一二三四五六七八九幺\d])[一幺][三四五六七八九][零一二三四五六七八九幺]{9}(?![零一二三四五六七八九幺\d])"
)
_LEAST_ABROAD, _MOST_ABROAD = 8, 15  # digits with the country's; source: ITU E.164


def find_phones(text: str) -> Iterator[Found]:
    """Phones in normalised text: digits only, with a leading + and the country for numbers of other countries."""
    for pattern in (_MOBILE, _SERVICE, _AMERICAN):
        for found in pattern.finditer(text):
            yield _phone(_digits(found["number"]), found)
    for found in _SPOKEN.finditer(text):
        yield _phone(in_digits(found.group()), found)
    for found in _LANDLINE.finditer(text):
        extension = f"-{found['extension']}" if found["extension"] else ""
        yield _phone(_digits(found["number"]) + extension, found)
    for found in _ABROAD.finditer(text):
        digits = _digits(found["number"])
        if _LEAST_ABROAD <= len(digits) <= _MOST_ABROAD:
            yield _phone(f"+{digits}", found)


def _digits(written: str) -> str:
    return re.sub(r"\D", "", written)


def _phone(value: str, found: re.Match[str]) -> Found:
    return Found(kind="phone", value=value, start=found.start(), end=found.end(), rank=2)
