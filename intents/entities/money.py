"""Amounts of money: ¥199, 199块5, 一百九十九块五, 十块零五毛, $1,299.50, 3.5k块, 20 bucks, 两千五 as a price."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal

from intents.entities.model import Found
from intents.entities.numbers import ENGLISH_NUMERAL, NUMERAL, english, number

FIGURE = r"(?<![\d.,])(?:\d{1,3}(?:,\d{3}){1,4}(?:\.\d{1,2})?|\d{1,12}(?:\.\d{1,2})?)"
"""A pattern for an amount in digits, thousands parted by commas or not."""

UNIT = (
    r"(?:元钱?(?![旦宵素桥]|里(?![面头]))|圆|块钱|块(?![手表地布毛香肥饼糖板肉砖屏电石])|人民币|美元|美金|港币|欧元|英镑|€|\$"
    r"|(?:rmb|cny|usd|yuan|kuai|dollars?|euros?|bucks?|quid)\b)"
)
"""A pattern for what makes a number before it money; 元旦 and 地毯 by the piece (两块地毯) are none."""

_MIXED = r"(?<![\d.])\d(?:[百千万]\d){0,2}[百千万]\d?"  # 5百, 3千5百, 1千5
_ENDS = r"(?=$|[^\w]|[吧吗呢啊呀哦行卖钱的了可能成好都就给拿出怎一每贵便太买是多和加还]|包邮)"  # 10元一斤 is not 10.1
_BEFORE = re.compile(
    rf"(?:¥|\$|£|\b(?:rmb|cny|usd|hkd|gbp)|人民币|美元)\s?(?P<whole>{FIGURE})\s?(?P<scale>[kw万千](?![a-z0-9]))?"
    r"|(?:€|\beur)\s?(?P<euros>\d{1,3}(?:\.\d{3}){1,4}(?:,\d{1,2})?|\d{1,12}(?:[.,]\d{1,2})?(?!\d))"
)
_EUROS_AFTER = re.compile(r"(?<![\d.,])(?P<euros>\d{1,3}(?:\.\d{3}){0,4},\d{2})\s?(?:€|euros?\b|欧元)")
_AFTER = re.compile(
    rf"(?<!\d[a-z])(?P<whole>{_MIXED}(?=\s?{UNIT})|{FIGURE}|{NUMERAL})\s?(?P<scale>[kw](?![a-z])|[万千])?\s?{UNIT}"
    rf"(?:零?(?P<dimes>[一二三四五六七八九\d])(?:[毛角](?P<cents>[一二三四五六七八九\d])?分?|{_ENDS})|(?P<half>半))?"
)
_TOGETHER = re.compile(r"一块儿?(?=[起发寄买退拍下打送付算走来去装包合给帮邮快换签拿])")  # 两件一块发货吗
_DIMES = re.compile(
    r"(?<![\d.块元零一二三四五六七八九十百])(?P<dimes>[一二两三四五六七八九\d])(?:毛钱?(?!不拔)|角钱|(?<=\d)角(?![度落色膜]))"
    r"(?P<cents>[一二三四五六七八九\d])?(?![孩衣巾线笔呢绒边])"
)
_SPELLED = re.compile(rf"\b(?P<words>{ENGLISH_NUMERAL}) (?:dollars?|euros?|bucks?|yuan)\b")
_ROUND = r"[一二两三四五六七八九十][一二两三四五六七八九十零]{0,4}[百千万][零一二两三四五六七八九十百千]{0,6}"
_SCALED = rf"(?:\d{{1,9}}(?:\.\d{{1,2}})?[k千万](?![a-z])[一二三四五六七八九]?|{_MIXED})"
_NO_MORE = r"(?![零一二两三四五六七八九十百千万\d.])"
_TALKED_ABOUT = re.compile(  # a bare amount is money where prices are talked about: 预算两千五, 花了1.2w
    r"(?:价格?|预算|说好的?|谈好的?|讲好的?|答应的?|花了?|付了?|卖|收[了我]?|扣了?|退了?|优惠|便宜|降|budget|price|paid|pay|cost|costs|charged)\s?(?:是|到|is|of|me|:)?\s?"
    rf"(?P<amount>{_ROUND}|{_SCALED}|\d{{1,9}}(?:\.\d{{1,2}})?w(?![a-z])|[一二两三四五六七八九][kw]){_NO_MORE}"
    r"(?![个件双条只斤公米人天多来几余台单年次份字克张])"
)
_OFFERED = (  # what is said of a price: 两千五能卖吗, 一百三行不行
    r"[块元]?(?:(?:可以|能不能|能)?(?:卖|出|拿走|拿下|成交|到手|入手)|包邮|(?:可以|行|好|成|中|够)(?:吗|么|不行|不)"
    r"|可不可以|怎么样|如何|贵了|太贵)"
)
_ALONE = re.compile(  # 一百三 and 3.5k with nothing around them, or offered as a price
    rf"(?:^|(?<=[,.!?;:])|(?<=[,.!?;:一-鿿] )|(?<=给你|才要|只要|总共|一共|合计|改成|改为))"
    rf"(?P<amount>{_ROUND}|{_SCALED}){_NO_MORE}(?=[吧吗呢呗]?(?:[,.!?;]|$)|{_OFFERED})"
)
_FOR_SALE = re.compile(  # 9.9包邮, 9点9包邮, 130卖不卖
    r"(?<![a-z0-9_.,/:#点-])(?<![a-z] )(?P<amount>\d{1,6}(?:[.点]\d{1,2})?)"
    r"(?=包邮|(?:可以|能不能|能)卖|卖[吗我不]|出不出|拿走|成交)"
)
_SHORTENED = re.compile(
    r"(?P<whole>\d+(?:\.\d+)?|[一二两三四五六七八九])(?P<scale>[kw千万])(?P<rest>[一二三四五六七八九])?"
)
_SPOKEN = str.maketrans("0123456789", "零一二三四五六七八九")
_FOOL = "二百五"  # abuse, not a price, unless it has a unit
_SCALES = {"k": 1000, "千": 1000, "w": 10_000, "万": 10_000}


def find_money(text: str) -> Iterator[Found]:
    """Amounts in normalised text; the value is a plain decimal as text, whatever the currency."""
    together = {found.start() for found in _TOGETHER.finditer(text)}
    for found in _BEFORE.finditer(text):
        yield _at(amount_of(found["whole"], found["scale"]) if found["whole"] else _euros(found["euros"]), found)
    for found in _EUROS_AFTER.finditer(text):
        yield _at(_euros(found["euros"]), found)
    for found in _AFTER.finditer(text):
        value = amount_of(found["whole"], found["scale"])
        if value is not None and found.start() not in together:
            yield _at(value + _small(found) + (Decimal("0.5") if found["half"] else 0), found)
    for found in _DIMES.finditer(text):
        yield _at(_small(found), found)
    for found in _SPELLED.finditer(text):
        words = english(found["words"])
        if words is not None:
            yield _at(Decimal(words), found)
    yield from _without_a_unit(text)


def amount_of(text: str, scale: str | None = None) -> Decimal | None:
    """A number, times a thousand (k, 千) or ten thousand (w, 万); digits keep the places that were written."""
    plain_text = text.replace(",", "")
    if re.fullmatch(_MIXED, plain_text):
        plain_text = plain_text.translate(_SPOKEN)
    value = number(plain_text)
    if value is None:
        return None
    exact = Decimal(plain_text) if plain_text[0].isdecimal() else Decimal(f"{value:.10g}")
    return (exact * _SCALES[scale]).normalize() if scale else exact


def plain(value: Decimal) -> str:
    """The value without an exponent."""
    return f"{value:f}"


def _without_a_unit(text: str) -> Iterator[Found]:
    """Amounts that only what is said around them makes money; every other reading of the number is surer."""
    for pattern in (_TALKED_ABOUT, _ALONE, _FOR_SALE):
        for found in pattern.finditer(text):
            value = _shortened(found["amount"].replace("点", "."))
            if value is not None and (pattern is _TALKED_ABOUT or found["amount"] != _FOOL):
                start, end = found.span("amount")
                yield Found(kind="money", value=plain(value), start=start, end=end, rank=7)


def _shortened(text: str) -> Decimal | None:
    """3千5 and 一万二 leave out the last unit, a tenth of the one before; 3.5k does not."""
    found = _SHORTENED.fullmatch(text)
    if found is None:
        return amount_of(text)
    value = amount_of(found["whole"], found["scale"])
    if value is None:
        return None
    return value + Decimal(_SCALES[found["scale"]]) / 10 * int(number(found["rest"] or "零") or 0)


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


def _at(value: Decimal | None, found: re.Match[str]) -> Found:
    end = found.start() + len(found.group().rstrip())
    return Found(kind="money", value=plain(value or Decimal()), start=found.start(), end=end, rank=4)
