"""A regularised softmax regression in its dual form.

The weights are always a combination of the training rows, so the model is fitted on the inner products of the
sentences: a few hundred to a few thousand take a fraction of a second, and cross-fitting reuses the same products.
"""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass
from typing import Protocol

import numpy as np

from intents.sparse import Bools, Floats, Ints

RIDGE = 0.015  # on the squared weights beside the summed loss; flat from 0.01 to 0.05 on all three public sets
_ROUNDS = 25
_ROWS_PER_ROUND = 1_000
_MEMORY = 2  # more steps remembered make fits no shorter and take four matrices each
_LEAST_STEP = 1e-3
_LEAST_GAIN = 1e-4


class Products(Protocol):
    """The inner products of the training rows, as a matrix or computed on the way."""

    def __matmul__(self, dual: Floats, /) -> Floats:
        """Products times dual coefficients, shape (n, classes)."""


def softmax(logits: Floats, temperature: float = 1.0) -> Floats:
    """Probabilities along the last axis."""
    powers: Floats = logits * np.float32(1 / temperature)
    powers -= powers.max(axis=-1, keepdims=True)
    np.exp(powers, out=powers)
    powers /= powers.sum(axis=-1, keepdims=True)
    return powers


@dataclass(frozen=True, slots=True, kw_only=True)
class Solution:
    """What was found for n rows.

    Attributes:
        dual: Coefficients A, shape (n, classes): the weights are ``rowsᵀ @ A``.
        logits: Of every row, those held out included, shape (n, classes).
    """

    dual: Floats
    logits: Floats


@dataclass(slots=True)
class _Point:
    """A dual solution with everything that is linear in it."""

    dual: Floats
    logits: Floats
    slope: Floats
    slope_logits: Floats
    loss: float


def fit_dual(
    products: Products,
    labels: Ints,
    classes: int,
    *,
    denied: Bools,
    held_out: Bools | None = None,
    start: Floats | None = None,
    rounds: int | None = None,
) -> Solution:
    """Fit by L-BFGS in the space of the weights, one multiplication with the products per round.

    Args:
        products: Inner products of the n rows.
        labels: Class of each row, shape (n,).
        classes: How many classes there are.
        denied: Rows that are anything but their class (`not` lines).
        held_out: Rows that are predicted and not learned from.
        start: Dual coefficients to start from, such as those of a fit on nearly the same rows.
        rounds: Most rounds; by default enough for accuracy to be flat on the public sets.
    """
    problem = _Problem(products, labels, classes, denied, held_out)
    point = problem.at(start)
    steps: deque[tuple[Floats, Floats, Floats, Floats]] = deque()
    for _ in range(rounds if rounds is not None else _ROUNDS + len(labels) // _ROWS_PER_ROUND):
        moved, moved_logits = _direction(point, steps)
        if len(steps) == _MEMORY:
            steps.popleft()  # its room is needed now
        following = problem.step(point, moved, moved_logits)
        if following is None or point.loss - following.loss < _LEAST_GAIN * following.loss:
            break
        turned = np.subtract(following.slope, point.slope, out=point.slope)
        turned_logits = np.subtract(following.slope_logits, point.slope_logits, out=point.slope_logits)
        if float(np.vdot(moved_logits, turned)) > 1e-12:
            steps.append((moved, turned, moved_logits, turned_logits))
        point = following
    return Solution(dual=point.dual, logits=point.logits)


class _Problem:
    """The penalised log loss, its slope, and the search along a direction."""

    def __init__(self, products: Products, labels: Ints, classes: int, denied: Bools, held_out: Bools | None) -> None:
        self._products = products
        self._shape = (len(labels), classes)
        self._labels = labels
        left_out = np.zeros(len(labels), dtype=np.bool_) if held_out is None else held_out
        self._left_out = np.flatnonzero(left_out)
        self._learned = np.flatnonzero(~left_out)
        self._asserted = np.flatnonzero(~left_out & ~denied)
        self._denied = np.flatnonzero(~left_out & denied)
        self._penalty = np.float32(RIDGE)

    def at(self, start: Floats | None) -> _Point:
        if start is None:
            nothing = np.zeros(self._shape, dtype=np.float32)
            return self._point(nothing, nothing)
        dual = start.copy()
        dual[self._left_out] = 0.0
        return self._point(dual, self._products @ dual)

    def _point(self, dual: Floats, logits: Floats) -> _Point:
        slope = softmax(logits)
        if len(self._denied):
            # What a `not` line means is open: its target is the model's own opinion without the denied intent.
            mine = slope[self._denied, self._labels[self._denied]]
            others = np.maximum(1 - mine, np.float32(1e-6))
            slope[self._denied] *= (-mine / others)[:, None]
            slope[self._denied, self._labels[self._denied]] = mine
        slope[self._asserted, self._labels[self._asserted]] -= 1
        slope += self._penalty * dual
        slope[self._left_out] = 0.0
        return _Point(dual, logits, slope, self._products @ slope, self._loss(dual, logits))

    def _loss(self, dual: Floats, logits: Floats) -> float:
        powers = logits - logits.max(axis=1, keepdims=True)
        np.exp(powers, out=powers)
        total = powers.sum(axis=1)
        mine = powers[np.arange(len(total)), self._labels]
        mine[self._denied] = total[self._denied] - mine[self._denied]
        fit = float(np.log(total / np.maximum(mine, np.float32(1e-20)))[self._learned].sum())
        return fit + 0.5 * float(self._penalty) * float(np.vdot(dual, logits))

    def step(self, point: _Point, moved: Floats, moved_logits: Floats) -> _Point | None:
        """The first of ever shorter steps that lowers the loss enough; None when there is none.

        Shortens ``moved`` and ``moved_logits`` in place to what was taken.
        """
        decline = -float(np.vdot(moved, point.slope_logits))
        length = 1.0
        while length >= _LEAST_STEP:
            dual, logits = point.dual + moved, point.logits + moved_logits
            if self._loss(dual, logits) <= point.loss - 1e-4 * length * decline:
                return self._point(dual, logits)
            length /= 2
            moved *= np.float32(0.5)
            moved_logits *= np.float32(0.5)
        return None


def _direction(point: _Point, steps: deque[tuple[Floats, Floats, Floats, Floats]]) -> tuple[Floats, Floats]:
    """Downhill by the two-loop recursion, carried out on the dual coefficients and on their logits alike."""
    direction, logits = -point.slope, -point.slope_logits
    shares: list[tuple[float, float]] = []
    for _, turned, moved_logits, turned_logits in reversed(steps):
        curve = 1 / float(np.vdot(moved_logits, turned))
        share = curve * float(np.vdot(moved_logits, direction))
        direction -= np.float32(share) * turned
        logits -= np.float32(share) * turned_logits
        shares.append((share, curve))
    if steps:
        _, turned, moved_logits, turned_logits = steps[-1]
        scale = float(np.vdot(moved_logits, turned)) / max(float(np.vdot(turned_logits, turned)), 1e-12)
    else:
        scale = 1 / max(float(np.vdot(point.slope, point.slope_logits)) ** 0.5, 1e-9)
    direction *= np.float32(scale)
    logits *= np.float32(scale)
    for (moved, _, moved_logits, turned_logits), (share, curve) in zip(steps, reversed(shares), strict=True):
        back = np.float32(share - curve * float(np.vdot(turned_logits, direction)))
        direction += back * moved
        logits += back * moved_logits
    return direction, logits
