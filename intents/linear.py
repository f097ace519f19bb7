"""A regularised softmax regression, fitted a few sentences at a time.

The weights are always a combination of the training rows. Each visit to a sentence moves its coefficients to where a
quadratic model of its own loss would have them (stochastic dual coordinate ascent, Shalev-Shwartz and Zhang 2013, with
Newton's steps, over small blocks because numpy is slow at small things). There is no rate of learning to choose, and
what a sentence has contributed can be taken back. The loss is strictly convex: wherever a fit starts, it ends at the
same weights, so that edited scripts may be fitted from where the last fit ended.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from random import Random

import numpy as np

from intents.sparse import Bools, Floats, Ints, Rows, dense, transposed_product

RIDGE = 0.02  # on the squared weights beside the summed loss; flat from 0.01 to 0.05 on all sets
_FURTHEST = 3.0  # that one visit moves a logit: a sentence seen first knows little of how far to go
STILL = 0.01  # a sentence whose logits a visit moves by less is left alone until the others have settled as well
_SETTLED = 0.02  # share of the sentences that may still move by more in the end,
_AT_MOST = 10  # and by how many times as much: one new sentence among thousands is to be learned, too
_MOST_SWEEPS = 200  # a guard only: the public sets take 20 to 40, most of them over few sentences
_BLOCK, _OF = 16, 50  # sentences moved at once, at most one of so many: few of them share words that matter
_ALIKE = 0.5  # likeness from which two sentences of a block share one step
_LEAST_LEFT = 1e-6
_SEED = 1  # of the order in which sentences are visited; the same scripts give the same matcher


def softmax(logits: Floats, temperature: float = 1.0) -> Floats:
    """Probabilities along the last axis."""
    powers: Floats = logits * np.float32(1 / temperature)
    powers -= powers.max(axis=-1, keepdims=True)
    np.exp(powers, out=powers)
    powers /= powers.sum(axis=-1, keepdims=True)
    return powers


@dataclass(frozen=True, slots=True, kw_only=True)
class Problem:
    """What the linear model is fitted on.

    Attributes:
        rows: The sentences.
        labels: Class of each row, shape (n,); ``classes - 1`` is "none of the intents".
        denied: Rows that are anything but their class (`not` lines).
        classes: How many classes there are.
    """

    rows: Rows
    labels: Ints
    denied: Bools
    classes: int


class Ascent:
    """A fit in progress, changed in place: with 20,000 sentences a second copy would not fit.

    Attributes:
        dual: Coefficients A, shape (n, classes).
        weights: ``rowsᵀ @ A``, shape (terms, classes).
    """

    def __init__(self, problem: Problem, start: Floats | None = None) -> None:
        """Begin with the coefficients ``start``, or knowing nothing."""
        self.dual: Floats
        self.weights: Floats
        self._problem = problem
        self._order = Random(_SEED)  # noqa: S311 — an order, no secret; numpy's own would take 4 MB more
        self._scratch = np.zeros(problem.rows.width, dtype=np.int64)
        if start is None:
            self.dual = np.zeros((len(problem.rows), problem.classes), dtype=np.float32)
            self.weights = np.zeros((problem.rows.width, problem.classes), dtype=np.float32)
        else:
            self.dual = start.copy()
            self.weights = transposed_product(problem.rows, start)

    def forget(self, chosen: Bools) -> None:
        """Take back what some of the rows have contributed."""
        for row in np.flatnonzero(chosen).tolist():
            columns, values = self._problem.rows.row(row)
            self.weights[columns] -= values[:, None] * self.dual[row]
            self.dual[row] = 0.0

    def settle(self, learned: Bools, still: float = STILL) -> None:
        """Visit the learned rows, each time in another order, until visits to all of them hardly move any.

        Rows that are still are passed over until the others are, too: soon these are few.

        Args:
            learned: Which rows.
            still: What hardly moves, in logits.
        """
        every = np.flatnonzero(learned & (np.diff(self._problem.rows.starts) > 0))
        restless = every
        for _ in range(_MOST_SWEEPS):
            moves = self._sweep(restless)
            calm = np.count_nonzero(moves > still) <= _SETTLED * len(every) and moves.max(initial=0) <= _AT_MOST * still
            if calm and len(restless) == len(every):
                return
            restless = every if calm else restless[moves > still]

    def _sweep(self, rows: Ints) -> Floats:
        """Visit rows once; returns how far each wanted to go, in logits."""
        order = list(range(len(rows)))
        self._order.shuffle(order)
        size = max(1, min(_BLOCK, len(rows) // _OF))
        moves = np.zeros(len(rows), dtype=np.float32)
        for at in range(0, len(rows), size):
            block = order[at : at + size]
            moves[block] = self._visit(rows[block])
        return moves

    def _visit(self, block: Ints) -> Floats:
        """Move the coefficients of some rows; returns how far each wanted to go, in logits."""
        columns, values = dense(self._problem.rows, block, self._scratch)
        mine = self.weights.take(columns, axis=0)
        steps = self._steps(values @ mine, block)
        furthest = np.abs(steps).max(axis=1)
        scale = np.minimum(1, _FURTHEST / np.maximum(furthest, _FURTHEST))
        if len(block) > 1:
            alike = values @ values.T
            alike[alike < _ALIKE] = 0
            scale /= np.maximum(alike.sum(axis=1), 1)
        steps *= scale[:, None].astype(np.float32)
        self.dual[block] += steps
        mine += values.T @ steps
        self.weights[columns] = mine
        result: Floats = furthest
        return result

    def _steps(self, logits: Floats, block: Ints) -> Floats:
        """Newton's steps for the coefficients of rows with these logits."""
        labels, denied = self._problem.labels[block], self._problem.denied[block]
        slopes = self.dual[block] * np.float32(RIDGE)
        steps = _towards(logits, labels, slopes)
        if denied.any():
            steps[denied] = _away(logits[denied], labels[denied], slopes[denied])
        return steps


def _towards(logits: Floats, labels: Ints, slopes: Floats) -> Floats:
    """Of rows that are their class: the loss is −log p, its curve diag(p) − ppᵀ, inverted with the ridge.

    Args:
        logits: Shape (rows, classes).
        labels: The classes.
        slopes: Of the ridge over the coefficients.
    """
    chances = softmax(logits)
    steps = slopes + chances
    steps[np.arange(len(labels)), labels] -= 1
    inverse = 1 / (chances + np.float32(RIDGE))
    steps *= inverse
    inverse *= chances
    along = np.einsum("ij,ij->i", chances, steps) / np.maximum(1 - np.einsum("ij,ij->i", chances, inverse), _LEAST_LEFT)
    steps += inverse * along[:, None]
    result: Floats = np.negative(steps, out=steps)
    return result


def _away(logits: Floats, labels: Ints, slopes: Floats) -> Floats:
    """Of `not` lines: the loss is −log(1 − p), with the mean of the classes standing for the others.

    With the others as they are the loss would not be convex: which of them takes the line would depend on where the
    fit began.
    """
    rows, classes = np.arange(len(labels)), logits.shape[1]
    against = np.full_like(logits, -1 / classes)
    against[rows, labels] += 1
    odds = np.einsum("ij,ij->i", against, logits) - math.log(max(classes - 1, 1))
    chances = 1 / (1 + np.exp(-np.maximum(odds, -30)))
    slopes = slopes + chances[:, None] * against
    curves = chances * (1 - chances)
    along = curves * np.einsum("ij,ij->i", against, slopes) / (RIDGE + curves * (1 - 1 / classes))
    steps: Floats = ((along[:, None] * against - slopes) / RIDGE).astype(np.float32)
    return steps
