"""Which words of a message spoke for an intent and which against it, in the customer's own spelling."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cached_property
from itertools import accumulate

import numpy as np

from intents.compiled import Compiled
from intents.concepts import every_han_concept, latin_concepts
from intents.model import Evidence
from intents.normalize import Normalized
from intents.pinyin import readable, sound, spelled, syllables
from intents.sparse import Floats
from intents.stems import stem
from intents.views import VIEWS, Terms, runs
from intents.vocabulary import Reading

_FOR, _AGAINST = 6, 3
_LEAST = 0.02  # logits; less is noise


def term_evidence(
    compiled: Compiled, normalized: Normalized, views: Terms, reading: Reading, intents: Sequence[int]
) -> Iterator[tuple[Evidence, ...]]:
    """For each intent the terms that moved its logit most against the mean of all intents, strongest first."""
    rows = compiled.weights[reading.columns]
    rows -= rows.mean(axis=1, keepdims=True)
    columns = compiled.vocabulary.columns
    names = {columns[t]: (view, t) for view, found in views.items() for t in dict.fromkeys(found) if t in columns}
    terms = [names[column] for column in reading.columns.tolist()]
    places = Places(normalized)
    for intent in intents:
        yield _moved(terms, reading.values * rows[:, intent], places)


def _moved(terms: Sequence[tuple[str, str]], shares: Floats, places: Places) -> tuple[Evidence, ...]:
    order = np.argsort(-shares)
    chosen = [at for at in order[:_FOR] if shares[at] > _LEAST]
    chosen += [at for at in order[::-1][:_AGAINST] if shares[at] < -_LEAST]
    return tuple(
        Evidence(
            kind="terms",
            text=shown(*terms[at]),
            weight=float(shares[at]),
            span=places.of(*terms[at]),
        )
        for at in chosen
    )


def shown(view: str, term: str) -> str:
    """A term as people read it: sounds as pinyin, words without their mark."""
    match view:
        case "sounds" | "syllables":
            return f"[{readable(term)}]"
        case "words":
            return term.removeprefix("w:")
        case "pairs":
            return term.removeprefix("p:").replace(" ", " … ")
        case "concepts":
            return f"<{term.removeprefix('zh:').removeprefix('en:')}>"
        case _:
            return term


def shown_views(views: Terms) -> dict[str, tuple[str, ...]]:
    """All terms of a message as people read them, each once; views without terms are left out."""
    return {view: tuple(shown(view, term) for term in dict.fromkeys(views[view])) for view in VIEWS if views[view]}


class Places:
    """Where terms stand first in a message; tables are made when first needed, once for all candidates."""

    def __init__(self, normalized: Normalized) -> None:
        """Keep the message."""
        self._normalized = normalized

    def of(self, view: str, term: str) -> tuple[int, int] | None:
        """The span of the original; None for what has no one place."""
        match view:
            case "characters":
                start = self._normalized.text.find(term)
                place = (start, start + len(term)) if start >= 0 else None
            case "sounds" | "syllables":
                start = self._sound.find(term)
                place = (start, start + len(term)) if start >= 0 else self._typed_sound(term)
            case "words":
                place = self._words.get(term.removeprefix("w:").split(" ")[-1])
            case "concepts":
                place = self._concepts.get(term)
            case _:
                place = None
        return self._normalized.origin(*place) if place is not None else None

    @cached_property
    def _sound(self) -> str:
        return sound(self._normalized.text)

    def _typed_sound(self, term: str) -> tuple[int, int] | None:
        """Where a sound is typed in Latin letters: the huo of fahuo."""
        for heard, edges in self._typed:
            at = heard.find(term)
            if at >= 0:
                return edges[at], edges[at + len(term)]
        return None

    @cached_property
    def _typed(self) -> list[tuple[str, list[int]]]:
        """Of each word that is pinyin, its sound and where its syllables begin and the last one ends."""
        found = []
        for kind, run, start, _ in runs(self._normalized.text):
            heard = spelled(run) if kind == "latin" else ""
            if heard:
                found.append((heard, list(accumulate(map(len, syllables(run)), initial=start))))
        return found

    def _typed_concepts(self) -> Iterator[tuple[str, tuple[int, int]]]:
        for heard, edges in self._typed:
            for concept in every_han_concept(heard, heard):
                yield from ((name, (edges[concept.start], edges[concept.end])) for name in concept.names)

    @cached_property
    def _words(self) -> dict[str, tuple[int, int]]:
        found: dict[str, tuple[int, int]] = {}
        for kind, run, start, end in runs(self._normalized.text):
            if kind == "latin":
                found.setdefault(stem(run), (start, end))
        return found

    @cached_property
    def _concepts(self) -> dict[str, tuple[int, int]]:
        found: dict[str, tuple[int, int]] = {}
        words = []
        for kind, run, place, end in runs(self._normalized.text):
            if kind == "latin":
                words.append((stem(run), place, end))
            elif kind == "han":
                for concept in every_han_concept(run):
                    for name in concept.names:
                        found.setdefault(name, (place + concept.start, place + concept.end))
        for name, typed in self._typed_concepts():
            found.setdefault(name, typed)
        for concept in latin_concepts([one for one, _, _ in words]):
            for name in concept.names:
                found.setdefault(name, (words[concept.start][1], words[concept.end - 1][2]))
        return found
