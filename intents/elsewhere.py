"""Words of other trades: 酒店订单能取消吗 is all but an example of a shop's, and yet nothing for the shop.

Everyday talk shares few words with the examples and is told from them by that. Near misses share all words but one, and
that one decides. The lexicons list such words by what they are about. A word that an intent's own examples say is not
foreign to it: whoever sells hotel slippers writes so. Nor is a matter that several intents speak of.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib import resources

from intents.model import Evidence, IntentSpec
from intents.normalize import Normalized
from intents.stems import stem
from intents.views import runs

_EACH = 4.0  # log odds that one such matter takes from being in scope: from 97 to 37 %
_MOST = 2  # matters that count
_TRADE = 4  # intents that speak of a matter make it the pack's own trade


@dataclass(frozen=True, slots=True, kw_only=True)
class Matter:
    """A matter of other trades that a message speaks of.

    Attributes:
        name: The matter.
        parts: What an example has to contain to speak of it too: the Chinese word, or the stems of the Latin ones.
        start: Where its word begins in the normalised text.
        end: Where it ends.
    """

    name: str
    parts: tuple[str, ...]
    start: int
    end: int


def matters(text: str) -> list[Matter]:
    """The matters of other trades that normalised text speaks of, each once, by the first of its words."""
    found: dict[str, Matter] = {}
    latin: list[tuple[str, int, int]] = []
    for kind, run, start, end in runs(text):
        if kind == "han":
            for one in _han(run, start):
                found.setdefault(one.name, one)
        elif kind == "latin":
            latin.append((stem(run), start, end))
    for one in _latin(latin):
        found.setdefault(one.name, one)
    return list(found.values())


class Trade:
    """What a pack speaks of itself; safe to share: whoever comes second computes the same."""

    def __init__(self, specs: Sequence[IntentSpec]) -> None:
        """Keep the examples; they are searched when first needed."""
        self._specs = specs
        self._texts: dict[int, str] = {}
        self._own: dict[str, bool] = {}

    def foreign(self, text: str, number: int) -> list[Matter]:
        """The matters of other trades in normalised text that are foreign to an intent of this pack."""
        return [one for one in matters(text) if not self._says(one.parts, number) and not self._is_own(one.name)]

    def against(self, normalized: Normalized, number: int) -> tuple[Evidence, ...]:
        """The same as evidence against the intent, in the customer's words (酒店 in 酒店订单能取消吗)."""
        return tuple(
            Evidence(
                kind="guard",
                text=f"{normalized.text[one.start : one.end]} ({one.name})",
                weight=-1.0,
                span=normalized.origin(one.start, one.end),
            )
            for one in self.foreign(normalized.text, number)
        )

    def _says(self, parts: tuple[str, ...], number: int) -> bool:
        said = self._texts.get(number)
        if said is None:
            said = "\n".join(one.text for one in self._specs[number].examples).casefold()
            self._texts[number] = said
        return all(part in said for part in parts)

    def _is_own(self, name: str) -> bool:
        own = self._own.get(name)
        if own is None:
            phrases = _phrases()[name]
            speaking = [n for n in range(len(self._specs)) if any(self._says(parts, n) for parts in phrases)]
            own = self._own[name] = len(speaking) >= _TRADE
        return own


def less_likely(in_scope: float, foreign: int) -> float:
    """The chance of being in scope, given how many foreign matters are spoken of."""
    if not foreign or in_scope <= 0:
        return in_scope
    odds = math.log(in_scope / max(1 - in_scope, 1e-9)) - _EACH * min(foreign, _MOST)
    return 1 / (1 + math.exp(-odds))


def _han(run: str, start: int) -> list[Matter]:
    words, lengths = _chinese()
    return [
        Matter(name=name, parts=(word,), start=start + at, end=start + at + size)
        for at, char in enumerate(run)
        for size in lengths.get(char, ())
        if (name := words.get(word := run[at : at + size])) is not None and len(word) == size
    ]


def _latin(words: Sequence[tuple[str, int, int]]) -> list[Matter]:
    phrases, lengths = _english()
    stems = [word for word, _, _ in words]
    return [
        Matter(name=name, parts=part, start=words[at][1], end=words[at + size - 1][2])
        for at, first in enumerate(stems)
        for size in lengths.get(first, ())
        if (name := phrases.get(part := tuple(stems[at : at + size]))) is not None and len(part) == size
    ]


@cache
def _chinese() -> tuple[dict[str, str], dict[str, list[int]]]:
    """(word → matter, first character → lengths of the words that begin with it)."""
    words = {word: name for name, listed in _lines("zh").items() for word in listed.split()}
    return words, _lengths(words)


@cache
def _english() -> tuple[dict[tuple[str, ...], str], dict[str, list[int]]]:
    """(stems of a phrase → matter, first stem → lengths of the phrases that begin with it)."""
    phrases = {
        tuple(stem(word) for _, word, _, _ in runs(phrase)): name
        for name, listed in _lines("en").items()
        for phrase in listed.split(",")
    }
    return phrases, _lengths(phrases)


@cache
def _phrases() -> dict[str, list[tuple[str, ...]]]:
    """Matter → the parts of each of its words."""
    found: dict[str, list[tuple[str, ...]]] = {}
    for word, name in _chinese()[0].items():
        found.setdefault(name, []).append((word,))
    for stems, name in _english()[0].items():
        found.setdefault(name, []).append(stems)
    return found


def _lengths(sequences: Mapping[str, str] | Mapping[tuple[str, ...], str]) -> dict[str, list[int]]:
    found: dict[str, set[int]] = {}
    for one in sequences:
        found.setdefault(one[0], set()).add(len(one))
    return {first: sorted(sizes) for first, sizes in found.items()}


def _lines(language: str) -> dict[str, str]:
    """Matter → its words."""
    text = resources.files("intents").joinpath(f"data/elsewhere_{language}.txt").read_text("utf-8")
    lines = (line.partition(":") for line in text.splitlines() if line and not line.startswith("#"))
    return {name: words for name, _, words in lines}
