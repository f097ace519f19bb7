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
from threadpoolctl import threadpool_limits

from intents.linear import STILL, Ascent, Problem
from intents.sparse import Bools, Floats, Ints, Rows, product

FOLDS = 10
_ROUGHLY = 0.02  # how still the fits are that only predict: their errors are counted, not told
_TURNS = ((700, 10, 1), (1_500, 5, 2), (4_000, 3, 2), (sys.maxsize, 2, 2))
"""(most sentences, turns, folds that stay away in each): of many sentences a part is evidence enough."""


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


@dataclass(frozen=True, slots=True, kw_only=True)
class CrossFit:
    """A fit on all rows, with what was learned on the way.

    Attributes:
        weights: Shape (terms, classes).
        held_out: Predictions for rows that had not been seen.
        duals: Coefficients of the fit of each turn and of the last one, shape (turns + 1, rows, classes); None unless
            they were to be remembered.
    """

    weights: Floats
    held_out: HeldOut
    duals: Floats | None


def folds_of(groups: Sequence[str]) -> Ints:
    """The fold of each group by a hash of its name: stable when other examples come and go."""
    return np.array([zlib.crc32(group.encode("utf-8", "replace")) % FOLDS for group in groups], dtype=np.int64)


def cross_fit(
    problem: Problem, folds: Ints, term_weights: Floats, *, before: Floats | None = None, remember: bool = False
) -> CrossFit:
    """Fit on all rows, and on the way predict folds that stay away for a while.

    One model serves for all: a fold is forgotten, the model settles without it, the fold is predicted and learned
    again while the next one stays away.

    Args:
        problem: The sentences and their classes.
        folds: Fold of each row; -1 for rows that never stay away.
        term_weights: Weight of each column, for the coverage.
        before: Coefficients to start from, as `CrossFit.duals` has them for nearly the same sentences.
        remember: Keep the coefficients of all fits.
    """
    turns, together = next((turns, together) for most, turns, together in _TURNS if len(problem.rows) <= most)
    # The blocks are small: threads would wait for each other, on a busy machine for twenty times as long as they work.
    with threadpool_limits(limits=1, user_api="blas"):
        return _cross_fit(problem, folds, term_weights, turns, together, before, remember=remember)


def _cross_fit(
    problem: Problem,
    folds: Ints,
    term_weights: Floats,
    turns: int,
    together: int,
    before: Floats | None,
    *,
    remember: bool,
) -> CrossFit:
    ascent = Ascent(problem)
    before = before if before is not None and len(before) == turns + 1 else None
    parts: list[HeldOut] = []
    duals: list[Floats] = []
    for turn in range(turns + 1):
        away = (folds >= 0) & (folds // together == turn) if turn < turns else np.zeros(len(folds), dtype=np.bool_)
        if before is not None:
            before[turn, away] = 0.0
            ascent = Ascent(problem, before[turn])
        else:
            ascent.forget(away)
        ascent.settle(~away, _ROUGHLY if turn < turns else STILL)
        if away.any():
            parts.append(_predicted(problem, ascent, away, term_weights))
        if remember:
            duals.append(ascent.dual.copy())
    return CrossFit(
        weights=ascent.weights,
        held_out=_joined(parts, problem.classes),
        duals=np.stack(duals) if remember else None,
    )


def _predicted(problem: Problem, ascent: Ascent, away: Bools, term_weights: Floats) -> HeldOut:
    """What is said of the rows that stay away."""
    examples = ~away & (problem.labels < problem.classes - 1) & ~problem.denied
    return HeldOut(
        logits=product(problem.rows, np.flatnonzero(away), ascent.weights) * _stretch(problem.rows, ~away)[away, None],
        labels=problem.labels[away],
        coverage=_coverage(problem.rows, term_weights, examples)[away],
    )


def _stretch(rows: Rows, trained: Bools) -> Floats:
    """By how much the logits of every row grow, were it read without the terms that only it has.

    A message is read without what nobody knows, and what is left has length one; a row that stays away carries its
    unknown terms along, and the model looks less sure of it than of a message. But it has also seen fewer sentences.
    With the whole of the first, confidences come out 2 to 3 points too low, with nothing of it as much too high, on
    public sets as on shops' messages; the root of it is right on all of them.
    """
    numbers = rows.row_numbers()
    seen = np.bincount(rows.columns[trained[numbers]], minlength=rows.width) > 0
    squares = np.bincount(numbers, weights=rows.values**2 * seen[rows.columns], minlength=len(rows))
    result: Floats = (np.where(squares > 0, squares, 1.0) ** -0.25).astype(np.float32)
    return result


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
