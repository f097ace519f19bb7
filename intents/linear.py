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
_ROWS_PER_ROUND = 400
_MEMORY = 4
_LEAST_STEP = 1e-3
_LEAST_GAIN = 1e-4


class Products(Protocol):
    """The inner products of the training rows, as a matrix or computed on the way."""

    def __matmul__(self, dual: Floats, /) -> Floats:
        """Products times dual coefficients, shape (n, classes)."""


def softmax(logits: Floats, temperature: float = 1.0) -> Floats:
    """Probabilities along the last axis."""
    scaled = logits * np.float32(1 / temperature)
    powers = np.exp(scaled - scaled.max(axis=-1, keepdims=True))
    result: Floats = powers / powers.sum(axis=-1, keepdims=True)
    return result


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
    start: Floats | None = None,
    rounds: int | None = None,
) -> Floats:
    """Fit by L-BFGS in the space of the weights, one multiplication with the products per round.

    Args:
        products: Inner products of the n training rows.
        labels: Class of each row, shape (n,).
        classes: How many classes there are.
        denied: Rows that are anything but their class (`not` lines).
        start: Dual coefficients to start from, such as those of a fit on nearly the same rows.
        rounds: Most rounds; by default enough for accuracy to be flat on the public sets.

    Returns:
        Dual coefficients A, shape (n, classes): the weights are ``rowsᵀ @ A``.
    """
    problem = _Problem(products, labels, classes, denied)
    point = problem.at(start)
    steps: deque[tuple[Floats, Floats, Floats, Floats]] = deque(maxlen=_MEMORY)
    for _ in range(rounds if rounds is not None else _ROUNDS + len(labels) // _ROWS_PER_ROUND):
        following = problem.step(point, *_direction(point, steps))
        if following is None or point.loss - following.loss < _LEAST_GAIN * following.loss:
            break
        moved, turned = following.dual - point.dual, following.slope - point.slope
        moved_logits = following.logits - point.logits
        if float(np.vdot(moved_logits, turned)) > 1e-12:
            steps.append((moved, turned, moved_logits, following.slope_logits - point.slope_logits))
        point = following
    return point.dual


class _Problem:
    """The penalised log loss, its slope, and the search along a direction."""

    def __init__(self, products: Products, labels: Ints, classes: int, denied: Bools) -> None:
        self._products = products
        self._rows = np.arange(len(labels))
        self._labels = labels
        self._denied = np.flatnonzero(denied)
        self._target = np.zeros((len(labels), classes), dtype=np.float32)
        self._target[self._rows, labels] = 1.0
        self._penalty = np.float32(RIDGE)

    def at(self, dual: Floats | None) -> _Point:
        nothing = np.zeros_like(self._target)
        return self._point(nothing, nothing) if dual is None else self._point(dual, self._products @ dual)

    def _point(self, dual: Floats, logits: Floats) -> _Point:
        slope = softmax(logits)
        target = self._target
        if len(self._denied):
            # What a `not` line means is open: its target is the model's own opinion without the denied intent.
            others = slope[self._denied]
            others[np.arange(len(self._denied)), self._labels[self._denied]] = 0.0
            target[self._denied] = others / np.maximum(others.sum(axis=1, keepdims=True), np.float32(1e-6))
        slope -= target
        slope += self._penalty * dual
        return _Point(dual, logits, slope, self._products @ slope, self._loss(dual, logits))

    def _loss(self, dual: Floats, logits: Floats) -> float:
        top = logits.max(axis=1, keepdims=True)
        powers = np.exp(logits - top)
        total = powers.sum(axis=1)
        mine = powers[self._rows, self._labels]
        mine[self._denied] = total[self._denied] - mine[self._denied]
        fit = float(np.log(total / np.maximum(mine, np.float32(1e-20))).sum())
        return fit + 0.5 * float(self._penalty) * float(np.vdot(dual, logits))

    def step(self, point: _Point, direction: Floats, direction_logits: Floats) -> _Point | None:
        """The first of ever shorter steps that lowers the loss enough; None when there is none."""
        decline = float(np.vdot(direction, point.slope_logits))
        length = 1.0
        while length >= _LEAST_STEP:
            dual = point.dual - np.float32(length) * direction
            logits = point.logits - np.float32(length) * direction_logits
            if self._loss(dual, logits) <= point.loss - 1e-4 * length * decline:
                return self._point(dual, logits)
            length /= 2
        return None


def _direction(point: _Point, steps: deque[tuple[Floats, Floats, Floats, Floats]]) -> tuple[Floats, Floats]:
    """The two-loop recursion, carried out on the dual coefficients and on their logits alike."""
    direction, logits = point.slope.copy(), point.slope_logits.copy()
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
