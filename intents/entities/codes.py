"""Numbers that name something without a format of their own: orders, parcels of any carrier, four lone digits."""

from __future__ import annotations

import re
from collections.abc import Iterator

from intents.entities.model import Found
from intents.entities.numbers import in_digits

_CODE = r"(?: is |[ 是为:.#])*(?P<code>[a-z]{0,6}-?\d[a-z0-9-]{0,30})(?![a-z0-9])"
_ORDER_WORD = re.compile(rf"(?:订单编?号?|order(?: ?(?:number|no|id))?){_CODE}")
_NUMBER_WORD = re.compile(rf"(?<!运)(?<!快递)(?<!物流)单号{_CODE}")
_PARCEL_WORD = re.compile(rf"(?:快递|物流|运|运单|寄件)单?号{_CODE}")
_LEAST_PARCEL = 8  # characters of a number said to be a parcel's
_ORDER_HASH = re.compile(r"(?<!\w)#\s?(?P<code>[a-z]{0,4}\d{3,12})(?![a-z0-9])")
_ORDER_DIGITS = re.compile(r"(?<![a-z0-9.-])(?P<code>\d{10,24}|[a-z]{1,4}-?\d{6,20}(?:-\d{1,6})?)(?![a-z0-9])")
_SHIPPED_BY = re.compile(r"(?:快递|运单|物流|退货|寄回|顺丰|圆通|中通|申通|韵达|极兔|tracking)[^\d]{0,8}\Z")
_SAID_DIGIT = "[零一二三四五六七八九幺]"
_NO_GROUP_BEFORE = "".join(rf"(?<!(?<!\d)\d{{{size}}} )" for size in range(3, 7))
_FOUR = re.compile(  # four lone digits; of 1234 5678 nobody knows which, and 600120260910 1234 is an order and a phone
    rf"(?<![\w.,:/-]){_NO_GROUP_BEFORE}\d{{4}}(?![\w.,:/-]| \d{{3,6}}(?!\d))"
    rf"|(?:尾号|(?:后|末|最后)[四4]位)(?:数字?|号码?)?[ 是为:]*(?P<tail>\d{{4}}|{_SAID_DIGIT}{{4}})(?!\d|{_SAID_DIGIT})"
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
        group = "tail" if found["tail"] else 0
        start, end = found.span(group)
        yield Found(kind="phone4", value=in_digits(found[group]), start=start, end=end, rank=9 if group == 0 else 8)


def _found(kind: str, found: re.Match[str], group: str, *, rank: int) -> Found:
    return Found(kind=kind, value=found[group].upper(), start=found.start(group), end=found.end(group), rank=rank)
