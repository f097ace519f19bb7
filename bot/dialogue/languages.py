"""Which language a customer writes, from the words alone: scripts, pinyin, what each pack knows, what is under way."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from bot.dialogue.codes import prose
from bot.dialogue.turn import Talk
from bot.scripts.book import Pack
from bot.scripts.slots import FREE_TEXT
from intents import Decision, Match
from intents.pinyin import syllables

_CJK: Final = re.compile(r"[㐀-鿿豈-﫿]")
_WORD: Final = re.compile(r"[㐀-鿿豈-﫿]|[^\W\d_]{2}")  # one Latin letter, k or x, is of no language
_CODE: Final = re.compile(r"[A-Za-z-]*\d[A-Za-z\d-]*")  # an order number has no language
_LATIN: Final = re.compile(r"[A-Za-z']+")
_FEWEST_WORDS: Final = 3  # of a Latin message that changes the language in the middle of something
_FEWEST_TO_TURN: Final = 3  # of a Latin message that turns a Chinese talk into another language
_SHORTEST_WORD: Final = 3  # letters: ok and rg are said in any language
_LOYALTY: Final = 0.2  # how much surer another language's reading must be than that of the language under way
_REAL_WORDS: Final = 0.42  # share of a text that its language's pack must know before an unclear one is taken for it

VERY_SURE: Final = 0.95
"""Confidence from which a wish is taken for one where any text is an answer."""


def packs_to_try(talk: Talk, text: str) -> list[Pack]:
    """The packs to try: Chinese script says Chinese; Latin letters may be any language, pinyin too.

    A flow under way keeps its language where another pack does not have that flow.
    """
    packs = talk.book.packs
    keeps = [pack for pack in packs.values() if _holds_frames(talk, pack)] or [talk.pack]
    if _CJK.search(text) and "zh" in packs and packs["zh"] in keeps:
        return [packs["zh"]]
    if not is_worded(text) or _stays(talk, text):
        return [talk.pack]
    if not _may_be_pinyin(text) and _speaks_latin(talk, text, keeps):
        return [pack for pack in keeps if pack.language != "zh"]
    return sorted(keeps, key=lambda pack: pack.language != talk.pack.language)


def _may_be_pinyin(text: str) -> bool:
    """Shenme shihou fahuo and rg are Chinese typed in Latin letters; a word that is no row of syllables says no."""
    words = [word.lower() for word in _LATIN.findall(_CODE.sub("", prose(text)))]
    return all(syllables(word) or len(word) < _SHORTEST_WORD for word in words)


def _speaks_latin(talk: Talk, text: str, packs: Sequence[Pack]) -> bool:
    """Whether it is a language in Latin letters: once spoken, it stays; else its pack must know the words.

    where is my order, on a Chinese page, is English. One word is only so as the first thing said.
    """
    others = [pack for pack in packs if pack.language != "zh"]
    if not others or talk.pack.language != "zh":
        return bool(others)
    few = len(_LATIN.findall(prose(text))) < _FEWEST_TO_TURN and talk.state.turns > 1
    return not few and any(pack.matcher.explain(text).coverage >= _REAL_WORDS for pack in others)


def _stays(talk: Talk, text: str) -> bool:
    """NaN or quality problem, in the middle of something Chinese: too few words to be a change of language."""
    words = {word.lower() for word in _LATIN.findall(text)}
    few = len(words) < _FEWEST_WORDS and "english" not in words
    return few and talk.top is not None and talk.pack.language == "zh"


def _holds_frames(talk: Talk, pack: Pack) -> bool:
    frames = talk.state.frames
    named = all(not frame.name or frame.name in pack.flows or frame.name in pack.replies for frame in frames)
    return named and all(set(frame.options) <= pack.intents.keys() for frame in frames)


def loyalty(talk: Talk, text: str) -> float:
    """How much surer another language must be than the one under way.

    Before a word was said only the page speaks for its language: hi or human on a Chinese page, which both know, is
    English, while rg and zaima are known in one only.
    """
    first_words = talk.state.turns <= 1 and not _CJK.search(text)
    if first_words and talk.pack.language == "zh":
        return -_LOYALTY
    return _LOYALTY if talk.state.language else 0.0


def is_written(talk: Talk, pack: Pack, first: Match | None) -> bool:
    """Whether it may be what goes on a card or a label, in whatever language: happy birthday mom, No. 8 Wensan Road.

    Args:
        talk: the turn in the making.
        pack: of the other language.
        first: how that pack reads it.
    """
    frame = talk.top
    asked = talk.pack.slots.get(frame.asking) if frame else None
    if frame is None or asked is None or asked.type not in FREE_TEXT or talk.pack.language != "zh":
        return False
    if first is None or not first.intent or first.decision is not Decision.ANSWER or first.confidence < VERY_SURE:
        return True
    return first.intent == frame.intent or pack.intents[first.intent].engine in ("affirm", "deny")  # No., of No. 8


def is_worded(text: str) -> bool:
    """Whether the text has words of some language, and not only numbers and codes."""
    return _WORD.search(_CODE.sub("", prose(text))) is not None


def is_gibberish(talk: Talk, language: str, first: Match | None, text: str) -> bool:
    """Whether a text that nobody understood has too few words of another language to be a change of language."""
    if language == talk.pack.language or first is None or first.decision is not Decision.HANDOFF:
        return False
    return talk.book.packs[language].matcher.explain(text).coverage < _REAL_WORDS
