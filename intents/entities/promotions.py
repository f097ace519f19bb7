"""A shop's offer that a customer quotes: 满199减20, 满2件8折, 满99包邮, 买二送一, $20 off $199.

Its numbers are a threshold and what it earns, and never two amounts that the customer claims, pays or asks for. So an
offer is one entity, surer than the amounts and counts inside it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal

from intents.entities.model import Found
from intents.entities.money import FIGURE, UNIT, amount_of, plain
from intents.entities.numbers import NUMERAL, digit_by_digit, number

_AMOUNT = rf"(?:{FIGURE}|{NUMERAL})"
_FROM = rf"(?:每?满|每够|买够|买满|凑够|凑满)\s?[¥$]?(?P<least>{_AMOUNT})\s?(?:{UNIT}|(?P<pieces>[件双个条盒套]))?"
_EARNS = r"[,， ]?\s?(?:就|可以|可|能|立|直)?"
_OFF = re.compile(
    rf"{_FROM}{_EARNS}\s?(?:减免?|返|抵|优惠|便宜|省|-)\s?[¥$]?(?P<off>{_AMOUNT})(?!\s?[折%])(?:\s?{UNIT})?"
    rf"|(?<![\d.,-])(?P<bare>\d{{2,5}})(?:元|块)?(?:立|直)?减(?P<bare_off>\d{{1,4}})(?![\d.折%个件斤])(?:元|块)?"
)
_RATE = re.compile(
    rf"(?:{_FROM}|(?<![第\d.])(?P<just>{NUMERAL})件){_EARNS}\s?(?:打|享)?\s?(?P<rate>\d(?:\.\d)?|\d\d|[一二三四五六七八九]{{1,2}})折"
)
_FREIGHT = re.compile(rf"{_FROM}{_EARNS}\s?(?:包邮|免邮|免运费|免邮费)")
_GIVEN = re.compile(
    r"买了?(?P<buy>[一二两三四五六七八九十]|\d{1,2})[件个双盒份袋包瓶]?[送赠]"
    r"(?P<gift>[一二两三四五六七八九十]|\d{1,2})(?![\d折元块.])[件个双盒份袋包瓶]?"
    r"|\bbuy (?P<buy_2>\d{1,2}|one|two|three),? get (?P<gift_2>\d{1,2}|one|two|three)(?: free)?\b"
)
_ENGLISH_OFF = re.compile(
    rf"[$£€]?(?P<off>{FIGURE}) off (?:orders? |purchases? )?(?:of |over |from |above |when you spend )?"
    rf"[$£€]?(?P<least>{FIGURE})"
    rf"|\bspend [$£€]?(?P<spend>{FIGURE}),? (?:and )?save [$£€]?(?P<save>{FIGURE})"
)
_ENGLISH_FREIGHT = re.compile(
    rf"\bfree (?:shipping|delivery|postage) (?:(?:on|for) orders )?(?:of|over|from|above|on) [$£€]?(?P<least>{FIGURE})"
)
_WORDS = {"one": "1", "two": "2", "three": "3"}
_RANK = 2  # surer than money, counts and 618


def find_promotions(text: str) -> Iterator[Found]:
    """Offers in normalised text; the value is the threshold and what it earns.

    ``199-20`` is 20 off from 199, ``199*0.9`` and ``2pcs*0.8`` a rate from a sum or from two pieces, ``99-freight``
    free shipping from 99, ``2+1`` one more for two.
    """
    for found in _OFF.finditer(text):
        least, off = found["least"] or found["bare"], found["off"] or found["bare_off"]
        yield from _off(_threshold(least, found["pieces"]), amount_of(off), found)
    for found in _RATE.finditer(text):
        rate = _rate(found["rate"])
        least = _threshold(found["least"] or found["just"], found["pieces"] or found["just"])
        if least is not None and rate is not None:
            yield _at(f"{least}*{rate}", found)
    for found in _FREIGHT.finditer(text):
        yield from _freight(_threshold(found["least"], found["pieces"]), found)
    for found in _GIVEN.finditer(text):
        buy, gift = found["buy"] or found["buy_2"], found["gift"] or found["gift_2"]
        yield _at("+".join(f"{number(_WORDS.get(one, one)) or 0:g}" for one in (buy, gift)), found)
    for found in _ENGLISH_OFF.finditer(text):
        least, off = found["least"] or found["spend"], found["off"] or found["save"]
        yield from _off(_threshold(least, None), amount_of(off), found)
    for found in _ENGLISH_FREIGHT.finditer(text):
        yield from _freight(_threshold(found["least"], None), found)


def _threshold(said: str, pieces: str | None) -> str | None:
    """199 of money, or 2pcs."""
    value = amount_of(said)
    return None if value is None else f"{plain(value)}pcs" if pieces else plain(value)


def _off(least: str | None, off: Decimal | None, found: re.Match[str]) -> Iterator[Found]:
    """No shop gives more than is spent: 20减199 is no offer."""
    if least is not None and off and (least.endswith("pcs") or off < Decimal(least)):
        yield _at(f"{least}-{plain(off)}", found)


def _freight(least: str | None, found: re.Match[str]) -> Iterator[Found]:
    if least is not None:
        yield _at(f"{least}-freight", found)


def _rate(said: str) -> str | None:
    """8折 is 0.8, 85折, 8.5折 and 八五折 are 0.85."""
    digits = number(said) if said[0].isdecimal() else digit_by_digit(said)
    if not digits:
        return None
    return f"{digits / (100 if digits >= 10 else 10):.3g}"


def _at(value: str, found: re.Match[str]) -> Found:
    end = found.start() + len(found.group().rstrip())
    return Found(kind="promotion", value=value, start=found.start(), end=end, rank=_RANK)
