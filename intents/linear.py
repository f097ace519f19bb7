"""A regularised softmax regression, fitted sentence by sentence.

The weights are always a combination of the training rows. Each visit to a sentence moves its coefficients part of the
way to where it would have them (stochastic dual coordinate ascent, Shalev-Shwartz and Zhang 2013). There is no rate of
learning to choose, what a sentence has contributed can be taken back, and the fit of edited scripts starts from the
last one.
"""

from __future__ import annotations

from dataclasses import dataclass
from random import Random

import numpy as np

from intents.sparse import Bools, Floats, Ints, Rows, transposed_product

RIDGE = 0.02  # on the squared weights beside the summed loss; flat from 0.01 to 0.05 on all sets
_STEP = np.float32(4 * RIDGE / (1 + 4 * RIDGE))  # twice what never overshoots: sure rows leave room, others mend it
_TO_DUAL = np.float32(-1 / RIDGE)  # where the slope vanishes, coefficients are the slopes of the losses by the ridge
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

    def climb(self, passes: int, learned: Bools) -> None:
        """Visit the learned rows so often, each time in another order."""
        visited = np.flatnonzero(learned).tolist()
        dual, weights, row_of = self.dual, self.weights, self._problem.rows.row
        for _ in range(passes):
            self._order.shuffle(visited)
            for row in visited:
                columns, values = row_of(row)
                mine = weights.take(columns, axis=0)
                change = self._slope(values @ mine, row)
                change *= _TO_DUAL
                change -= dual[row]
                change *= _STEP
                dual[row] += change
                mine += values[:, None] * change
                weights[columns] = mine

    def _slope(self, logits: Floats, row: int) -> Floats:
        """Of the row's log loss over its logits, which it overwrites."""
        chances = softmax(logits)
        label = self._problem.labels[row]
        if not self._problem.denied[row]:
            chances[label] -= 1
            return chances
        # What a `not` line means is open: its target is the model's own opinion without the denied intent.
        denied = float(chances[label])
        chances *= np.float32(-denied / max(1 - denied, 1e-6))
        chances[label] = denied
        return chances
