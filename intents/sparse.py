"""Just enough sparse algebra for short texts, in numpy, so that the library needs no scipy.

Rows are sentences, columns are terms; most terms stand in a handful of sentences.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float32]
Ints = npt.NDArray[np.int64] | npt.NDArray[np.int32]
Bools = npt.NDArray[np.bool_]


@dataclass(frozen=True, slots=True, kw_only=True)
class Rows:
    """A sparse matrix by rows: row i holds ``columns[starts[i]:starts[i + 1]]`` with ``values`` alike.

    No row holds a column twice.
    """

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

    def row(self, number: int) -> tuple[Ints, Floats]:
        """(columns, values) of one row."""
        stored = slice(self.starts[number], self.starts[number + 1])
        return self.columns[stored], self.values[stored]


def dense(rows: Rows, chosen: Ints, scratch: Ints) -> tuple[Ints, Floats]:
    """Some rows as a dense matrix over the columns that they have.

    Args:
        rows: Where they stand.
        chosen: Which ones.
        scratch: As many numbers as there are columns, whatever they are; overwritten.

    Returns:
        (the columns, their values of shape (chosen, columns)).
    """
    begins, ends = rows.starts[chosen], rows.starts[chosen + 1]
    sizes = ends - begins
    total = int(sizes.sum())
    stored = np.arange(total) + np.repeat(begins - np.cumsum(sizes) + sizes, sizes)
    found = rows.columns[stored]
    scratch[found] = np.arange(total)  # of a column that comes again the last place stays
    columns = found[scratch[found] == np.arange(total)]
    scratch[columns] = np.arange(len(columns))
    values = np.zeros((len(chosen), len(columns)), dtype=np.float32)
    values[np.repeat(np.arange(len(chosen)), sizes), scratch[found]] = rows.values[stored]
    return columns, values


def product(rows: Rows, chosen: Ints, other: Floats) -> Floats:
    """``rows[chosen] @ other``: shape (chosen, other's columns)."""
    result = np.zeros((len(chosen), other.shape[1]), dtype=np.float32)
    for at, number in enumerate(chosen.tolist()):
        columns, values = rows.row(number)
        result[at] = values @ other[columns]
    return result


def transposed_product(rows: Rows, other: Floats) -> Floats:
    """``rowsᵀ @ other``: shape (width, other's columns)."""
    result = np.zeros((rows.width, other.shape[1]), dtype=np.float32)
    for number in range(len(rows)):
        columns, values = rows.row(number)
        result[columns] += values[:, None] * other[number]
    return result
