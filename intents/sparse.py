"""Just enough sparse algebra for short texts, in numpy, so that the library needs no scipy.

Rows are sentences, columns are terms. A few terms stand in many sentences and most in a handful; the products here
treat the first kind densely and the second by enumeration, which keeps both time and memory small.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float32]
Ints = npt.NDArray[np.int64] | npt.NDArray[np.int32]
Bools = npt.NDArray[np.bool_]

_DENSE_FROM = 40  # sentences; below it, enumerating the pairs of a term is cheaper than a dense column
_TILE = 256  # dense columns, and rows, taken together when products are written out
_DENSE_FLOATS = 3_000_000  # of memory for the dense columns of products that are never written out
_CHUNK = 250_000  # floats of temporary memory per step


@dataclass(frozen=True, slots=True, kw_only=True)
class Rows:
    """A sparse matrix by rows: row i holds ``columns[starts[i]:starts[i + 1]]`` with ``values`` alike."""

    starts: Ints
    columns: Ints
    values: Floats
    width: int

    def __len__(self) -> int:
        """How many rows there are."""
        return len(self.starts) - 1

    def row_numbers(self) -> Ints:
        """The row of every stored value."""
        return np.repeat(np.arange(len(self), dtype=np.int32), np.diff(self.starts))

    def take(self, chosen: Ints) -> Rows:
        """Some of the rows, in the order given."""
        sizes = np.diff(self.starts)[chosen]
        starts = np.concatenate(([0], np.cumsum(sizes))).astype(np.int64)
        at = np.arange(starts[-1]) - np.repeat(starts[:-1] - self.starts[:-1][chosen], sizes)
        return Rows(starts=starts, columns=self.columns[at], values=self.values[at], width=self.width)


def gram(rows: Rows) -> Floats:
    """All inner products of the rows: shape (n, n)."""
    numbers = rows.row_numbers()
    products = np.zeros((len(rows), len(rows)), dtype=np.float32)
    frequency = np.bincount(rows.columns, minlength=rows.width)
    heavy = np.flatnonzero(frequency > _DENSE_FROM)
    for first in range(0, len(heavy), _TILE):
        block = _dense_block(rows, numbers, heavy[first : first + _TILE])
        for top in range(0, len(rows), _TILE):
            products[top : top + _TILE] += block[top : top + _TILE] @ block.T
    rare = frequency[rows.columns] <= _DENSE_FROM
    _add_pairs(rows.columns[rare], numbers[rare], rows.values[rare], products)
    return products


def _dense_block(rows: Rows, numbers: Ints, chosen: Ints) -> Floats:
    """Some of the columns, densely: shape (n, chosen)."""
    place = np.full(rows.width, -1, dtype=np.int64)
    place[chosen] = np.arange(len(chosen))
    place = place[rows.columns]
    stored = place >= 0
    block = np.zeros((len(rows), len(chosen)), dtype=np.float32)
    block[numbers[stored], place[stored]] = rows.values[stored]
    return block


def _add_pairs(columns: Ints, numbers: Ints, values: Floats, products: Floats) -> None:
    """Add the products of all pairs of stored values that share a column, terms of one frequency at a time."""
    order = np.argsort(columns, kind="stable")
    counts = np.bincount(columns)
    starts = np.cumsum(counts) - counts
    flat, n = products.ravel(), len(products)
    for size in range(1, int(counts.max(initial=0)) + 1):
        together = starts[counts == size]
        step = max(1, _CHUNK // (size * size))
        for first in range(0, len(together), step):
            members = order[together[first : first + step, None] + np.arange(size)]
            places = numbers[members].astype(np.int64)[:, :, None] * n + numbers[members][:, None, :]
            shares = values[members][:, :, None] * values[members][:, None, :]
            np.add.at(flat, places.ravel(), shares.ravel())


class _Reduction:
    """Sums weighed rows of a dense matrix into the rows of another; the order is worked out once."""

    def __init__(self, source: Ints, target: Ints, values: Floats) -> None:
        order = np.argsort(target, kind="stable")
        self._source, self._values = source[order], values[order]
        target = target[order]
        self._bounds = np.flatnonzero(np.concatenate((np.ones(min(1, len(target)), bool), target[1:] != target[:-1])))
        self._targets = target[self._bounds]

    def add(self, dense: Floats, into: Floats) -> None:
        """``into[target] += value * dense[source]`` for every stored value."""
        ends = np.append(self._bounds[1:], len(self._source))
        step = max(1, _CHUNK // max(1, dense.shape[1]))
        first = 0
        while first < len(self._bounds):
            low = self._bounds[first]
            last = max(first + 1, int(np.searchsorted(ends, low + step, side="right")))
            part = dense[self._source[low : ends[last - 1]]]
            part *= self._values[low : ends[last - 1], None]
            into[self._targets[first:last]] += np.add.reduceat(part, self._bounds[first:last] - low, axis=0)
            first = last


def product(rows: Rows, other: Floats) -> Floats:
    """``rows @ other``: shape (n, other's columns)."""
    result = np.zeros((len(rows), other.shape[1]), dtype=np.float32)
    _Reduction(rows.columns, rows.row_numbers(), rows.values).add(other, result)
    return result


def transposed_product(rows: Rows, other: Floats) -> Floats:
    """``rowsᵀ @ other``: shape (width, other's columns)."""
    result = np.zeros((rows.width, other.shape[1]), dtype=np.float32)
    _Reduction(rows.row_numbers(), rows.columns, rows.values).add(other, result)
    return result


class ImplicitGram:
    """The inner products of many rows, multiplied with but never written out: n × n would not fit."""

    def __init__(self, rows: Rows) -> None:
        numbers = rows.row_numbers()
        self._width = rows.width
        frequency = np.bincount(rows.columns, minlength=rows.width)
        heavy = np.flatnonzero(frequency > _DENSE_FROM)
        room = _DENSE_FLOATS // max(1, len(rows))
        heavy = heavy[np.argsort(-frequency[heavy], kind="stable")[:room]]
        self._block = _dense_block(rows, numbers, heavy)
        rare = np.ones(rows.width, dtype=np.bool_)
        rare[heavy] = False
        rare = rare[rows.columns]
        columns, numbers, values = rows.columns[rare], numbers[rare], rows.values[rare]
        self._down = _Reduction(numbers, columns, values)
        self._up = _Reduction(columns, numbers, values)

    def __matmul__(self, dual: Floats) -> Floats:
        """Products times ``dual``: shape (n, dual's columns)."""
        weights = np.zeros((self._width, dual.shape[1]), dtype=np.float32)
        self._down.add(dual, weights)
        result: Floats = self._block @ (self._block.T @ dual)
        self._up.add(weights, result)
        return result
