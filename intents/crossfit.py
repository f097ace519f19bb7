"""Predictions for the scripts' own examples by models that have not seen them.

What the matcher says about its own examples is flattery. Every example is therefore predicted by a model fitted on
the others; examples that were expanded from one template stay together, for the same reason.
"""

from __future__ import annotations

import zlib
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from intents.linear import Products, fit_dual
from intents.sparse import Bools, Floats, Ints, Rows

FOLDS = 10
_ROUNDS = 8  # enough from the fit on all rows, whose coefficients for the held-out rows are left out
_FITS = ((1_500, 10), (4_000, 5))  # (sentences, folds that are enough evidence); two folds beyond


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
class Problem:
    """What the linear model is fitted on.

    Attributes:
        rows: The sentences.
        products: Their inner products.
        labels: Class of each row; ``classes - 1`` is "none of the intents".
        denied: Rows that are anything but their class.
        folds: Fold of each row; -1 for rows that are always trained on.
        classes: How many classes there are.
    """

    rows: Rows
    products: Products
    labels: Ints
    denied: Bools
    folds: Ints
    classes: int

    def fit(self, start: Floats | None = None) -> Floats:
        """Dual coefficients of all rows for all classes: shape (rows, classes)."""
        return fit_dual(self.products, self.labels, self.classes, denied=self.denied, start=start).dual


def folds_of(groups: Sequence[str]) -> Ints:
    """The fold of each group by a hash of its name: stable when other examples come and go."""
    return np.array([zlib.crc32(group.encode("utf-8", "replace")) % FOLDS for group in groups], dtype=np.int64)


def hold_out(problem: Problem, dual: Floats, weights: Floats) -> HeldOut:
    """Predict each fold from the others.

    Args:
        problem: The sentences, their classes and folds.
        dual: The fit on all rows, to start from.
        weights: Weight of each column, for the coverage.
    """
    numbers = problem.rows.row_numbers()
    parts: list[tuple[Floats, Ints, Floats]] = []
    for fold in range(next((fits for most, fits in _FITS if len(problem.rows) <= most), 2)):
        test = problem.folds == fold
        if not test.any() or test.all():
            continue
        examples = ~test & (problem.labels < problem.classes - 1) & ~problem.denied
        covered = _coverage(problem.rows, numbers, weights, examples)
        parts.append((_predict(problem, dual, test), problem.labels[test], covered[test]))
    if not parts:
        nothing = np.zeros(0, dtype=np.float32)
        return HeldOut(
            logits=np.zeros((0, problem.classes), np.float32), labels=np.zeros(0, np.int64), coverage=nothing
        )
    return HeldOut(
        logits=np.concatenate([part[0] for part in parts]),
        labels=np.concatenate([part[1] for part in parts]),
        coverage=np.concatenate([part[2] for part in parts]),
    )


def _predict(problem: Problem, start: Floats, test: Bools) -> Floats:
    """Logits of the test rows by a model of the others."""
    found = fit_dual(
        problem.products,
        problem.labels,
        problem.classes,
        denied=problem.denied,
        held_out=test,
        start=start,
        rounds=_ROUNDS,
    )
    logits: Floats = found.logits[test]
    return logits


def _coverage(rows: Rows, numbers: Ints, weights: Floats, trained: Bools) -> Floats:
    """Coverage of every row by the terms of the trained rows."""
    seen = np.bincount(rows.columns[trained[numbers]], minlength=rows.width) > 0
    weight = weights[rows.columns]
    total = np.bincount(numbers, weights=weight, minlength=len(rows))
    known = np.bincount(numbers, weights=weight * seen[rows.columns], minlength=len(rows))
    result: Floats = (known / np.maximum(total, 1e-9)).astype(np.float32)
    return result
