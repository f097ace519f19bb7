"""The terms that the examples contain, how much each says, and sentences as weighed rows of them."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np

from intents.sparse import Bools, Floats, Ints, Rows
from intents.views import VIEWS, Terms

_BACKGROUND = 0.3  # of an intent: what one sentence of everyday talk counts in telling common terms from telling ones


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """One sentence in terms of a vocabulary.

    Attributes:
        columns: Known terms of the sentence.
        values: Their weights; the row has length one.
        coverage: Share of the sentence's weight that stands in terms of the examples (0 without terms).
    """

    columns: Ints
    values: Floats
    coverage: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Vocabulary:
    """Terms with their columns and weights.

    Attributes:
        columns: Term → column (a term of one view never equals that of another).
        weights: For each column, how much the term says.
        covered: For each column, whether an example (not only everyday talk) contains it.
        unseen: The weight of a term that nothing contains, by view.
    """

    columns: dict[str, int]
    weights: Floats
    covered: Bools
    unseen: dict[str, float]

    def read(self, document: Terms) -> Reading:
        """Weigh one sentence's terms."""
        columns: list[int] = []
        counts: list[int] = []
        unseen = 0.0
        for view, found in document.items():
            for term, count in Counter(found).items():
                column = self.columns.get(term)
                if column is None:
                    unseen += self.unseen[view]
                else:
                    columns.append(column)
                    counts.append(count)
        at = np.array(columns, dtype=np.int64)
        weights = self.weights[at]
        total = float(weights.sum()) + unseen
        values = weights * (1 + np.log(np.array(counts, dtype=np.float32)))
        length = math.sqrt(float(values @ values)) or 1.0
        return Reading(
            columns=at,
            values=values / np.float32(length),
            coverage=float(weights @ self.covered[at]) / (total or 1.0),
        )

    def unknown(self, document: Terms) -> tuple[str, ...]:
        """The terms of a sentence that no example contains."""
        distinct = dict.fromkeys(term for found in document.values() for term in found)
        return tuple(t for t in distinct if t not in self.columns or not self.covered[self.columns[t]])


def learn(sentences: Iterable[tuple[Terms, int]], intents: int) -> tuple[Vocabulary, Rows]:
    """The vocabulary of some sentences, and the sentences as its rows.

    A term weighs log((1 + intents) / (1 + intents with it)) + 1. Counting intents instead of sentences is what tells
    a term that an intent repeats in every example (and is therefore its mark) from one that all of them share.

    Args:
        sentences: Terms of each sentence with the number of its intent; -1 for everyday talk that belongs to none.
            Read once, one at a time.
        intents: How many intents there are.
    """
    columns: dict[str, int] = {}
    views: list[str] = []
    stored: list[int] = []
    counts: list[int] = []
    labels: list[int] = []
    sizes: list[int] = []
    for document, label in sentences:
        before = len(stored)
        for view, found in document.items():
            for term, count in Counter(found).items():
                column = columns.setdefault(term, len(columns))
                if column == len(views):
                    views.append(view)
                stored.append(column)
                counts.append(count)
        sizes.append(len(stored) - before)
        labels.append(label)
    place = np.array(stored, dtype=np.int64)
    total = 1 + intents + _BACKGROUND * labels.count(-1)
    vocabulary = _weighed(columns, views, place, np.repeat(np.array(labels, dtype=np.int64), sizes), total)
    starts = np.concatenate(([0], np.cumsum(sizes, dtype=np.int64))).astype(np.int64)
    values = vocabulary.weights[place] * (1 + np.log(np.array(counts, dtype=np.float32)))
    numbers = np.repeat(np.arange(len(sizes)), sizes)
    lengths = np.sqrt(np.bincount(numbers, weights=values * values, minlength=len(sizes)))
    values /= np.maximum(lengths, 1e-9).astype(np.float32)[numbers]
    return vocabulary, Rows(starts=starts, columns=place, values=values.astype(np.float32), width=len(columns))


def _weighed(columns: dict[str, int], views: list[str], place: Ints, labels: Ints, total: float) -> Vocabulary:
    """Weigh the terms, given the column and the intent of every stored value."""
    mine = labels >= 0
    several = int(labels.max(initial=0)) + 1
    with_it = np.bincount(np.unique(place[mine] * several + labels[mine]) // several, minlength=len(columns))
    everyday = np.bincount(place[~mine], minlength=len(columns))
    scale = np.array([VIEWS[view] for view in views], dtype=np.float64)
    weights = scale * (np.log(total / (1 + with_it + _BACKGROUND * everyday)) + 1)
    return Vocabulary(
        columns=columns,
        weights=weights.astype(np.float32),
        covered=with_it > 0,
        unseen={view: weight * (math.log(total) + 1) for view, weight in VIEWS.items()},
    )
