"""Predictions for the scripts' own examples by models that have not seen them.

What the matcher says about its own examples is flattery. Every example is therefore predicted by a model fitted on
the others; examples that were expanded from one template stay together, for the same reason.
"""

from __future__ import annotations

import sys
import zlib
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from intents.linear import Ascent, Problem
from intents.sparse import Bools, Floats, Ints, Rows, product

FOLDS = 10
_PASSES = 10  # accuracy is flat on the public sets from here
_MORE, _MOST_MORE = 4, 8  # passes from a model of nearly the same rows:
_VISITS = 6_000  # so many visits, because few rows need more passes, and have the time
_TURNS = ((700, 10, 1), (4_000, 5, 2), (sys.maxsize, 2, 2))
"""(most sentences, turns, folds that stay away in each): of many sentences two fifths are evidence enough."""


@dataclass(frozen=True, slots=True, kw_only=True)
class HeldOut:
    """Held-out predictions, one row per sentence that could be held out.

    Attributes:
        logits: Shape (m, classes); the last class is "none of the intents".
        labels: The true class, shape (m,).
        coverage: Share of each sentence that the fold's examples contain, shape (m,).
    """

    logits: Floats
    labels: Ints
    coverage: Floats

    def where(self, chosen: Bools) -> HeldOut:
        """Some of the predictions."""
        return HeldOut(logits=self.logits[chosen], labels=self.labels[chosen], coverage=self.coverage[chosen])


def folds_of(groups: Sequence[str]) -> Ints:
    """The fold of each group by a hash of its name: stable when other examples come and go."""
    return np.array([zlib.crc32(group.encode("utf-8", "replace")) % FOLDS for group in groups], dtype=np.int64)


def cross_fit(
    problem: Problem, folds: Ints, term_weights: Floats, start: Floats | None = None
) -> tuple[Ascent, HeldOut]:
    """Fit on all rows, and on the way predict folds that stay away for a while.

    One model serves for all: a fold is forgotten, the others are visited a few times more, the fold is predicted and
    learned again while the next one stays away.

    Args:
        problem: The sentences and their classes.
        folds: Fold of each row; -1 for rows that never stay away.
        term_weights: Weight of each column, for the coverage.
        start: Dual coefficients to start from.
    """
    ascent = Ascent(problem, start)
    rows, every = len(problem.rows), np.ones(len(problem.rows), dtype=np.bool_)
    turns, together = next((turns, together) for most, turns, together in _TURNS if rows <= most)
    more = min(_MOST_MORE, max(_MORE, _VISITS // max(1, rows)))
    passes = _PASSES if start is None else more
    parts: list[HeldOut] = []
    for turn in range(turns):
        away = (folds >= 0) & (folds // together == turn)
        if not away.any() or away.all():
            continue
        ascent.forget(away)
        ascent.climb(passes, ~away)
        parts.append(_predicted(problem, ascent, away, term_weights))
        passes = more
    ascent.climb(passes, every)
    return ascent, _joined(parts, problem.classes)


def _predicted(problem: Problem, ascent: Ascent, away: Bools, term_weights: Floats) -> HeldOut:
    """What is said of the rows that stay away."""
    examples = ~away & (problem.labels < problem.classes - 1) & ~problem.denied
    return HeldOut(
        logits=product(problem.rows, np.flatnonzero(away), ascent.weights),
        labels=problem.labels[away],
        coverage=_coverage(problem.rows, term_weights, examples)[away],
    )


def _joined(parts: Sequence[HeldOut], classes: int) -> HeldOut:
    nothing = HeldOut(
        logits=np.zeros((0, classes), np.float32), labels=np.zeros(0, np.int64), coverage=np.zeros(0, np.float32)
    )
    every = [nothing, *parts]
    return HeldOut(
        logits=np.concatenate([one.logits for one in every]),
        labels=np.concatenate([one.labels for one in every]),
        coverage=np.concatenate([one.coverage for one in every]),
    )


def _coverage(rows: Rows, weights: Floats, trained: Bools) -> Floats:
    """Coverage of every row by the terms of the trained rows."""
    numbers = rows.row_numbers()
    seen = np.bincount(rows.columns[trained[numbers]], minlength=rows.width) > 0
    weight = weights[rows.columns]
    total = np.bincount(numbers, weights=weight, minlength=len(rows))
    known = np.bincount(numbers, weights=weight * seen[rows.columns], minlength=len(rows))
    result: Floats = (known / np.maximum(total, 1e-9)).astype(np.float32)
    return result
