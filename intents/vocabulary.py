"""The terms that the examples contain, how much each says, and sentences as weighed rows of them."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Sequence
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

    @classmethod
    def learn(cls, examples: Sequence[tuple[Terms, int]], everyday: Sequence[Terms]) -> Vocabulary:
        """Weigh terms by the number of intents they stand in: log((1 + intents) / (1 + intents with it)) + 1.

        Counting intents instead of sentences is what tells a term that an intent repeats in every example (and is
        therefore its mark) from one that all of them share.

        Args:
            examples: Terms of each example with the number of its intent.
            everyday: Terms of sentences that belong to no intent.
        """
        view_of: dict[str, str] = {}
        intents: dict[str, set[int]] = {}
        for document, intent in examples:
            for view, found in document.items():
                for term in set(found):
                    view_of[term] = view
                    intents.setdefault(term, set()).add(intent)
        common: Counter[str] = Counter()
        for document in everyday:
            for view, found in document.items():
                distinct = set(found)
                common.update(distinct)
                view_of.update(dict.fromkeys(distinct, view))
        total = 1 + len({intent for _, intent in examples}) + _BACKGROUND * len(everyday)
        weights = [
            VIEWS[view] * (math.log(total / (1 + len(intents.get(term, ())) + _BACKGROUND * common[term])) + 1)
            for term, view in view_of.items()
        ]
        return cls(
            columns={term: at for at, term in enumerate(view_of)},
            weights=np.array(weights, dtype=np.float32),
            covered=np.fromiter((term in intents for term in view_of), dtype=np.bool_, count=len(view_of)),
            unseen={view: weight * (math.log(total) + 1) for view, weight in VIEWS.items()},
        )

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

    def rows(self, readings: Sequence[Reading]) -> Rows:
        """Stack readings into a sparse matrix."""
        sizes = [len(reading.columns) for reading in readings]
        return Rows(
            starts=np.concatenate(([0], np.cumsum(sizes, dtype=np.int64))).astype(np.int64),
            columns=np.concatenate([reading.columns for reading in readings] or [np.empty(0, np.int64)]),
            values=np.concatenate([reading.values for reading in readings] or [np.empty(0, np.float32)]),
            width=len(self.weights),
        )

    def unknown(self, document: Terms) -> tuple[str, ...]:
        """The terms of a sentence that no example contains."""
        distinct = dict.fromkeys(term for found in document.values() for term in found)
        return tuple(t for t in distinct if t not in self.columns or not self.covered[self.columns[t]])
