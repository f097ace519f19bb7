"""Numbers that name something without a format of their own: orders, parcels of any carrier, four lone digits."""

from __future__ import annotations

import re
from collections.abc import Iterator

from intents.entities.model import Found

_CODE = r"(?: is |[ 是为:.#])*(?P<code>[a-z]{0,6}-?\d[a-z0-9-]{0,30})(?![a-z0-9])"
_ORDER_WORD = re.compile(rf"(?:订单编?号?|order(?: ?(?:number|no|id))?){_CODE}")
_NUMBER_WORD = re.compile(rf"(?<!运)(?<!快递)(?<!物流)单号{_CODE}")
_PARCEL_WORD = re.compile(rf"(?:快递|物流|运|运单|寄件)单?号{_CODE}")
_LEAST_PARCEL = 8  # characters of a number said to be a parcel's
_ORDER_HASH = re.compile(r"(?<!\w)#\s?(?P<code>[a-z]{0,4}\d{3,12})(?![a-z0-9])")
_ORDER_DIGITS = re.compile(r"(?<![a-z0-9.-])(?P<code>\d{10,24}|[a-z]{1,4}-?\d{6,20}(?:-\d{1,6})?)(?![a-z0-9])")
_SHIPPED_BY = re.compile(r"(?:快递|运单|物流|退货|寄回|顺丰|圆通|中通|申通|韵达|极兔|tracking)[^\d]{0,8}\Z")
_FOUR = re.compile(
    r"(?<![\w.,:/-])\d{4}(?![\w.,:/-])|(?<=尾号)\d{4}(?!\d)|(?<=后四位)\d{4}(?!\d)|(?<=尾号是)\d{4}(?!\d)"
)


def find_codes(text: str) -> Iterator[Found]:
    """Order numbers, tracking numbers told by the words around them, and four lone digits in normalised text."""
    for found in _ORDER_WORD.finditer(text):
        yield _found("order_number", found, "code", rank=1)
    for found in _NUMBER_WORD.finditer(text):
        kind = "tracking_number" if _SHIPPED_BY.search(text[: found.start()]) else "order_number"
        yield _found(kind, found, "code", rank=3)
    for found in _PARCEL_WORD.finditer(text):
        if len(found["code"]) >= _LEAST_PARCEL:
            yield _found("tracking_number", found, "code", rank=3)
    for pattern in (_ORDER_HASH, _ORDER_DIGITS):
        for found in pattern.finditer(text):
            kind = "tracking_number" if _SHIPPED_BY.search(text[: found.start("code")]) else "order_number"
            yield _found(kind, found, "code", rank=3)
    for found in _FOUR.finditer(text):
        yield Found(kind="phone4", value=found.group(), start=found.start(), end=found.end(), rank=9)


def _found(kind: str, found: re.Match[str], group: str, *, rank: int) -> Found:
    return Found(kind=kind, value=found[group].upper(), start=found.start(group), end=found.end(group), rank=rank)
