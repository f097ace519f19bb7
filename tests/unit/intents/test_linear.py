"""The softmax regression finds the minimum, reads `not` lines and forgets what it is told to."""

from __future__ import annotations

import numpy as np
import pytest

from intents.linear import RIDGE, Ascent, Problem, softmax
from intents.sparse import Rows

EVERY = np.ones(40, dtype=bool)


@pytest.fixture
def dense() -> np.ndarray:
    chance = np.random.default_rng(1)
    matrix = chance.normal(size=(40, 60)).astype(np.float32)
    normed: np.ndarray = matrix / np.linalg.norm(matrix, axis=1, keepdims=True)
    return normed


def problem(dense: np.ndarray, *, denied: tuple[int, ...] = ()) -> Problem:
    """Forty sentences of four classes in turn."""
    size, width = dense.shape
    rows = Rows(
        starts=np.arange(size + 1) * width,
        columns=np.tile(np.arange(width), size),
        values=dense.ravel(),
        width=width,
    )
    return Problem(rows=rows, labels=np.arange(size) % 4, denied=np.isin(np.arange(size), denied), classes=4)


def test_softmax_sums_to_one_and_sharpens_with_the_temperature() -> None:
    logits = np.array([[1.0, 2.0, 3.0]], dtype=np.float32)
    assert softmax(logits).sum() == pytest.approx(1)
    assert softmax(logits, 0.5).max() > softmax(logits, 2.0).max()


def test_the_slope_vanishes_at_the_solution(dense: np.ndarray) -> None:
    ascent = Ascent(problem(dense))
    ascent.climb(300, EVERY)
    chances = softmax(dense @ ascent.weights)
    slope = dense.T @ (chances - np.eye(4, dtype=np.float32)[np.arange(40) % 4]) + RIDGE * ascent.weights
    assert float(np.abs(slope).max()) < 0.001


def test_the_weights_are_always_the_rows_times_the_coefficients(dense: np.ndarray) -> None:
    ascent = Ascent(problem(dense))
    ascent.climb(5, EVERY)
    ascent.forget(np.arange(40) < 10)
    np.testing.assert_allclose(ascent.weights, dense.T @ ascent.dual, atol=1e-4)


def test_what_is_forgotten_and_not_learned_again_leaves_no_trace(dense: np.ndarray) -> None:
    away = np.arange(40) < 10
    forgot, never = Ascent(problem(dense)), Ascent(problem(dense))
    forgot.climb(10, EVERY)
    forgot.forget(away)
    forgot.climb(300, ~away)
    never.climb(300, ~away)
    assert not forgot.dual[away].any()
    np.testing.assert_allclose(forgot.weights, never.weights, atol=0.01)


def test_a_denied_row_lowers_its_class_only(dense: np.ndarray) -> None:
    ascent = Ascent(problem(dense, denied=(0,)))
    ascent.climb(30, EVERY)
    chances = softmax(dense @ ascent.weights)
    assert chances[0].argmax() != 0
    assert chances[0, 0] < 0.5
    assert np.mean(chances.argmax(axis=1)[1:] == np.arange(1, 40) % 4) > 0.9


def test_starting_from_the_solution_stays_there(dense: np.ndarray) -> None:
    first = Ascent(problem(dense))
    first.climb(300, EVERY)
    again = Ascent(problem(dense), first.dual)
    again.climb(3, EVERY)
    np.testing.assert_allclose(again.dual, first.dual, atol=0.05)


def test_the_same_problem_has_the_same_solution(dense: np.ndarray) -> None:
    one, other = Ascent(problem(dense)), Ascent(problem(dense))
    one.climb(3, EVERY)
    other.climb(3, EVERY)
    np.testing.assert_array_equal(one.weights, other.weights)
