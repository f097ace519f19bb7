"""A CSV file as rows, read in constant memory: encoding, delimiter and header row are found, not asked for."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Callable, Generator, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final, Generic, Protocol, TextIO, TypeVar

from bot.core.errors import ImportFileError
from bot.orders.cells import BadCell
from bot.orders.columns import Columns, Row, match_columns, missing
from bot.orders.dialect import Sheet

S = TypeVar("S", bound=Sheet)

_DELIMITERS: Final = (",", "\t", ";")
_HEAD: Final = 1 << 16
_MAX_LINE: Final = 1 << 20
_TICK: Final = 64
"""Lines between two reports of progress."""

_HEADER_ROWS: Final = 5
"""The header is looked for in so many rows: a title or `sep=,` may stand above it."""

_SURROGATE: Final = re.compile("[\ud800-\udfff]")
_QUOTE_HINT: Final = "a quotation mark that is never closed?"


class _Reader(Protocol):
    """What `csv.reader` returns."""

    @property
    def line_num(self) -> int: ...
    def __next__(self) -> list[str]: ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Layout(Generic[S]):
    """How to read the file, and what it is."""

    encoding: str
    delimiter: str
    header_row: int
    columns: Columns
    sheet: S


def find_layout(path: Path, encoding: str, sheets: Sequence[S]) -> Layout[S]:
    """Recognise the export by its header row.

    Raises:
        ImportFileError: it is none of `sheets`; names the columns missing for the likeliest of them.
    """
    with path.open("rb") as binary:
        head = binary.read(_HEAD).decode(encoding, errors="replace")
    candidates = [
        Layout(
            encoding=encoding,
            delimiter=delimiter,
            header_row=place,
            columns=match_columns(header, sheet.fields),
            sheet=sheet,
        )
        for delimiter in _DELIMITERS
        for place, header in enumerate(_first_rows(head, delimiter))
        for sheet in sheets
    ]
    whole = [layout for layout in candidates if not missing(layout.columns, layout.sheet.fields)]
    best = max(whole or candidates, key=_recognised, default=None)
    if best is None:
        raise ImportFileError(f"{path}: no header row was found")
    if not whole:
        raise ImportFileError(_unknown(path, best, sheets))
    return best


def _recognised(layout: Layout[S]) -> tuple[int, int]:
    """How many columns are known; of two equals the one with more headers was split rightly."""
    return len(layout.columns.places), len(layout.columns.headers)


def _first_rows(head: str, delimiter: str) -> list[list[str]]:
    rows: list[list[str]] = []
    reader = csv.reader(io.StringIO(head, newline=""), delimiter=delimiter)
    try:
        for row in reader:
            rows.append(row)
            if len(rows) == _HEADER_ROWS:
                break
    except csv.Error:
        return rows
    return rows


def _unknown(path: Path, best: Layout[S], sheets: Sequence[S]) -> str:
    if not best.columns.places:
        names = ", ".join(sheet.name for sheet in sheets)
        return f"{path}: the first row has no header of an orders export that kefu knows ({names})"
    lacking = ", ".join(missing(best.columns, best.sheet.fields))
    line = best.header_row + 1
    return f"{path}:{line}:1: this looks like {best.sheet.name}, but these columns are missing: {lacking}"


def read_rows(path: Path, layout: Layout[S], progress: Callable[[int], None]) -> Generator[Row]:
    """The rows under the header. `progress` hears how many bytes were read; blank rows are skipped.

    A row that cannot be taken (bytes that are no text, too few or too many cells, a runaway quotation) comes with
    its `fault`, and reading goes on after it.
    """
    with (
        path.open("rb") as binary,
        io.TextIOWrapper(binary, encoding=layout.encoding, errors=_on_error(layout.encoding), newline="") as text,
    ):
        reader = csv.reader(_lines(text), delimiter=layout.delimiter)
        yield from _rows(reader, layout, lambda: progress(binary.tell()))
        progress(binary.tell())


def _on_error(encoding: str) -> str:
    """Damaged bytes become lone surrogates that `_fault` finds; UTF-16 was checked as a whole before."""
    return "strict" if encoding == "utf-16" else "surrogateescape"


def _lines(text: TextIO) -> Iterator[str]:
    """Lines of bounded length: a file that is one endless line must not fill the memory."""
    while line := text.readline(_MAX_LINE):
        yield line


def _rows(reader: _Reader, layout: Layout[S], tick: Callable[[], None]) -> Iterator[Row]:
    above = layout.header_row + 1
    line = 1
    while True:
        try:
            cells = next(reader)
            fault = _fault(cells, layout.columns)
        except StopIteration:
            return
        except csv.Error as error:
            cells, fault = [], BadCell(f"the row cannot be split into cells: {error}", _QUOTE_HINT)
        start, line = line, reader.line_num + 1
        if above:
            above -= 1
        elif fault or any(cell.strip() for cell in cells):
            yield Row(line=start, cells=cells, columns=layout.columns, fault=_at(fault, start))
        if reader.line_num % _TICK == 0:
            tick()


def _fault(cells: Sequence[str], columns: Columns) -> BadCell | None:
    width = columns.width or 0
    for column, cell in enumerate(cells, start=1):
        if not cell.isascii() and _SURROGATE.search(cell):
            return BadCell("there are damaged characters in this cell", "export the file again", column=column)
    if len(cells) > width and any(cell.strip() for cell in cells[width:]):
        return BadCell(
            f"the row has {len(cells)} cells, the header has {width}",
            "a delimiter inside a cell that is not in quotation marks?",
            column=width + 1,
        )
    if len(cells) < width and any(cell.strip() for cell in cells):
        return BadCell(f"the row has {len(cells)} cells, the header has {width}", _QUOTE_HINT, column=len(cells) or 1)
    return None


def _at(fault: BadCell | None, line: int) -> BadCell | None:
    return BadCell(fault.text, fault.hint, line=line, column=fault.column or 1) if fault else None
