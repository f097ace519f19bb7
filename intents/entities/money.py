"""Amounts of money: ¥199, 199块5, 一百九十九块五, 十块零五毛, $1,299.50, 3.5k块, 20 bucks."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal

from intents.entities.model import Found
from intents.entities.numbers import ENGLISH, NUMERAL, number

_FIGURE = r"(?<![\d.,])(?:\d{1,3}(?:,\d{3}){1,4}(?:\.\d{1,2})?|\d{1,12}(?:\.\d{1,2})?)"
_BEFORE = re.compile(
    rf"(?:¥|\$|£|\b(?:rmb|cny|usd|hkd|gbp)|人民币|美元)\s?(?P<whole>{_FIGURE})\s?(?P<scale>[kw万千](?![a-z0-9]))?"
    r"|(?:€|\beur)\s?(?P<euros>\d{1,3}(?:\.\d{3}){1,4}(?:,\d{1,2})?|\d{1,12}(?:[.,]\d{1,2})?(?!\d))"
)
_UNIT = (
    r"(?:元钱?|圆|块钱|块(?![手表地布毛香肥饼糖板肉砖屏电石])|人民币|美元|美金|港币|欧元|英镑|€|\$"
    r"|(?:rmb|cny|usd|yuan|kuai|dollars?|euros?|bucks?|quid)\b)"
)
_AFTER = re.compile(
    rf"(?P<whole>{_FIGURE}|{NUMERAL})\s?(?P<scale>[kw](?![a-z])|[万千])?\s?{_UNIT}"
    r"(?:零?(?P<dimes>[一二三四五六七八九\d])(?:[毛角](?P<cents>[一二三四五六七八九\d])?分?|(?![\d个件天条双只月号点折小年十百]))|(?P<half>半))?"
)
_DIMES = re.compile(
    r"(?<![\d.块元零一二三四五六七八九十百])(?P<dimes>[一二两三四五六七八九\d])(?:毛钱?|角钱)(?P<cents>[一二三四五六七八九\d])?(?![孩衣巾线笔呢绒边])"
)
_WORDS = "|".join(sorted(ENGLISH, key=len, reverse=True))
_SPELLED = re.compile(rf"\b(?P<word>{_WORDS}) (?:dollars?|euros?|bucks?|yuan)\b")
_TALKED_ABOUT = re.compile(  # a bare amount with its thousands is money where prices are talked about
    r"(?:价格?|预算|花了?|付了?|卖|收了?|扣了?|退了?|优惠|便宜|budget|price|paid|pay|cost|costs|charged)\s?(?:是|is|of|me|:)?\s?"
    r"(?P<whole>\d{1,9}(?:\.\d{1,2})?|[一二两三四五六七八九])\s?(?P<scale>[kw万千](?![a-z0-9]))(?P<rest>[一二三四五六七八九])?"
)
_SCALES = {"k": 1000, "千": 1000, "w": 10_000, "万": 10_000}


def find_money(text: str) -> Iterator[Found]:
    """Amounts in normalised text; the value is a plain decimal as text, whatever the currency."""
    for found in _BEFORE.finditer(text):
        yield _at(_scaled(found["whole"], found["scale"]) if found["whole"] else _euros(found["euros"]), found)
    for found in _AFTER.finditer(text):
        value = _scaled(found["whole"], found["scale"])
        if value is not None:
            yield _at(value + _small(found) + (Decimal("0.5") if found["half"] else 0), found)
    for found in _DIMES.finditer(text):
        yield _at(_small(found), found)
    for found in _SPELLED.finditer(text):
        yield _at(Decimal(ENGLISH[found["word"]]), found)
    for found in _TALKED_ABOUT.finditer(text):
        value = _scaled(found["whole"], found["scale"])
        if value is not None:
            tenths = Decimal(_SCALES[found["scale"]]) / 10 * int(number(found["rest"] or "零") or 0)
            yield Found(
                kind="money", value=_plain(value + tenths), start=found.start("whole"), end=found.end(), rank=4
            )  # fmt: skip


def _scaled(text: str, scale: str | None) -> Decimal | None:
    """A number, times a thousand (k, 千) or ten thousand (w, 万); digits keep the places that were written."""
    plain = text.replace(",", "")
    value = number(plain)
    if value is None:
        return None
    exact = Decimal(plain) if plain[0].isdecimal() else Decimal(f"{value:.10g}")
    return (exact * _SCALES[scale]).normalize() if scale else exact


def _euros(text: str) -> Decimal:
    """1.299,50 and 15,50 are written the other way round; 15.50 is not."""
    if "," in text:
        return Decimal(text.replace(".", "").replace(",", "."))
    whole, _, part = text.rpartition(".")
    return Decimal(text.replace(".", "")) if whole and len(part) == 3 else Decimal(text)


def _small(found: re.Match[str]) -> Decimal:
    """毛 are tenths and 分 hundredths; 19块5 leaves the 毛 out."""
    dimes, cents = (int(number(found[name] or "零") or 0) for name in ("dimes", "cents"))
    return Decimal(dimes) / 10 + Decimal(cents) / 100


def _plain(value: Decimal) -> str:
    return f"{value:f}"


def _at(value: Decimal | None, found: re.Match[str]) -> Found:
    return Found(kind="money", value=_plain(value or Decimal()), start=found.start(), end=found.end(), rank=4)
