"""Amounts that are no exact ones: 100到200块, 一百多块, 二十几块, 一百来块, 100块左右, 50元以内, about $50.

They are kept apart from money because nothing may be promised, refunded or compared by them as if they were exact.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal

from intents.entities.model import Found
from intents.entities.money import FIGURE, UNIT, amount_of, plain
from intents.entities.numbers import NUMERAL

_AMOUNT = rf"(?:{FIGURE}|{NUMERAL})"
_SIGN = r"(?:¥|\$|£|€|rmb ?)"
_BETWEEN = re.compile(
    rf"(?:{_SIGN}\s?(?P<low>{FIGURE})\s?(?:-|到|至|to)\s?{_SIGN}?\s?(?P<high>{FIGURE})(?:\s?{UNIT})?"
    rf"|(?P<low_2>{_AMOUNT})\s?(?:{UNIT})?\s?(?:-|到|至|to)\s?(?P<high_2>\d{{1,12}}(?:\.\d{{1,2}})?|{NUMERAL})\s?{UNIT}"
    rf"|(?<=预算)(?P<low_3>{_AMOUNT})(?:-|到|至)(?P<high_3>\d{{1,12}}|{NUMERAL}))"
)
_AND_MORE = re.compile(  # 一百多块, 二十几块, 3块多, 十几块
    rf"(?P<amount>{FIGURE}|{NUMERAL})(?:[多几余]{UNIT}|{UNIT}(?P<after>多)(?!少))"
)
_SOME = re.compile(rf"(?<![十百千万\d])(?P<how>几|数|上)(?P<scale>[十百千万]){UNIT}")
_EITHER = re.compile(  # 三四十块, 一两百块, 七八块
    rf"(?<![\d一二三四五六七八九十百千])(?P<low>[一二两三四五六七八])(?P<high>[两二三四五六七八九])(?P<scale>[十百千万]?){UNIT}"
    r"|^(?P<low_2>[一二两三四五六七八])(?P<high_2>[两二三四五六七八九])(?P<scale_2>[百千])(?=[吧吗呢]?[,.!?]?$)"
)
_SCALED_PAIR = re.compile(  # 2-3百块
    rf"(?<![\d.])(?P<low>[1-8])\s?[-到至]\s?(?P<high>[2-9])(?P<scale>[百千万])(?:{UNIT}|(?=[吧吗呢]?(?:[,.!?]|$)))"
)
_AND_MORE_ALONE = re.compile(  # 三百多, with no other word: of a price
    r"(?:^|(?<=[,.!?])|(?<=预算)|(?<=大概))(?P<amount>\d{1,6}|[一二两三四五六七八九][百千万])[多几](?=[吧吗呢]?(?:[,.!?]|$))"
)
_ABOUT = re.compile(
    rf"(?:大概|大约|约|差不多|\babout |\baround ){_SIGN}?\s?(?P<amount>{_AMOUNT})\s?(?:{UNIT})?(?:左右|上下)?"
    rf"|(?P<some>{_AMOUNT})来{UNIT}"
    rf"|{_SIGN}?(?P<amount_2>{_AMOUNT})\s?(?:{UNIT})(?:左右|上下)"
)
_MONEY = re.compile(rf"{_SIGN}|{UNIT}")
_AT_MOST = re.compile(
    rf"(?:不到|不超过|不足|\bunder |\bless than |\bbelow ){_SIGN}?\s?(?P<amount>{_AMOUNT})\s?(?:{UNIT})?"
    rf"|{_SIGN}?(?P<amount_2>{_AMOUNT})\s?{UNIT}(?:以内|之内|以下|内)"
    rf"|预算(?P<amount_3>{_AMOUNT})(?:以内|之内|以下)"
)
_UNITS = {"": 1, "十": 10, "百": 100, "千": 1000, "万": 10_000}
_DIGITS = {char: at for at, char in enumerate("一二三四五六七八九", 1)} | {"两": 2}
_TENTH = Decimal("0.1")
_RANK = 3  # surer than the exact amounts inside


def find_price_ranges(text: str) -> Iterator[Found]:
    """Ranges of money in normalised text as ``LOW/HIGH``; 来, 左右 and 大概 mean a tenth less to a tenth more."""
    yield from _vague(text)
    for found in _BETWEEN.finditer(text):
        low, high = (found[name] or found[f"{name}_2"] or found[f"{name}_3"] for name in ("low", "high"))
        yield from _at(amount_of(low), amount_of(high), found)
    for found in _ABOUT.finditer(text):
        amount = amount_of(found["amount"] or found["some"] or found["amount_2"])
        if amount is not None and _MONEY.search(found.group()):  # 大概165 is no money
            yield from _at(amount * (1 - _TENTH), amount * (1 + _TENTH), found)
    for found in _AT_MOST.finditer(text):
        amount = amount_of(found["amount"] or found["amount_2"] or found["amount_3"])
        if found["amount_3"] or _MONEY.search(found.group()):
            yield from _at(Decimal(0), amount, found)


def _vague(text: str) -> Iterator[Found]:
    """一百多块, 几十块, 三四十块."""
    for pattern in (_AND_MORE, _AND_MORE_ALONE):
        for found in pattern.finditer(text):
            least = amount_of(found["amount"])
            step = Decimal(1) if found.groupdict().get("after") else _last_unit(least)
            if least is not None and step:
                yield from _at(least, least + step, found)
    for found in _SCALED_PAIR.finditer(text):
        unit = Decimal(_UNITS[found["scale"]])
        yield from _at(unit * int(found["low"]), unit * int(found["high"]), found)
    for found in _SOME.finditer(text):
        unit = Decimal(_UNITS[found["scale"]])
        low, high = (1, 2) if found["how"] == "上" else (2, 9)
        yield from _at(unit * low, unit * high, found)
    for found in _EITHER.finditer(text):
        low, high = (_DIGITS[found[name] or found[f"{name}_2"]] for name in ("low", "high"))
        scale = _UNITS[found["scale_2"] or found["scale"] or ""]
        if high == low + 1:
            yield from _at(Decimal(low * scale), Decimal(high * scale), found)


def _last_unit(amount: Decimal | None) -> Decimal | None:
    """What 多 and 几 count: the ones after 二十, the tens after 一百; nothing after 五 (五多块 is not said)."""
    if amount is None or amount != int(amount) or amount < 10 or int(amount) % 10:
        return None
    text = f"{int(amount)}"
    return Decimal(10) ** (len(text) - len(text.rstrip("0")))


def _at(low: Decimal | None, high: Decimal | None, found: re.Match[str]) -> Iterator[Found]:
    if low is not None and high is not None and low < high:
        end = found.start() + len(found.group().rstrip())
        value = f"{_short(low)}/{_short(high)}"
        yield Found(kind="money_range", value=value, start=found.start(), end=end, rank=_RANK)


def _short(amount: Decimal) -> str:
    return plain(amount.quantize(_TENTH).normalize()) if amount else "0"
