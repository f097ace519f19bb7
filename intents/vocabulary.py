"""The terms that the examples contain, how much each says, and sentences as weighed rows of them."""

from __future__ import annotations

import math
from collections import Counter
from dataclasses import dataclass
from itertools import repeat

import numpy as np

from intents.counting import VIEW_NAMES, Counted
from intents.sparse import Bools, Floats, Ints, Rows
from intents.views import TOGETHER, VIEWS, Terms

_BACKGROUND = 0.3  # of an intent: what one sentence of everyday talk counts in telling common terms from telling ones

_UNKNOWN = -1  # the column of a term that no sentence contains
_SHARED_BY = 2  # sentences at least have a pair of words that is kept,
_SENTENCES_MORE = 2_000  # and one more for each so many sentences


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
        unseen: The weight of a term that nothing contains, by view; that two words never met says nothing.
    """

    columns: dict[str, int]
    weights: Floats
    covered: Bools
    unseen: dict[str, float]

    def read(self, document: Terms) -> Reading:
        """Weigh one sentence's terms."""
        places: list[int] = []
        counts: list[int] = []
        unseen = 0.0
        for view, found in document.items():
            if found:
                counted = dict.fromkeys(found, 1)
                if len(counted) < len(found):  # counting takes longer, and most messages say nothing twice
                    counted = Counter(found)
                known = [*map(self.columns.get, counted, repeat(_UNKNOWN))]
                unseen += known.count(_UNKNOWN) * self.unseen.get(view, 0.0)
                places += known
                counts += counted.values()
        at = np.array(places, dtype=np.int32)
        amounts = np.array(counts, dtype=np.float32)[at >= 0]
        at = at[at >= 0]
        weights = self.weights[at]
        total = float(weights.sum()) + unseen
        values = weights * (1 + np.log(amounts))
        length = math.sqrt(float(values @ values)) or 1.0
        return Reading(
            columns=at,
            values=values / np.float32(length),
            coverage=float(weights @ self.covered[at]) / (total or 1.0),
        )

    def unknown(self, document: Terms) -> tuple[str, ...]:
        """The terms of a sentence that no example contains."""
        distinct = dict.fromkeys(term for view, found in document.items() if view in self.unseen for term in found)
        return tuple(t for t in distinct if t not in self.columns or not self.covered[self.columns[t]])


def learn(counted: Counted, labels: Ints, intents: int) -> tuple[Vocabulary, Rows]:
    """The vocabulary of some sentences, and the sentences as its rows.

    A term weighs log((1 + intents) / (1 + intents with it)) + 1. Counting intents instead of sentences is what tells
    a term that an intent repeats in every example (and is therefore its mark) from one that all of them share.

    Args:
        counted: Terms of the sentences.
        labels: The intent of each; -1 for everyday talk that belongs to none.
        intents: How many intents there are.
    """
    counted = _without_rare_pairs(counted)
    total = 1 + intents + _BACKGROUND * np.count_nonzero(labels < 0)
    sizes = np.diff(counted.starts)
    numbers = np.repeat(np.arange(len(sizes), dtype=np.int32), sizes)
    vocabulary = _weighed(counted, labels[numbers], total)
    values = vocabulary.weights[counted.place] * (1 + np.log(counted.amounts.astype(np.float32)))
    lengths = np.sqrt(np.bincount(numbers, weights=values * values, minlength=len(sizes)))
    values /= np.maximum(lengths, 1e-9).astype(np.float32)[numbers]
    return vocabulary, Rows(starts=counted.starts, columns=counted.place, values=values, width=len(counted.columns))


def _without_rare_pairs(counted: Counted) -> Counted:
    """Leave out the pairs of words that too few sentences share; most stand in one and would fill memory."""
    rare = np.bincount(counted.place, minlength=len(counted.columns)) < _SHARED_BY + len(counted) // _SENTENCES_MORE
    return counted.without(rare & (counted.views == VIEW_NAMES.index(TOGETHER)))


def _weighed(counted: Counted, labels: Ints, total: float) -> Vocabulary:
    """Weigh the terms, given the intent of every stored value."""
    columns, place = counted.columns, counted.place
    mine = labels >= 0
    several = int(labels.max(initial=0)) + 1
    pairs = np.sort(place[mine].astype(np.int64) * several + labels[mine])
    with_it = np.bincount(pairs[np.diff(pairs, prepend=-1) > 0] // several, minlength=len(columns))
    everyday = np.bincount(place[~mine], minlength=len(columns))
    scale = np.array([VIEWS[view] for view in VIEW_NAMES], dtype=np.float64)[counted.views]
    weights = scale * (np.log(total / (1 + with_it + _BACKGROUND * everyday)) + 1)
    return Vocabulary(
        columns=columns,
        weights=weights.astype(np.float32),
        covered=with_it > 0,
        unseen={view: weight * (math.log(total) + 1) for view, weight in VIEWS.items() if view != TOGETHER},
    )
