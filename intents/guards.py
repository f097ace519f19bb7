"""Small words that turn the meaning around: 我要退货 and 我不要退货 are 89 % alike, 发货 and 到货 half.

Likeness alone may therefore never settle a matter. The guards compare a message with the example that it resembles
and say when they differ in a negation or in an opposite.
"""

from __future__ import annotations

import re

_QUESTIONS = re.compile(
    r"(?P<verb>[一-鿿])不(?P=verb)|能不能|可不可以|是不是|要不要|有没有|好不好|行不行|不好意思|不知道|不小心|不错|要不|不如|(?:吗|么|不)$"
)
_NEGATIONS = re.compile(
    r"不想|不要|不用|不需要|不必|不打算|不是|不能|不会|不|别|没有|没|无需|甭"
    r"|\bnot\b|n't\b|\bno longer\b|\bnever\b|\bwithout\b"
)
_OPPOSITES = (
    ("发货", "到货"), ("发货", "收货"), ("发货", "退货"), ("退货", "换货"), ("退货", "收货"), ("退款", "付款"),
    ("寄出", "收到"), ("寄回", "寄来"), ("下单", "取消"), ("便宜", "贵"), ("大", "小"), ("长", "短"), ("多", "少"),
    ("早", "晚"), ("快", "慢"), ("开", "关"), ("买", "卖"), ("涨", "降"), ("前", "后"), ("上", "下"),
    ("increase", "decrease"), ("activate", "deactivate"), ("enable", "disable"), ("buy", "sell"), ("start", "stop"),
    ("lock", "unlock"), ("block", "unblock"), ("on", "off"), ("up", "down"), ("send", "receive"), ("open", "close"),
    ("bigger", "smaller"), ("larger", "smaller"), ("cheaper", "dearer"), ("before", "after"),
)  # fmt: skip


def negations(text: str) -> list[tuple[int, int]]:
    """Where normalised text negates; questions that only look like it (能不能, 有没有) do not count."""
    questions = [found.span() for found in _QUESTIONS.finditer(text)]
    return [
        found.span()
        for found in _NEGATIONS.finditer(text)
        if all(found.end() <= start or found.start() >= end for start, end in questions)
    ]


def affirmed(text: str) -> str:
    """The text without its negations (我不要转人工 → 我转人工); empty when it has none."""
    found = negations(text)
    for start, end in reversed(found):
        text = text[:start] + text[end:]
    return text if found else ""


def turned(said: str, example: str) -> str:
    """The word by which one normalised sentence says the opposite of another; empty when it does not.

    Args:
        said: What the customer wrote.
        example: The sentence that it resembles.
    """
    mine, theirs = negations(said), negations(example)
    if bool(mine) != bool(theirs):
        start, end = (mine or theirs)[0]
        return (said if mine else example)[start:end]
    for one, other in _OPPOSITES:
        if _only(one, other, said, example) or _only(other, one, said, example):
            return one if _has(one, said) else other
    return ""


def _only(one: str, other: str, said: str, example: str) -> bool:
    """Does the message have the one word where the example has the other?"""
    return _has(one, said) and _has(other, example) and not _has(one, example) and not _has(other, said)


def _has(word: str, text: str) -> bool:
    return re.search(rf"\b{word}\b", text) is not None if word.isascii() else word in text
