"""The ways a message is looked at: characters and sounds for Chinese, words and letters for Latin scripts, concepts.

A view turns normalised text into terms, short strings that are counted and weighed. What was measured and left out
(jieba words, whole-sentence ratios, longer n-grams, skip-grams, pairs of concepts) stands in
docs/benchmarks.md.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from intents.concepts import Concept, every_han_concept, latin_concepts
from intents.courtesy import without_courtesy
from intents.pinyin import sound, spelled
from intents.stems import spelled_out, stem

# How much each view may say. Concepts carry what ten examples cannot; sounds stand behind the characters.
VIEWS = {
    "characters": 1.0,
    "sounds": 0.5,
    "syllables": 0.5,
    "words": 1.0,
    "pairs": 0.6,
    "letters": 0.8,
    "concepts": 2.0,
}
TOGETHER = "pairs"
"""The view of words that stand in one message: far too many to keep unless two sentences share one."""

Terms = dict[str, list[str]]

_HAN = "㐀-鿿豈-﫿"
_RUNS = re.compile(
    rf"(?P<han>[{_HAN}]+)|(?P<latin>[^\W\d_{_HAN}][^\W_{_HAN}]*(?:'[^\W\d_{_HAN}]+)?)|(?P<number>\d+(?:[.,:]\d+)*)"
    r"|(?P<mark>[^\w\s.,!?;:'\"()\-])"
)
_LONGEST_LETTERS = 4
NUMBERS_TO_CALL = frozenset({"12315", "12345", "12305", "315", "110", "120", "119"})
"""Whom people threaten to call: the only numbers that are words."""

_FURTHEST = 10  # words apart that still make a pair


def runs(text: str) -> Iterator[tuple[str, str, int, int]]:
    """Cut normalised text into runs of one script: (kind, run, start, end); punctuation and spaces fall out.

    Short forms come as the words they stand for (don't as do and not), each with the place of the whole.
    """
    for found in _RUNS.finditer(text):
        if found.lastgroup == "latin":
            for word in spelled_out(found.group()):
                yield "latin", word, found.start(), found.end()
        else:
            yield found.lastgroup or "", found.group(), found.start(), found.end()


def terms(text: str) -> Terms:
    """The terms of a normalised text by view, courtesies aside; repeated terms are repeated."""
    views: Terms = {view: [] for view in VIEWS}
    phrase: list[str] = []
    for kind, run, *_ in runs(without_courtesy(text)):
        match kind:
            case "han":
                _han(run, views)
            case "mark":
                views["characters"].append(run)
            case "latin":
                _latin(run, phrase, views)
            case _:
                # Order numbers differ from one another, and their length is no evidence: 54321 is not 12315.
                _word(run if run in NUMBERS_TO_CALL else "#", phrase, views)
    _mean(latin_concepts(phrase), views)
    views[TOGETHER] += _pairs(phrase)
    return views


def _pairs(phrase: list[str]) -> dict[str, None]:
    """Words that stand in one message, whatever their order: {order, where}."""
    return {
        f"p:{one} {other}" if one < other else f"p:{other} {one}": None
        for at, one in enumerate(phrase)
        for other in phrase[at + 1 : at + 1 + _FURTHEST]
        if one != other
    }


def _han(run: str, views: Terms) -> None:
    views["characters"] += run
    views["characters"] += [run[at : at + 2] for at in range(len(run) - 1)]
    heard = sound(run)
    _heard(heard, views)
    _mean(every_han_concept(run, heard), views)


def _heard(heard: str, views: Terms) -> None:
    views["syllables"] += heard
    views["sounds"] += [heard[at : at + 2] for at in range(len(heard) - 1)]


def _latin(run: str, phrase: list[str], views: Terms) -> None:
    """A Latin word, which may be typed pinyin: fahuo means something and is no other word, but damage is one too."""
    stemmed = stem(run)
    heard = spelled(run)
    if heard:
        meant = every_han_concept(heard, heard)
        _heard(heard, views)
        _mean(meant, views)
        if meant and not latin_concepts([stemmed]):
            return
    _word(stemmed, phrase, views)
    views["letters"] += _letters(stemmed)


def _word(word: str, phrase: list[str], views: Terms) -> None:
    views["words"].append(f"w:{word}")
    if phrase:
        views["words"].append(f"w:{phrase[-1]} {word}")
    phrase.append(word)


def _mean(found: list[Concept], views: Terms) -> None:
    for concept in found:
        views["concepts"] += concept.names


@lru_cache(maxsize=2048)
def _letters(word: str) -> tuple[str, ...]:
    """The letter n-grams of one word with its ends marked, up to four long; a bounded part of very long words."""
    framed = f"<{word[:40]}>"
    return tuple(
        framed[at : at + size]
        for size in range(1, _LONGEST_LETTERS + 1)
        for at in range(len(framed) - size + 1)
        if framed[at : at + size] not in {"<", ">"}
    )
