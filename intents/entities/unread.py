"""What looks like an entity and is none: card numbers, half a phone, sums that nobody has, amounts below zero.

Found so that nothing is read inside: a bank card taken for an order would end in a look-up, on a card and in a log.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from intents.entities.model import NOTHING, Found
from intents.entities.money import FIGURE, UNIT
from intents.entities.numbers import NUMERAL

_PRIVATE = re.compile(  # 身份证110101199003078888, 银行卡6222 0212…, QQ123456789
    r"(?:身份证|证件|护照|社保卡|银行卡|信用卡|储蓄卡|借记卡|卡号"
    r"|(?<![a-z])(?:qq|(?:id |bank |credit |debit )card|passport))"
    r"(?: ?number| ?no\.?|号码?|尾号)?(?: is |[ 是为:.#])*"
    rf"(?P<code>\d[\dx -]{{3,30}}[\dx])(?![a-z0-9]|\s?{UNIT})"
)
_IDENTITY = re.compile(
    r"(?<![a-z0-9])\d{6}(?:19|20)\d{2}(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])\d{3}[\dx](?![a-z0-9])"
)
_IDENTITY_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)  # source: GB 11643
_MISDIALLED = re.compile(  # 电话1380013800: a digit short
    r"(?:手机|电话|联系方式|\b(?:phone|mobile|tel))(?: ?number|号码?)?(?: is |[ 是为:改成])*"
    r"(?P<code>\d{5,10}|\d{12,14})(?!\d)"
)
_BEYOND = re.compile(rf"(?<![\da-z])\d{{13,40}}(?:\.\d+)?\s?{UNIT}")  # 99999999999999999999元
_BELOW = re.compile(rf"(?:(?:^|(?<=[\s,.!?:;(]))[-−]\s?|(?<=\d)[-−]|(?<!欠)负)(?:¥\s?)?(?:{FIGURE}|{NUMERAL})\s?{UNIT}")
_FRACTION = re.compile(r"(?<![\d.])\d{1,4}[/⁄]\d{1,3}(?=\s?(?:[个件包块只张份盒条瓶斤袋]|公斤|kg))")  # 1/2个 is no day


def find_unread(text: str) -> Iterator[Found]:
    """Stretches of normalised text in which no entity is to be read."""
    for found in _PRIVATE.finditer(text):
        yield _nothing(*found.span("code"), rank=0)
    for found in _IDENTITY.finditer(text):
        if _is_identity(found.group()):
            yield _nothing(*found.span(), rank=2)
    for found in _MISDIALLED.finditer(text):
        yield _nothing(*found.span("code"), rank=3)
    for found in _BEYOND.finditer(text):
        yield _nothing(*found.span(), rank=0)
    for pattern in (_BELOW, _FRACTION):
        for found in pattern.finditer(text):
            yield _nothing(*found.span(), rank=3)


def _is_identity(code: str) -> bool:
    """Is the last character of an identity number what the seventeen before it demand?"""
    total = sum(weight * int(digit) for weight, digit in zip(_IDENTITY_WEIGHTS, code[:17], strict=True))
    return code[17] == "10x98765432"[total % 11]


def _nothing(start: int, end: int, *, rank: int) -> Found:
    return Found(kind=NOTHING, value="", start=start, end=end, rank=rank)
