"""Whether words are a yes or a no to what is about to be done.

A yes moves parcels and money, so that only a message which is a yes from its first word to its last is one: 好的 is,
and 确认取消吧. 好烦, 嗯？, 是的 等等 and 好的，什么时候到账 are not, however much they resemble one. A no does no harm
and is heard behind a yes too: 好的不退了.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import timedelta
from functools import lru_cache
from typing import Final

from bot.core.conversation import Frame
from bot.dialogue.asking import CONFIRM
from bot.dialogue.turn import Talk
from bot.scripts.book import Pack
from intents import normalize
from intents.pinyin import sound

HOLDS: Final = timedelta(hours=3)
"""How long a question is still the one that a bare yes answers. Somebody who comes back later has other things in
mind, and the order may have moved on; within a lunch break or a meeting neither is likely."""

_DOUBT: Final = re.compile(r"[?？]|[吗么嘛]\s*$")
_LONGEST: Final = 40  # characters of a message that says nothing but yes or no
_READ: Final = re.compile(
    r"[哦噢喔]+|.*(?:知道|明白|了解|清楚|懂|晓得|收到|等).*|你说得对|[有在]的?|.*[弄办点选填]好了|.*这样[啊哦子]"
    r"|why not",
    re.IGNORECASE,
)
"""Examples of a yes that only say "I read it", "wait" or "so it is": 哦, at 确认取消吗？, agrees to nothing."""

_COURTESY: Final = (
    "麻烦", "谢谢", "辛苦", "拜托", "劳驾", "帮我", "帮忙", "一下", "就", "那", "办", "办理", "登记",
    "处理", "弄", "提交", "申请", "这样", "按这个", "知道了", "收到", "明白", "您", "你", "我", "了",
    "啦", "哦", "噢", "啊", "呀", "吧", "的", "哈", "亲", "嗯", "呢", "哒", "滴", "哟", "嘞", "呐", "快",
    "快点", "thanks", "thank", "you", "please", "do", "it", "then", "just", "the", "my", "this",
)  # fmt: skip
_BUT: Final = ("不过", "但是", "但", "还是", "那", "先", "暂时", "再", "想", "要", "用", "必", "需要")
_NOT: Final = ("不", "别", "先别", "甭", "不要", "不用", "不想", "无需", "don't", "not")
_TWICE: Final = re.compile(r"不是不|不能不|不得不|没有不|not un")
_NEGATIVE: Final = frozenset("不没别未无莫")


def agrees(talk: Talk, frame: Frame, text: str) -> bool:
    """Whether a message is a yes as a whole: nothing in it asks, doubts, objects or is about something else."""
    plain = _plain(text)
    if plain is None or _DOUBT.search(text):
        return False
    read, yes = _by_meaning(talk.pack, "affirm")
    return _made_of(plain, yes, filler={*_COURTESY, *read, *_title_of(talk, frame)})


def declines(talk: Talk, frame: Frame, text: str) -> bool:
    """Whether a message is nothing but a no, a yes that takes itself back included: 好吧 不过先别取消."""
    plain = _plain(text)
    if plain is None or _DOUBT.search(text) or _TWICE.search(plain):
        return False
    read, yes = _by_meaning(talk.pack, "affirm")
    title = set(_title_of(talk, frame))
    given_up = {word for word in _by_meaning(talk.pack, "cancel")[1] if not title.issuperset(word)}
    no = frozenset({*_by_meaning(talk.pack, "deny")[1], *given_up, *_NOT})
    return _made_of(plain, no, filler={*_COURTESY, *_BUT, *read, *yes, *title})


def names_the_matter(talk: Talk, text: str) -> bool:
    """Whether 取消, at 确认取消吗？, may be the matter to be confirmed as well as the wish to leave it."""
    frame, plain = talk.top, _plain(text)
    if frame is None or frame.asking != CONFIRM or plain is None:
        return False
    return set(plain) <= set(_title_of(talk, frame)) if not plain.isascii() else plain in set(_title_of(talk, frame))


def _plain(text: str) -> str | None:
    plain = normalize(text).text.strip()
    return plain if 0 < len(plain) <= _LONGEST else None


def _title_of(talk: Talk, frame: Frame) -> Iterable[str]:
    """取消, of 确认取消, says only again what the question is about."""
    intent = talk.pack.intents.get(frame.intent)
    words = normalize(intent.title).text if intent else ""
    return words.split() if words.isascii() else set(words) - _NEGATIVE


def _by_meaning(pack: Pack, engine: str) -> tuple[frozenset[str], frozenset[str]]:
    """The examples of an engine's intents: those that only say that something was read, and the others."""
    examples = (example.text for one in pack.intents.values() if one.engine == engine for example in one.spec.examples)
    return _sorted_out(tuple(examples))


@lru_cache(maxsize=16)
def _sorted_out(examples: tuple[str, ...]) -> tuple[frozenset[str], frozenset[str]]:
    written = {normalize(example).text for example in examples}
    words = written | {word.replace(" ", "") for word in written}  # shide
    read = frozenset(word for word in words if _READ.fullmatch(word))
    return read, frozenset(words - read)


def _made_of(text: str, words: frozenset[str], *, filler: set[str]) -> bool:
    """Whether a text is some of these words, one at least, with nothing but filler between them."""
    heard = sound(text)
    open_at = {0: False}  # places that words so far can end at, and whether one of them counted
    for at in range(len(text)):
        if at not in open_at:
            continue
        if not text[at].isalnum() and text[at] not in words:
            open_at[at + 1] = open_at[at] or open_at.get(at + 1, False)
        for length in range(1, len(text) - at + 1):
            part = text[at : at + length]
            if not _ends(text, at + length):
                continue
            counts = part in words or (length > 1 and heard[at : at + length] in _sounds(words))
            if counts or part in filler:
                open_at[at + length] = open_at[at] or counts or open_at.get(at + length, False)
    return open_at.get(len(text), False)


def _ends(text: str, at: int) -> bool:
    """Whether a word may end here: yes does not within yesterday."""
    return at == len(text) or not (text[at - 1 : at + 1].isascii() and text[at - 1 : at + 1].isalnum())


@lru_cache(maxsize=16)
def _sounds(words: frozenset[str]) -> frozenset[str]:
    """好的, as 号的 sounds; Latin words have to be written as they are."""
    return frozenset(sound(word) for word in words if not word.isascii())
