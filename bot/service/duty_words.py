"""What a task says to do, in the language of who reads it.

A task keeps the sentence in the shop's language. Sentences are ours and few, so a reader of another language gets the
one of the same table; a sentence that no table knows any more is shown as it was stored.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from types import MappingProxyType

from bot.service.actions.complaints import LATE
from bot.service.actions.duties import DUTIES
from bot.service.actions.ladders import BEFORE_PAYMENT, LADDERS
from bot.service.actions.words import Words
from bot.service.ratings import DISAPPOINTED


def duty_in(language: str, stored: str) -> str:
    """The stored sentence in this language."""
    for mark in LATE:
        if stored.startswith(mark):
            return LATE.in_language(language) + duty_in(language, stored.removeprefix(mark))
    words = _sentences().get(stored)
    return words.in_language(language) if words is not None else stored


@cache
def _sentences() -> Mapping[str, Words]:
    rungs = [duties for ladder in LADDERS.values() for duties in ladder.values()]
    known = [duty.text for duties in (*rungs, tuple(BEFORE_PAYMENT.values())) for duty in duties]
    return MappingProxyType({text: words for words in (*known, *DUTIES, DISAPPOINTED) for text in words})
