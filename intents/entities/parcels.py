"""Tracking numbers: told from other numbers by each carrier's own format.

Sources: the carriers' published formats; UPU standard S10 for parcels in the post, whose ninth digit checks the others.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from intents.entities.model import Found
from intents.entities.names import courier_pattern

_LETTERED = (  # nothing but a parcel is numbered so
    ("sf", r"sf\d{10,15}"),
    ("yto", r"yt\d{11,15}"),
    ("zto", r"ztod?\d{10,14}"),
    ("sto", r"sto\d{10,15}"),
    ("yunda", r"yd\d{11,15}"),
    ("jt", r"jt\d{11,15}"),
    ("deppon", r"dp[kl]\d{9,14}"),
    ("dhl", r"jj?d0\d{15,18}|gm\d{16,20}"),
    ("jd", r"jd[a-z]{0,2}\d{11,15}"),
    ("ups", r"1z(?: ?[a-z0-9]){16}"),
    ("cainiao", r"lp\d{14}"),
    ("4px", r"4px\d{13}cn"),
    ("s10", r"[a-z]{2} ?\d{3} ?\d{3} ?\d{3} ?[a-z]{2}"),
)
_DIGITS_ONLY = (  # likely, but a shop may number its orders so
    ("zto", r"7[3-9]\d{12}"),
    ("sto", r"77\d{13}"),
    ("yunda", r"[34]\d{14}|4[36]\d{11}"),
    ("post", r"9[89]\d{11}"),
    ("usps", r"(?:420\d{5})?9[2-5]\d{20}"),
    ("fedex", r"96\d{20}"),
)
_GROUPED = r"(?!1[3-9]\d{9}(?!\d))\d{10,22}|\d{4}(?:[ -]\d{4}){2,5}"  # eleven digits from 13 to 19 are a phone
_LED_TO = (  # what may stand between a courier's name and the number: 中通的单号是 7312…
    r"(?:快递|速运|物流|速递|运单号?|单号|编?号|的|是|tracking|number|no\.|is|[:# ])*"
)
_WEIGHTS = (8, 6, 4, 2, 3, 5, 9, 7)
_POSTS = {"cn": "post", "us": "usps", "gb": "royalmail"}


def find_parcels(text: str) -> Iterator[Found]:
    """Tracking numbers in normalised text; ``carrier`` is the one whose format it has or whose name leads to it."""
    for found in _LETTERED_PATTERN.finditer(text):
        code = found.group().replace(" ", "")
        carrier = (found.lastgroup or "").removeprefix("by_")
        if carrier != "s10":
            yield _parcel(code, found, 0, rank=0, carrier=carrier)
        elif checks(code):
            yield _parcel(code, found, 0, rank=0, carrier=_post(code))
    names, couriers = courier_pattern()
    named = {couriers[name.group()] for name in names.finditer(text)}
    for name in names.finditer(text):
        number = _NUMBER.match(text, name.end())
        if number is not None:
            code = re.sub(r"[ -]", "", number["code"])
            yield _parcel(code, number, "code", rank=1, carrier=couriers[name.group()])
    for found in _DIGITS_PATTERN.finditer(text):
        likely = (found.lastgroup or "").removeprefix("by_")
        carrier = next(iter(named)) if len(named) == 1 else likely  # 773012345678901 中通: formats are shared
        yield _parcel(found.group(), found, 0, rank=2, carrier=carrier)


def checks(code: str) -> bool:
    """Is the ninth digit of an S10 number (two letters, nine digits, country) what the eight before it demand?"""
    total = sum(weight * int(digit) for weight, digit in zip(_WEIGHTS, code[2:10], strict=True))
    rest = 11 - total % 11
    return int(code[10]) == {10: 0, 11: 5}.get(rest, rest)


def _post(code: str) -> str:
    """Who numbers parcels so; empty for the posts of other countries."""
    return "ems" if code.startswith("e") and code.endswith("cn") else _POSTS.get(code[-2:], "")


def _parcel(code: str, found: re.Match[str], group: str | int, *, rank: int, carrier: str) -> Found:
    start, end = found.span(group)
    return Found(kind="tracking_number", value=code.upper(), start=start, end=end, rank=rank, carrier=carrier)


def _any_of(table: tuple[tuple[str, str], ...]) -> re.Pattern[str]:
    listed = "|".join(f"(?P<by_{carrier}>{pattern})" for carrier, pattern in table)
    return re.compile(rf"(?<![a-z0-9])(?:{listed})(?![a-z0-9])")


_LETTERED_PATTERN = _any_of(_LETTERED)
_DIGITS_PATTERN = _any_of(_DIGITS_ONLY)
_NUMBER = re.compile(rf"{_LED_TO}(?P<code>{_GROUPED})(?![a-z0-9])")
