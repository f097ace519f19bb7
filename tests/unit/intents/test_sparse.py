"""Sparse products agree with dense ones."""

from __future__ import annotations

import numpy as np
import pytest

from intents.sparse import Rows, product, transposed_product
from intents.sparse import dense as some_dense


@pytest.fixture
def dense() -> np.ndarray:
    chance = np.random.default_rng(5)
    matrix = chance.random((60, 40), dtype=np.float32) * (chance.random((60, 40)) < 0.15)
    matrix[:, 0] = 1.0  # a term that stands everywhere
    matrix[7] = 0.0  # a sentence without terms
    return matrix


def sparse(matrix: np.ndarray) -> Rows:
    numbers, columns = np.nonzero(matrix)
    starts = np.concatenate(([0], np.cumsum(np.bincount(numbers, minlength=len(matrix))))).astype(np.int64)
    return Rows(starts=starts, columns=columns, values=matrix[numbers, columns], width=matrix.shape[1])


def test_products_in_both_directions(dense: np.ndarray) -> None:
    right = np.random.default_rng(6).random((40, 3), dtype=np.float32)
    left = np.random.default_rng(7).random((60, 3), dtype=np.float32)
    np.testing.assert_allclose(
        product(sparse(dense), np.array([9, 7, 3, 3]), right), dense[[9, 7, 3, 3]] @ right, rtol=1e-4, atol=1e-5
    )
    np.testing.assert_allclose(transposed_product(sparse(dense), left), dense.T @ left, rtol=1e-4, atol=1e-5)


def test_one_row_is_its_columns_with_their_values(dense: np.ndarray) -> None:
    columns, values = sparse(dense).row(3)
    np.testing.assert_array_equal(columns, np.flatnonzero(dense[3]))
    np.testing.assert_array_equal(values, dense[3][columns])


def test_no_rows_have_no_products() -> None:
    empty = sparse(np.zeros((0, 0), dtype=np.float32))
    assert product(empty, np.zeros(0, dtype=np.int64), np.zeros((0, 2), dtype=np.float32)).shape == (0, 2)
    assert transposed_product(empty, np.zeros((0, 2), dtype=np.float32)).shape == (0, 2)


def test_some_rows_as_a_dense_matrix_over_their_own_columns(dense: np.ndarray) -> None:
    chosen = np.array([3, 7, 40])
    columns, values = some_dense(sparse(dense), chosen, np.full(40, 99))
    found = np.zeros((3, 40), dtype=np.float32)
    found[:, columns] = values
    np.testing.assert_array_equal(found, dense[chosen])
    assert len(set(columns.tolist())) == len(columns)
