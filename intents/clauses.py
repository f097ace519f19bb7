"""Cutting a message into the parts that could each be a message of their own.

Marks and connecting words cut for sure (我要退货，运费谁出). Customers also run two sentences together without any mark
(发什么快递几天到); there only places are proposed, and whoever reads both halves decides whether they are two.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from intents.concepts import han_concepts

_BREAKS = re.compile(
    r"[，,。.；;！!？?…\n]+|(?<=[一-鿿])\s+(?=[一-鿿])"
    r"|(?:另外|还有就是|还有(?![货没吗么卖多优点别其现])|顺便|对了|以及|然后|再就是|再问一?下|还想问一?下|同时|并且|而且|(?<=[吗呢吧了])那)"
    r"|(?<![\w-])(?:and also|but also|as well as|by the way|btw|also|plus|and then|and)(?![\w-])",
    re.IGNORECASE,
)
_MOST = 6
_MOST_CUTS = 8
_LONGEST_RUN = 60  # characters; whoever writes more writes marks
_SHORTEST = {"han": 3, "latin": 2}  # characters and words that a sentence run into another has at least

# What makes a stretch a sentence of its own: somebody wants or asks. 退货 before 运费谁出 is a phrase, and 开线了 is
# the reason of 想退货.
_SENTENCE = re.compile(
    r"想|要|能|可以|可不可以|帮|给|请|吗|么|呢|吧|怎么|为什么|什么|多少|多久|几|谁|哪|是不是|有没有|没有|还没|何时|如何|多长"
)
_CLOSED = re.compile(r"[吗呢吧啊呀啦么没]$")
_OPENS = re.compile(
    r"我|你们|怎么|为什么|什么|能不能|能|可以|可不可以|有没有|是不是|多少|多久|多长|几[天时号点]|谁|哪|帮我|请|麻烦|想|要|运费|邮费"
    r"|快递|发票|质量|尺码|退款|发货"
)
_DANGLES = re.compile(  # 我这个订单的 | 发票…: words that lead on to what follows
    r"(?:的|我|你|他|它|是|在|和|跟|与|把|给|要|想|能|会|得|可以|应该|该|怎么|为什么|为啥|什么|什么时候|时候|多久|如何|就|都|还|也|又|再|才|没有?"
    r"|不|这个|那个|这|那|个|请|帮|让|被|到|从|对|为|如果|因为|所以|要是|申请|显示|说|问下|问一下|确认一?下|关于|这么|那么|太|很|最)$"
)
_LEANS = re.compile(  # 怎么操作 says nothing without the part before it
    r"^(?:那|那么|现在|我|具体|应?该|需?要|得|还)*(?:怎么|怎样|如何)(?:操作|办理?|弄|处理|申请|做|搞|走|样|说|回事|还|一直|这么|那么|就|才|没|不)"
    r"|^(?:这么|那么|这样|那样|可以|行|对|是|好)(?:吗|么|吧|不|的|了)*$"
)
_NEVER_FIRST = frozenset("的了吗呢吧啊呀啦么没不得过着地")
_LATIN_SENTENCE = re.compile(
    r"\b(?:i|we|who|what|when|where|why|how|which|can|could|do|does|did|is|are|was|will|would|please|want|need|cancel|send|"
    r"return|track|change|tell|give|help)\b"
)
_LATIN_OPENS = re.compile(
    r"(?<=\w )(?:who|what|what's|when|where|where's|why|how|can|could|do you|does|did|is|are|will|would|please|i|i'm"
    r"|i'd|tell)\b"
)


def clauses(text: str) -> tuple[str, ...]:
    """The parts of a message, in order, without the marks and words between them; six at most."""
    parts = [part.strip() for part in _BREAKS.split(text)]
    return tuple(part for part in parts if len(part) > 1)[:_MOST]


def leans(normalized: str) -> bool:
    """Does a part say nothing without the one before it (怎么操作, 可以吗)?"""
    return _LEANS.search(normalized) is not None


def cuts(normalized: str) -> tuple[int, ...]:
    """Where a run of words without marks might be two sentences, likeliest first; eight places at most.

    Args:
        normalized: One clause of a normalised message.
    """
    if not 2 * _SHORTEST["han"] <= len(normalized) <= _LONGEST_RUN:
        return ()
    places = _latin_places(normalized) if normalized.isascii() else _han_places(normalized)
    return tuple(places)[:_MOST_CUTS]


def _han_places(text: str) -> Iterator[int]:
    """After a closing particle first, then where a word that opens sentences begins."""
    inside = {at for one in han_concepts(text) for at in range(one.start + 1, one.end)}
    rest = []
    for at in range(_SHORTEST["han"], len(text) - _SHORTEST["han"] + 1):
        if text[at] in _NEVER_FIRST or at in inside:
            continue
        if not (_SENTENCE.search(text, 0, at) and _SENTENCE.search(text[at:])):
            continue
        if _DANGLES.search(text, 0, at) or leans(text[at:]):
            continue
        if _CLOSED.search(text, 0, at):
            yield at
        elif _OPENS.match(text, at):
            rest.append(at)
    yield from rest


def _latin_places(text: str) -> Iterator[int]:
    for found in _LATIN_OPENS.finditer(text):
        before, after = text[: found.start()].split(), text[found.start() :].split()
        if min(len(before), len(after)) < _SHORTEST["latin"]:
            continue
        if _LATIN_SENTENCE.search(text[: found.start()]) and _LATIN_SENTENCE.search(text[found.start() :]):
            yield found.start()
