"""Chinese typed with Latin letters: kd for 快递, order for 订单, and whole sentences of pinyin cut into syllables.

Only where nothing else can be meant: initials among Chinese words, syllables where every word of a message is pinyin.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from intents.concepts import completed
from intents.pinyin import syllables

_INITIALS = {  # with the pinyin that they shorten, for messages without a Chinese character
    "kd": ("快递", "kuaidi"), "fh": ("发货", "fahuo"), "th": ("退货", "tuihuo"), "hh": ("换货", "huanhuo"),
    "tk": ("退款", "tuikuan"), "dd": ("订单", "dingdan"), "kf": ("客服", "kefu"), "yf": ("运费", "yunfei"),
    "wl": ("物流", "wuliu"), "fp": ("发票", "fapiao"), "yhq": ("优惠券", "youhuiquan"), "rg": ("人工", "rengong"),
}  # fmt: skip
_ENGLISH = {  # said among Chinese words: 可以cancel这个order吗
    "cancel": "取消", "order": "订单", "discount": "优惠", "refund": "退款", "return": "退货", "size": "尺码",
    "invoice": "发票",
}  # fmt: skip
_ENGLISH_WORD = re.compile(rf"(?<![a-z0-9#-])(?:{'|'.join(_ENGLISH)})(?![a-z0-9-])")
_INITIAL = re.compile(rf"(?<![a-z0-9#-])(?:{'|'.join(_INITIALS)})(?![a-z0-9-])")
_ALONE = frozenset({"kd", "fh", "th", "tk", "kf", "yf", "fp", "yhq"})  # sure when they are the whole message
_MIXED = re.compile(  # 退huo, tui货: one word, half of it typed
    r"(?P<first>[一-鿿])(?P<typed_end>[a-z]{2,6})(?![a-z0-9])|(?<![a-z0-9])(?P<typed>[a-z]{2,6})(?P<second>[一-鿿])"
)
_HAN = re.compile(r"[㐀-鿿]")
_WORD = re.compile(r"[a-z]+")
_FOREIGN = re.compile(r"[^a-z\s.,!?]")
_PLAINLY_PINYIN = re.compile(r"zh|q[iu]|x[iu]|uo|ao|uai|iu|ui|ei\b")  # no "can you name me" has these
_LEAST_SYLLABLES = 3
_LONGEST = 50  # letters that are read as one row of syllables


def initials(text: str) -> Iterator[tuple[int, int, str]]:
    """Where normalised text has Latin letters that stand for a Chinese word: (start, end, word).

    Initials, a word half typed in pinyin, an English word among Chinese ones.
    """
    alone = text.rstrip("?!. ")
    if alone in _ALONE:
        yield 0, len(alone), _INITIALS[alone][0]
        return
    found = list(_INITIAL.finditer(text))
    among_han = _HAN.search(text) is not None
    if found and (among_han or _is_pinyin(_INITIAL.sub(" ", text), 2)):
        yield from ((one.start(), one.end(), _INITIALS[one.group()][not among_han]) for one in found)
    if among_han:
        yield from _mixed(text)
        yield from ((one.start(), one.end(), _ENGLISH[one.group()]) for one in _ENGLISH_WORD.finditer(text))


def _mixed(text: str) -> Iterator[tuple[int, int, str]]:
    """Known words of two characters of which one is typed in pinyin."""
    for one in _MIXED.finditer(text):
        word = completed(one["first"] or "", one["typed"] or one["typed_end"], one["second"] or "")
        if word:
            yield one.start(), one.end(), word


def gaps(text: str) -> set[int]:
    """The spaces between the words of a message that is all pinyin: one row of syllables is read surer than words."""
    if " " not in text or not _is_pinyin(text, _LEAST_SYLLABLES):
        return set()
    spaces: set[int] = set()
    length = 0
    for word in _WORD.finditer(text):
        size = word.end() - word.start()
        if word.start() and text[word.start() - 1] == " " and length and length + size <= _LONGEST:
            spaces.add(word.start() - 1)
            length += size
        else:
            length = size
    return {at for at in spaces if text[at - 1].isalpha()}


def _is_pinyin(text: str, least: int) -> bool:
    """Is every word a row of syllables, and are there two words and enough syllables?"""
    if _FOREIGN.search(text) or not _PLAINLY_PINYIN.search(text):
        return False
    words = _WORD.findall(text)
    rows = [syllables(word) for word in words]
    return len(words) > 1 and all(rows) and sum(map(len, rows)) >= least
