"""Numbers that name something: orders, parcels, phones."""

from __future__ import annotations

import re
from collections.abc import Iterator

from intents.entities.model import Found

_TRACKING = (  # carrier, pattern over lower-case text; sources: the carriers' own number formats
    ("sf", r"sf\d{12,15}"),
    ("yto", r"yt\d{13,15}"),
    ("jd", r"jd[a-z]{0,2}\d{11,15}"),
    ("jt", r"jt\d{13,15}"),
    ("deppon", r"dpk\d{12}"),
    ("ems", r"[a-z]{2}\d{9}cn"),
    ("ups", r"1z[a-z0-9]{16}"),
    ("zto", r"7[3-9]\d{12}"),
    ("sto", r"77\d{13}"),
    ("yunda", r"[34]\d{14}"),
    ("post", r"9[89]\d{11}"),
    ("usps", r"9[2-5]\d{20}"),
)
_TRACKING_PATTERN = re.compile(
    r"(?<![a-z0-9])(?:" + "|".join(f"(?P<{carrier}>{pattern})" for carrier, pattern in _TRACKING) + r")(?![a-z0-9])"
)
_PHONE = re.compile(r"(?<![a-z0-9])(?:\+?86[ -]?)?(1[3-9]\d[ -]?\d{4}[ -]?\d{4})(?!\d)")
_LETTERED = frozenset({"sf", "yto", "jd", "jt", "deppon", "ems", "ups"})  # nothing but a parcel is numbered so
_CODE = r"(?: is |[ 是为:.#])*(?P<code>[a-z]{0,6}-?\d[a-z0-9-]{0,30})(?![a-z0-9])"
_ORDER_WORD = re.compile(rf"(?:订单编?号?|order(?: ?(?:number|no|id))?){_CODE}")
_NUMBER_WORD = re.compile(rf"(?<!运)(?<!快递)(?<!物流)单号{_CODE}")
_ORDER_HASH = re.compile(r"(?<!\w)#\s?(?P<code>[a-z]{0,4}\d{3,12})(?![a-z0-9])")
_ORDER_DIGITS = re.compile(r"(?<![a-z0-9.-])(?P<code>\d{10,24}|[a-z]{1,4}-?\d{6,20}(?:-\d{1,6})?)(?![a-z0-9])")
_SHIPPED_BY = re.compile(r"(?:快递|运单|物流|退货|寄回|顺丰|圆通|中通|申通|韵达|极兔|tracking)[^\d]{0,8}\Z")
_FOUR = re.compile(
    r"(?<![\w.,:/-])\d{4}(?![\w.,:/-])|(?<=尾号)\d{4}(?!\d)|(?<=后四位)\d{4}(?!\d)|(?<=尾号是)\d{4}(?!\d)"
)


def find_codes(text: str) -> Iterator[Found]:
    """Order numbers, tracking numbers, phones and four lone digits in normalised text."""
    for found in _TRACKING_PATTERN.finditer(text):
        carrier = found.lastgroup or ""
        rank = 0 if carrier in _LETTERED else 2
        start, end = found.span()
        value = found.group().upper()
        yield Found(kind="tracking_number", value=value, start=start, end=end, rank=rank, carrier=carrier)
    for found in _ORDER_WORD.finditer(text):
        yield _found("order_number", found, "code", rank=1)
    for found in _NUMBER_WORD.finditer(text):
        kind = "tracking_number" if _SHIPPED_BY.search(text[: found.start()]) else "order_number"
        yield _found(kind, found, "code", rank=3)
    for found in _PHONE.finditer(text):
        digits = re.sub(r"\D", "", found.group(1))
        yield Found(kind="phone", value=digits, start=found.start(), end=found.end(), rank=2)
    for pattern in (_ORDER_HASH, _ORDER_DIGITS):
        for found in pattern.finditer(text):
            kind = "tracking_number" if _SHIPPED_BY.search(text[: found.start("code")]) else "order_number"
            yield _found(kind, found, "code", rank=3)
    for found in _FOUR.finditer(text):
        yield Found(kind="phone4", value=found.group(), start=found.start(), end=found.end(), rank=9)


def _found(kind: str, found: re.Match[str], group: str, *, rank: int) -> Found:
    return Found(kind=kind, value=found[group].upper(), start=found.start(group), end=found.end(group), rank=rank)
