"""Example templates: `[optional] (this|that) <word> {slot}` → the sentences customers would write.

A template is read into a small tree that knows how many sentences it stands for and can produce one of them without
building the others. So a line of a million sentences costs as much as one of ten: at most `MAX_SAMPLES` are taken,
so that every alternative takes its turn, and the same ones every time.
"""

from __future__ import annotations

import itertools
import math
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Final, TypeAlias

MAX_SAMPLES: Final = 10
"""Sentences taken from one line: every alternative takes its turn, and the matcher still fits in seconds.

It learns parts of sentences, so further combinations of the same parts teach it nothing.
"""

MAX_WORDS: Final = 400
"""Wordings taken from one list of alternatives: an option keeps every word that means it."""

MAX_LENGTH: Final = 400
"""Characters of one template."""

MAX_DEPTH: Final = 12
"""How deep brackets may nest in one line."""

MAX_HEIGHT: Final = 60
"""How deep they may nest with all words put in."""

MAX_COUNT: Final = 10**9
"""How many sentences a line may stand for."""

_CLOSING: Final = {"(": ")", "[": "]", "<": ">", "{": "}"}
_SPECIAL: Final = frozenset("()[]<>{}|")
_FULL_WIDTH: Final = "brackets are the half-width ( ) [ ] | of an English keyboard"


class TemplateMistake(Exception):
    """An example template cannot be read. `offset` counts characters from 0."""

    def __init__(self, text: str, offset: int, *, code: str = "example", hint: str = "") -> None:
        super().__init__(text)
        self.offset = offset
        self.code = code
        self.hint = hint


@dataclass(frozen=True)
class Literal:
    """Words as they stand."""

    text: str
    count: int = 1
    height: int = 0

    def nth(self, _index: int) -> str:
        """The words."""
        return self.text

    def turn(self, _number: int, _places: Iterator[int]) -> str:
        """The words."""
        return self.text


@dataclass(frozen=True)
class Choice:
    """One of several; an optional part is a choice between it and nothing."""

    options: tuple[Part, ...]

    @cached_property
    def height(self) -> int:
        """How deep it nests."""
        return 1 + max(option.height for option in self.options)

    @cached_property
    def count(self) -> int:
        """How many sentences it stands for."""
        return sum(option.count for option in self.options)

    def nth(self, index: int) -> str:
        """The sentence with that index, from 0."""
        for option in self.options:
            if index < option.count:
                return option.nth(index)
            index -= option.count
        raise IndexError(index)

    def turn(self, number: int, places: Iterator[int]) -> str:
        """One of its sentences: the options take turns, each round beginning somewhere else."""
        place = next(places)
        round_, position = divmod(number, len(self.options))
        shift = (place + 1) * round_ * 2654435761 >> 16  # a multiplicative hash: places must not turn in step
        return self.options[(position + shift) % len(self.options)].turn(round_, places)


@dataclass(frozen=True)
class Sequence:
    """Parts one after the other."""

    parts: tuple[Part, ...]

    @cached_property
    def height(self) -> int:
        """How deep it nests."""
        return 1 + max((part.height for part in self.parts), default=0)

    @cached_property
    def count(self) -> int:
        """How many sentences it stands for."""
        return math.prod(part.count for part in self.parts)

    def nth(self, index: int) -> str:
        """The sentence with that index, from 0."""
        pieces = []
        for part in self.parts:
            index, own = divmod(index, part.count)
            pieces.append(part.nth(own))
        return "".join(pieces)

    def turn(self, number: int, places: Iterator[int]) -> str:
        """One of its sentences: each choice in it turns by itself."""
        return "".join(part.turn(number, places) for part in self.parts)


Part: TypeAlias = Literal | Choice | Sequence


def parse(source: str, words: Mapping[str, Part], slots: Mapping[str, Part]) -> Part:
    """Read a template; `words` and `slots` are what <name> and {name} stand for. Raises TemplateMistake."""
    if len(source) > MAX_LENGTH:
        raise TemplateMistake(f"longer than {MAX_LENGTH} characters", 0, hint="write several lines")
    return _Reader(source, words, slots).read_all(alternatives=False)


def parse_alternatives(source: str, words: Mapping[str, Part]) -> Part:
    """Read `this|that|(some|more)thing`: options' `match` and `words`, where the outer brackets may be left out."""
    if len(source) > MAX_LENGTH:
        raise TemplateMistake(f"longer than {MAX_LENGTH} characters", 0)
    return _Reader(source, words, {}).read_all(alternatives=True)


def one_of(texts: tuple[str, ...]) -> Part:
    """Stands for each of these texts."""
    return Choice(tuple(Literal(text) for text in texts))


def samples(part: Part, limit: int = MAX_SAMPLES) -> Iterator[str]:
    """Its sentences without double spaces, each once; all of them, or `limit` in which all alternatives take turns."""
    every = part.count <= limit
    seen = set()
    for number in range(part.count if every else limit):
        raw = part.nth(number) if every else part.turn(number, itertools.count())
        sentence = re.sub(r"\s+", " ", raw).strip()
        if sentence not in seen:
            seen.add(sentence)
            yield sentence


class _Reader:
    """Recursive descent over one line."""

    def __init__(self, source: str, words: Mapping[str, Part], slots: Mapping[str, Part]) -> None:
        self._source = source
        self._words = words
        self._slots = slots
        self._at = 0

    def read_all(self, *, alternatives: bool) -> Part:
        """The whole line."""
        part = self._choice(0) if alternatives else self._sequence(0)
        if part.height > MAX_HEIGHT or part.count > MAX_COUNT:
            raise TemplateMistake("this stands for too many sentences", 0, hint="write several shorter lines")
        if self._at < len(self._source):
            stray = self._source[self._at]
            if stray == "|":
                raise TemplateMistake("alternatives need brackets around them", self._at, hint=self._pipe_hint())
            raise TemplateMistake(f"`{stray}` closes nothing", self._at, hint="write \\ before it to mean the sign")
        return part

    def _pipe_hint(self) -> str:
        return _FULL_WIDTH if any(sign in self._source for sign in "（）［］") else "as in (this|that)"

    def _choice(self, depth: int) -> Choice:
        options = [self._option(depth)]
        while self._peek() == "|":
            self._at += 1
            options.append(self._option(depth))
        return Choice(tuple(options))

    def _option(self, depth: int) -> Part:
        start = self._at
        part = self._sequence(depth)
        if self._source[start : self._at].strip():
            return part
        raise TemplateMistake("an alternative is empty", start, hint="write [ ] around what may be left out")

    def _sequence(self, depth: int) -> Part:
        parts: list[Part] = []
        text: list[str] = []
        while (sign := self._peek()) and sign not in ")]>}|":
            if sign in _SPECIAL:
                if text:
                    parts.append(Literal("".join(text)))
                    text = []
                parts.append(self._bracket(sign, depth + 1))
            else:
                text.append(self._character())
        if text:
            parts.append(Literal("".join(text)))
        return parts[0] if len(parts) == 1 else Sequence(tuple(parts))

    def _peek(self) -> str:
        return self._source[self._at : self._at + 1]

    def _character(self) -> str:
        if self._peek() == "\\" and self._at + 1 < len(self._source):
            self._at += 1
        character = self._peek()
        self._at += 1
        return character

    def _bracket(self, sign: str, depth: int) -> Part:
        start = self._at
        if depth > MAX_DEPTH:
            raise TemplateMistake(f"brackets nest deeper than {MAX_DEPTH}", start)
        if sign in "<{":
            return self._named(sign)
        self._at += 1
        inner = self._choice(depth) if self._peek() != _CLOSING[sign] else None
        if self._peek() != _CLOSING[sign]:
            raise TemplateMistake(f"`{sign}` is never closed", start, hint=f"a `{_CLOSING[sign]}` is missing")
        self._at += 1
        if inner is None:
            raise TemplateMistake("nothing stands in these brackets", start)
        return Choice((*inner.options, Literal(""))) if sign == "[" else inner

    def _named(self, sign: str) -> Part:
        start = self._at
        end = self._source.find(_CLOSING[sign], start)
        if end < 0:
            raise TemplateMistake(f"`{sign}` is never closed", start, hint=f"a `{_CLOSING[sign]}` is missing")
        name = self._source[start + 1 : end]
        self._at = end + 1
        known, code = (self._words, "undefined_word") if sign == "<" else (self._slots, "undefined_slot")
        if name not in known:
            raise TemplateMistake(name, start + 1, code=code)
        return known[name]
