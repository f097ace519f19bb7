"""The softmax regression finds the minimum, reads `not` lines and forgets what it is told to."""

from __future__ import annotations

import numpy as np
import pytest

from intents.linear import RIDGE, Ascent, Problem, softmax
from intents.sparse import Rows

EVERY = np.ones(40, dtype=bool)
FINE = 1e-4


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
    ascent.settle(EVERY, FINE)
    chances = softmax(dense @ ascent.weights)
    slope = dense.T @ (chances - np.eye(4, dtype=np.float32)[np.arange(40) % 4]) + RIDGE * ascent.weights
    assert float(np.abs(slope).max()) < 0.001


def test_the_weights_are_always_the_rows_times_the_coefficients(dense: np.ndarray) -> None:
    ascent = Ascent(problem(dense))
    ascent.settle(EVERY, FINE)
    ascent.forget(np.arange(40) < 10)
    np.testing.assert_allclose(ascent.weights, dense.T @ ascent.dual, atol=1e-4)


def test_what_is_forgotten_and_not_learned_again_leaves_no_trace(dense: np.ndarray) -> None:
    away = np.arange(40) < 10
    forgot, never = Ascent(problem(dense)), Ascent(problem(dense))
    forgot.settle(EVERY, FINE)
    forgot.forget(away)
    forgot.settle(~away, FINE)
    never.settle(~away, FINE)
    assert not forgot.dual[away].any()
    np.testing.assert_allclose(forgot.weights, never.weights, atol=0.01)


def test_a_denied_row_lowers_its_class_only(dense: np.ndarray) -> None:
    ascent = Ascent(problem(dense, denied=(0,)))
    ascent.settle(EVERY, FINE)
    chances = softmax(dense @ ascent.weights)
    assert chances[0].argmax() != 0
    assert chances[0, 0] < 0.5
    assert np.mean(chances.argmax(axis=1)[1:] == np.arange(1, 40) % 4) > 0.9


def test_starting_from_the_solution_stays_there(dense: np.ndarray) -> None:
    first = Ascent(problem(dense))
    first.settle(EVERY, FINE)
    again = Ascent(problem(dense), first.dual)
    again.settle(EVERY, FINE)
    np.testing.assert_allclose(again.dual, first.dual, atol=0.05)


def test_the_same_problem_has_the_same_solution(dense: np.ndarray) -> None:
    one, other = Ascent(problem(dense)), Ascent(problem(dense))
    one.settle(EVERY, FINE)
    other.settle(EVERY, FINE)
    np.testing.assert_array_equal(one.weights, other.weights)


def test_wherever_a_fit_with_not_lines_starts_it_ends_at_the_same_weights(dense: np.ndarray) -> None:
    given = problem(dense, denied=(0, 3, 17, 18))
    start = np.random.default_rng(4).normal(size=(40, 4)).astype(np.float32) * 5
    here, there = Ascent(given), Ascent(given, start)
    here.settle(EVERY, FINE)
    there.settle(EVERY, FINE)
    np.testing.assert_allclose(here.weights, there.weights, atol=0.01)


def test_a_sentence_that_is_written_a_hundred_times_does_not_keep_the_fit_from_settling(dense: np.ndarray) -> None:
    often = np.repeat(dense[:4], 250, axis=0)
    rows = Rows(starts=np.arange(1_001) * 60, columns=np.tile(np.arange(60), 1_000), values=often.ravel(), width=60)
    given = Problem(rows=rows, labels=np.arange(1_000) // 250, denied=np.zeros(1_000, dtype=bool), classes=4)
    ascent = Ascent(given)
    ascent.settle(np.ones(1_000, dtype=bool))
    slope = softmax(dense[:4] @ ascent.weights) - np.eye(4, dtype=np.float32)
    np.testing.assert_allclose(250 * dense[:4].T @ slope + RIDGE * ascent.weights, 0, atol=0.2)


def test_sentences_without_terms_are_passed_over() -> None:
    rows = Rows(
        starts=np.zeros(4, dtype=np.int64),
        columns=np.zeros(0, dtype=np.int64),
        values=np.zeros(0, dtype=np.float32),
        width=2,
    )
    ascent = Ascent(Problem(rows=rows, labels=np.zeros(3, dtype=int), denied=np.zeros(3, dtype=bool), classes=2))
    ascent.settle(np.ones(3, dtype=bool))
    assert not ascent.dual.any()


def test_one_new_sentence_among_a_thousand_is_learned_too() -> None:
    size = 1_000
    rows = Rows(starts=np.arange(size + 1), columns=np.arange(size), values=np.ones(size, dtype=np.float32), width=size)
    given = Problem(rows=rows, labels=np.arange(size) % 4, denied=np.zeros(size, dtype=bool), classes=4)
    fresh = Ascent(given)
    fresh.settle(np.ones(size, dtype=bool))
    start = fresh.dual.copy()
    start[7] = 0
    again = Ascent(given, start)
    again.settle(np.ones(size, dtype=bool))
    np.testing.assert_allclose(again.weights[7], fresh.weights[7], atol=0.1)
