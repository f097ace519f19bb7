"""Words that mean the same thing to a shop: 邮费, 运费 and 快递费 are one concept, and so are refund and money back.

With ten examples per intent most words of a new message were never seen; what they mean often was. The lexicons are
plain files that anybody may extend. Chinese words are also recognised by their sound, which is what makes homophone
typos (退火) and typed pinyin (tuihuo) readable.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib import resources

from intents.pinyin import sound, syllable_sound
from intents.stems import spelled_out, stem

_LEAST_HEARD = 2  # syllables; single syllables have too many homophones


@dataclass(frozen=True, slots=True, kw_only=True)
class Concept:
    """Concepts that a stretch of text stands for.

    Attributes:
        names: The concepts; a word may belong to several.
        start: Where the stretch begins, in characters (Chinese) or words (Latin).
        end: Where it ends.
    """

    names: tuple[str, ...]
    start: int
    end: int


def every_han_concept(run: str, heard: str | None = None) -> list[Concept]:
    """Concepts of all known words in a run of Chinese characters; words may overlap (运费险 and 运费).

    Args:
        run: The characters.
        heard: Their sound, when the caller has it; the run itself may be a sound (typed pinyin).
    """
    return [*_known(run, sound(run) if heard is None else heard)]


def han_concepts(run: str, heard: str | None = None) -> list[Concept]:
    """The same cut into words: longest word first, left to right, none overlapping."""
    found: list[Concept] = []
    end = 0
    for concept in every_han_concept(run, heard):
        if concept.start >= end:
            found.append(concept)
            end = concept.end
    return found


@lru_cache(maxsize=16)  # one message is looked at several times
def _known(run: str, heard: str) -> tuple[Concept, ...]:
    """Known words by where they begin, longest first.

    What only sounds like a word does not cross one that is written out: 想投 in 我想投诉 is no 线头.
    """
    words, sounds, lengths = _chinese()
    found: list[tuple[Concept, bool]] = []
    for at in range(len(run)):
        for size in lengths.get(heard[at], ()):
            if at + size > len(run):
                continue
            names = words.get(run[at : at + size])
            written = names is not None
            if names is None and size >= _LEAST_HEARD:
                names = sounds.get(heard[at : at + size])
            if names is not None:
                found.append((Concept(names=names, start=at, end=at + size), written))
    spelled = [one for one, written in found if written and one.end - one.start >= _LEAST_HEARD]
    return tuple(one for one, written in found if written or not any(_cross(one, word) for word in spelled))


def _cross(one: Concept, other: Concept) -> bool:
    """Do two stretches share a part, neither holding the other?"""
    return one.start < other.start < one.end < other.end or other.start < one.start < other.end < one.end


def completed(first: str, typed: str, second: str) -> str:
    """The known word of two characters of which one is typed in pinyin; empty where there is none or not one only.

    Args:
        first: The first character, or nothing where it is the typed one.
        typed: One syllable of pinyin.
        second: The second character, or nothing.
    """
    heard = syllable_sound(typed)
    return _halves().get((first, heard, second), "") if heard else ""


@cache
def _halves() -> dict[tuple[str, str, str], str]:
    """(first character, sound, nothing) and (nothing, sound, second character) → the only word of two so written."""
    found: dict[tuple[str, str, str], set[str]] = {}
    for word in _chinese()[0]:
        if len(word) == 2:
            found.setdefault((word[0], sound(word[1]), ""), set()).add(word)
            found.setdefault(("", sound(word[0]), word[1]), set()).add(word)
    return {half: next(iter(words)) for half, words in found.items() if len(words) == 1}


def latin_concepts(stems: Sequence[str]) -> list[Concept]:
    """Concepts of all known phrases in a sequence of stemmed words; phrases may overlap (money back and money)."""
    phrases, lengths = _english()
    return [
        Concept(names=names, start=at, end=at + size)
        for at, first in enumerate(stems)
        for size in lengths.get(first, ())
        if (names := phrases.get(" ".join(stems[at : at + size]))) is not None and at + size <= len(stems)
    ]


@cache
def _chinese() -> tuple[dict[str, tuple[str, ...]], dict[str, tuple[str, ...]], dict[str, tuple[int, ...]]]:
    """(word → concepts, sound → concepts, first syllable → lengths of the words that begin with it, longest first)."""
    words = _by_word({name: line.split() for name, line in _lines("zh").items()})
    sounds: dict[str, dict[str, None]] = {}
    for word, names in words.items():
        if len(word) >= _LEAST_HEARD:
            sounds.setdefault(sound(word), {}).update(dict.fromkeys(names))
    return words, {heard: tuple(names) for heard, names in sounds.items()}, _lengths({sound(w): len(w) for w in words})


@cache
def _english() -> tuple[dict[str, tuple[str, ...]], dict[str, tuple[int, ...]]]:
    """(stemmed phrase → concepts, first stem → lengths in words of the phrases that begin with it)."""
    split = {name: [_stemmed(phrase) for phrase in line.split(",")] for name, line in _lines("en").items()}
    phrases = _by_word(split)
    first: dict[str, set[int]] = {}
    for phrase in phrases:
        stems = phrase.split(" ")
        first.setdefault(stems[0], set()).add(len(stems))
    return phrases, {one: tuple(sorted(sizes, reverse=True)) for one, sizes in first.items()}


def _stemmed(phrase: str) -> str:
    """A phrase as the matcher cuts it: "doesn't work" has the words does, not and work."""
    words = "".join(char if char.isalnum() or char == "'" else " " for char in phrase).split()
    return " ".join(stem(part) for word in words for part in spelled_out(word))


def _by_word(lists: Mapping[str, Sequence[str]]) -> dict[str, tuple[str, ...]]:
    """Word → the concepts that list it."""
    concepts: dict[str, dict[str, None]] = {}
    for name, listed in lists.items():
        for word in listed:
            if word:
                concepts.setdefault(word, {})[name] = None
    return {word: tuple(names) for word, names in concepts.items()}


def _lengths(sizes: Mapping[str, int]) -> dict[str, tuple[int, ...]]:
    first: dict[str, set[int]] = {}
    for word, size in sizes.items():
        first.setdefault(word[0], set()).add(size)
    return {one: tuple(sorted(found, reverse=True)) for one, found in first.items()}


def _lines(language: str) -> dict[str, str]:
    """Concept → the rest of its line."""
    text = resources.files("intents").joinpath(f"data/concepts_{language}.txt").read_text("utf-8")
    lines = (line.partition(":") for line in text.splitlines() if line and not line.startswith("#"))
    return {f"{language}:{name}": words for name, _, words in lines}
