"""Names: the couriers everybody knows and the products of the shop."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from functools import cache, lru_cache

from rapidfuzz import fuzz, process

from intents.entities.model import Found
from intents.normalize import normalize
from intents.pinyin import said_alike, sound, spelled, syllables
from intents.words import nearest, stands

COURIERS: dict[str, tuple[str, ...]] = {  # with nicknames and what thumbs make of the names
    "sf": ("顺丰速运", "顺丰快递", "顺丰", "顺风", "sf express", "sf"),
    "zto": ("中通快递", "中通", "zto"),
    "yto": ("圆通速递", "圆通快递", "圆通", "yto"),
    "sto": ("申通快递", "申通", "sto"),
    "yunda": ("韵达快递", "韵达", "韵哒", "yunda"),
    "jt": ("极兔速递", "极兔快递", "极兔", "极免", "j&t", "jt express", "j&t express"),
    "jd": ("京东快递", "京东物流", "jd logistics", "jdl"),
    "ems": ("ems",),
    "post": ("中国邮政", "邮政快递", "邮政", "china post"),
    "deppon": ("德邦快递", "德邦", "deppon"),
    "best": ("百世汇通", "百世快递", "百世", "汇通"),
    "cainiao": ("菜鸟裹裹", "菜鸟速递", "菜鸟", "cainiao"),
    "danniao": ("丹鸟",),
    "kuayue": ("跨越速运",),
    "ane": ("安能物流",),
    "tiantian": ("天天快递",),
    "zjs": ("宅急送",),
    "4px": ("递四方", "4px"),
    "dhl": ("敦豪", "dhl"),
    "ups": ("ups",),
    "fedex": ("联邦快递", "fedex", "fed ex"),
    "usps": ("美国邮政", "usps"),
    "royalmail": ("royal mail",),
    "dpd": ("dpd",),
}
_HEARD = frozenset({"sf", "zto", "yto", "sto", "yunda", "jt", "jd", "cainiao"})  # whose names sound like no other word
_LEAST_LIKE = 79.0  # one wrong character in five
_SHORTEST_FUZZY = 3
_LATIN_WORDS = re.compile(r"(?<![a-z0-9])[a-z]{5,60}(?![a-z0-9])")
_BEFORE_ONE = re.compile(  # what a product's name of one character may follow: 买的伞, 取消伞, 台灯和伞
    r"(?:^|[\W_]|[的把个口台件款这那和跟与还有买退换修补是要加问想给]|取消|一起|关于|到底|请问|亲)$"
)
_BEHIND_ONE = re.compile(  # and what may follow it: 伞多少钱, 锅能用吗, 秤不亮
    r"$|[\W_]|[那这的呢吗啊吧啥多少几怎咋是有没还也和跟与不坏断破碎漏掉锈生最能可会要什何先用到退换别就我留都了卖贵粘亮开太好颜尺重]"
    r"|一起|一块|帮我|取消|地址|发货|材质|质量|保修"
)
_LONGEST_READ = 200  # characters in which a misspelt product is looked for


def find_couriers(text: str) -> Iterator[Found]:
    """Courier names in normalised text, homophones (园通) and typed pinyin (shunfeng) included."""
    pattern, ids = courier_pattern()
    text = text.replace("顺风车", "\0" * 3)  # 打顺风车去拿
    for found in pattern.finditer(text):
        yield Found(kind="courier", value=ids[found.group()], start=found.start(), end=found.end(), rank=5)
    heard = sound(text)
    for said, courier in _sounding().items():
        at = heard.find(said)
        while at >= 0:
            yield Found(kind="courier", value=courier, start=at, end=at + len(said), rank=8)
            at = heard.find(said, at + len(said))
    for found in _LATIN_WORDS.finditer(text):
        row, heard = syllables(found.group()), spelled(found.group())
        for said, courier in _sounding().items():
            at = heard.find(said)
            if at >= 0:
                start = found.start() + sum(map(len, row[:at]))
                end = start + sum(map(len, row[at : at + len(said)]))
                yield Found(kind="courier", value=courier, start=start, end=end, rank=8)


def find_products(text: str, products: Mapping[str, Sequence[str]]) -> Iterator[Found]:
    """Product names in normalised text: as they are, then misspelt by a character or heard alike."""
    names = {name: (product, len(name)) for product, listed in products.items() for name in _plain(listed)}
    whole = False
    for name, (product, length) in names.items():
        at = text.find(name)
        while at >= 0:
            if stands(name, text, at):
                whole = True
                yield Found(kind="product", value=product, start=at, end=at + length, rank=2)
            at = text.find(name, at + length)
    yield from _of_one(text, products)
    if not whole and names:
        yield from _misspelt(text[:_LONGEST_READ], {name: product for name, (product, _) in names.items()})


def _of_one(text: str, products: Mapping[str, Sequence[str]]) -> Iterator[Found]:
    """Names of one character where a product is spoken of: 伞多少钱, but not 保护伞, 火锅 or 灯光."""
    short = {
        name: product for product, listed in products.items() for name in map(_normalized, listed) if len(name) == 1
    }
    for at, char in enumerate(text[:_LONGEST_READ] if short else ""):
        if char in short and _BEFORE_ONE.search(text[:at]) and _BEHIND_ONE.match(text, at + 1):
            yield Found(kind="product", value=short[char], start=at, end=at + 1, rank=3)


def _misspelt(text: str, names: Mapping[str, str]) -> Iterator[Found]:
    """The one product whose name is nearest to a part of the text; of Latin names, to its words; else as typed."""
    latin = [name for name in names if name.isascii()]
    alike = process.extract(text, latin, scorer=fuzz.partial_ratio, score_cutoff=_LEAST_LIKE, limit=None)
    worded = max(((*nearest(name, text), name) for name, _, _ in alike), default=(0.0, 0, 0, ""))
    if worded[0]:
        yield Found(kind="product", value=names[worded[3]], start=worded[1], end=worded[2], rank=7)
        return
    names = {name: product for name, product in names.items() if not name.isascii()}
    long_enough = [name for name in names if _SHORTEST_FUZZY <= len(name) <= len(text) + 1]
    best = process.extractOne(text, long_enough, scorer=fuzz.partial_ratio, score_cutoff=_LEAST_LIKE)
    if best is None:
        best = process.extractOne(
            sound(text), long_enough, scorer=fuzz.partial_ratio, processor=sound, score_cutoff=90.0
        )
    if best is None:
        yield from _typed(text, names)
        yield from _of_two(text, names)
        return
    name = best[0]
    place = fuzz.partial_ratio_alignment(sound(name), sound(text))
    if place is not None and place.dest_end > place.dest_start:
        yield Found(kind="product", value=names[name], start=place.dest_start, end=place.dest_end, rank=7)


def _typed(text: str, names: Mapping[str, str]) -> Iterator[Found]:
    """The longest name typed in pinyin: baowenbei."""
    typed = [(word, heard) for word in _LATIN_WORDS.finditer(text) if (heard := spelled(word.group()))]
    by_length = sorted(names.items(), key=lambda one: len(one[0])) if typed else []
    sounds = {sound(name): product for name, product in by_length}
    best: Found | None = None
    for word, heard in typed:
        row = syllables(word.group())
        for said, product in sounds.items():
            at = heard.find(said)
            if at >= 0 and len(said) > 1:
                start = word.start() + sum(map(len, row[:at]))
                end = start + sum(map(len, row[at : at + len(said)]))
                best = Found(kind="product", value=product, start=start, end=end, rank=7)
    if best is not None:
        yield best


def _of_two(text: str, names: Mapping[str, str]) -> Iterator[Found]:
    """The first name of two characters of which one is right and the other said alike, to the tone: 台登 for 台灯."""
    for name, product in names.items():
        for at in range(len(text) - 1 if len(name) == 2 else 0):
            said = text[at : at + 2]
            if (said[0] == name[0]) != (said[1] == name[1]) and said_alike(said, name):
                yield Found(kind="product", value=product, start=at, end=at + 2, rank=7)
                return


def _plain(listed: Sequence[str]) -> Iterator[str]:
    return (plain for name in listed if len(plain := _normalized(name)) > 1)


@lru_cache(maxsize=4096)
def _normalized(name: str) -> str:
    return normalize(name).text


@cache
def courier_pattern() -> tuple[re.Pattern[str], dict[str, str]]:
    """(a pattern for every name in normalised text, name → courier)."""
    ids = {name: courier for courier, listed in COURIERS.items() for name in listed}
    by_length = sorted(ids, key=len, reverse=True)
    latin = "|".join(re.escape(name) for name in by_length if name.isascii())
    other = "|".join(re.escape(name) for name in by_length if not name.isascii())
    return re.compile(rf"(?:{other})|(?<![a-z0-9])(?:{latin})(?![a-z0-9])"), ids


@cache
def _sounding() -> dict[str, str]:
    """Sound of each Chinese courier name → courier."""
    return {
        sound(name): courier
        for courier, listed in COURIERS.items()
        for name in listed
        if not name.isascii() and courier in _HEARD
    }
