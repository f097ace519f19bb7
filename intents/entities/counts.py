"""How many: 两件, 买一打, 要仨, x3, half a dozen, three pairs."""

from __future__ import annotations

import re
from collections.abc import Iterator

from intents.entities.model import Found
from intents.entities.numbers import ENGLISH_NUMERAL, NUMERAL, english, number

_TIME = r"(?![多半]?(?:月|小时|钟头|星期|礼拜|工作日|季度|世纪))"
_CLASSIFIERS = (
    rf"(?:个{_TIME}|包(?!邮)|件(?!套)"
    r"|[双条只盒瓶套箱份台支本张把袋罐副对顶幅串桶卷颗枚朵根株]|块(?=手?表|布|毛巾|香皂|地毯))"
)
_NO_CLASSIFIER = r"(?!\s(?:只(?=取消|退|换|要|改|修|补|留)|[把对本]))"  # 2018 只取消枕头: a code
_COUNT = re.compile(
    rf"(?<![第\d./a-z])(?<![\d一二两三四五六七八九][-到至])(?P<number>{NUMERAL}){_NO_CLASSIFIER}\s?{_CLASSIFIERS}"
)
_DOZEN = re.compile(r"(?P<some>半|一|两|三|四|五|\d{1,2})打(?![折包开字电印])")
_LONE = re.compile(r"(?:要|买|拍|来|拿|下单|送)(?P<number>俩|仨)")
_TIMES = re.compile(r"(?<![a-z0-9])(?:[x×*]\s?(?P<after>\d{1,3})(?![\d.a-z])|(?P<before>\d{1,3})\s?[x×](?![a-z0-9]))")
_UNITS = (
    r"(?:pcs|pieces?|pairs?|boxes|box|sets?|packs?|packets?|bags?|bottles?|items?|units?|copies|copy"
    r"|of (?:them|these|those|it))"
)
_ENGLISH = re.compile(rf"(?<![\w.#-])(?P<number>\d{{1,5}}|{ENGLISH_NUMERAL})(?: more)? ?{_UNITS}\b")
_ENGLISH_DOZEN = re.compile(rf"\b(?:(?P<half>half a )|(?P<number>\d{{1,2}}|{ENGLISH_NUMERAL}) )?dozens?\b(?! of times)")
_COUPLE = re.compile(r"\ba couple of (?!days|weeks|months|years|hours|minutes|times|questions|things)")
_MOST = 100_000


def find_counts(text: str) -> Iterator[Found]:
    """Counts in normalised text; 第2件, 一个月 and 四件套 are none, and neither is a guess such as 三四件 or 2-3件."""
    for found in _COUNT.finditer(text):
        yield from _at(number(found["number"]), found)
    for found in _DOZEN.finditer(text):
        yield from _at((number(found["some"]) or 0) * 12, found)
    for found in _LONE.finditer(text):
        yield from _at(number(found["number"]), found, "number")
    for found in _TIMES.finditer(text):
        yield from _at(float(found["after"] or found["before"]), found)
    for found in _ENGLISH.finditer(text):
        yield from _at(_english(found["number"]), found)
    for found in _ENGLISH_DOZEN.finditer(text):
        yield from _at(6 if found["half"] else 12 * (_english(found["number"] or "one") or 0), found)
    for found in _COUPLE.finditer(text):
        yield from _at(2, found)


def _english(text: str) -> float | None:
    return float(text) if text.isdecimal() else english(text)


def _at(value: float | None, found: re.Match[str], group: str | int = 0) -> Iterator[Found]:
    if value is not None and value == int(value) and 0 < value < _MOST:
        end = found.start(group) + len(found.group(group).rstrip())
        yield Found(kind="count", value=int(value), start=found.start(group), end=end, rank=6)
