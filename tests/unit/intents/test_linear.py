"""The softmax regression finds the minimum and reads `not` lines."""

from __future__ import annotations

import numpy as np
import pytest

from intents.linear import RIDGE, fit_dual, softmax


@pytest.fixture
def rows() -> np.ndarray:
    chance = np.random.default_rng(1)
    matrix = chance.normal(size=(40, 60)).astype(np.float32)
    normed: np.ndarray = matrix / np.linalg.norm(matrix, axis=1, keepdims=True)
    return normed


def test_softmax_sums_to_one_and_sharpens_with_the_temperature() -> None:
    logits = np.array([[1.0, 2.0, 3.0]], dtype=np.float32)
    assert softmax(logits).sum() == pytest.approx(1)
    assert softmax(logits, 0.5).max() > softmax(logits, 2.0).max()


def test_the_slope_vanishes_at_the_solution(rows: np.ndarray) -> None:
    labels = np.arange(40) % 4
    dual = fit_dual(rows @ rows.T, labels, 4, denied=np.zeros(40, dtype=bool), rounds=400).dual
    weights = rows.T @ dual
    slope = rows.T @ (softmax(rows @ weights) - np.eye(4, dtype=np.float32)[labels]) + RIDGE * weights
    assert float(np.abs(slope).max()) < 0.05


def test_a_denied_row_lowers_its_class_only(rows: np.ndarray) -> None:
    labels = np.arange(40) % 4
    denied = np.zeros(40, dtype=bool)
    denied[0] = True
    dual = fit_dual(rows @ rows.T, labels, 4, denied=denied).dual
    chances = softmax(rows @ (rows.T @ dual))
    assert chances[0].argmax() != labels[0]
    assert chances[0, labels[0]] < 0.5
    assert np.mean(chances.argmax(axis=1)[1:] == labels[1:]) > 0.9


def test_starting_from_the_solution_stays_there(rows: np.ndarray) -> None:
    labels, denied = np.arange(40) % 4, np.zeros(40, dtype=bool)
    dual = fit_dual(rows @ rows.T, labels, 4, denied=denied, rounds=200).dual
    again = fit_dual(rows @ rows.T, labels, 4, denied=denied, start=dual, rounds=3).dual
    np.testing.assert_allclose(again, dual, atol=0.05)
