"""Which cell of a row is which, found by the header row: columns may be added, missing or moved."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final, TypeVar

from rapidfuzz import fuzz, process

from bot.orders.cells import BadCell, tidy

T = TypeVar("T")

_SEPARATORS: Final = re.compile(r"[\s_]+")
_LIKELY: Final = 70.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Field:
    """One thing an order needs to know, and the headers it goes by, the most trustworthy first."""

    name: str
    headers: tuple[str, ...]
    essential: bool = False


def header_key(header: str) -> str:
    """What two spellings of one header share: width, case, spaces and underscores aside."""
    return _SEPARATORS.sub("", unicodedata.normalize("NFKC", tidy(header))).casefold()


@dataclass(frozen=True, slots=True, kw_only=True)
class Columns:
    """Where each field stands.

    Attributes:
        places: field → index of its cell.
        headers: the header row as it is written.
        width: cells of a whole row (empty ones at the end may follow); None when rows are not from a table.
    """

    places: Mapping[str, int]
    headers: Sequence[str]
    width: int | None

    def header(self, field: str) -> str:
        """The header of the field as the file writes it."""
        return self.headers[self.places[field]] if field in self.places else field


def match_columns(header: Sequence[str], fields: Sequence[Field]) -> Columns:
    """Find the fields among the headers. A header that stands twice counts where it stands first."""
    at: dict[str, int] = {}
    for index, name in enumerate(header):
        at.setdefault(header_key(name), index)
    places: dict[str, int] = {}
    for field in fields:
        for name in field.headers:
            if (index_ := at.get(header_key(name))) is not None:
                places[field.name] = index_
                break
    headers = [tidy(name) for name in header]
    while headers and not headers[-1]:
        headers.pop()
    return Columns(places=places, headers=tuple(headers), width=len(headers))


def missing(columns: Columns, fields: Sequence[Field]) -> list[str]:
    """The essential columns that are not there, each with the header that was perhaps meant."""
    found = []
    for field in fields:
        if field.essential and field.name not in columns.places:
            meant = _meant(field, columns.headers)
            found.append(field.headers[0] + (f" (did you mean “{meant}”?)" if meant else ""))
    return found


def _meant(field: Field, headers: Sequence[str]) -> str:
    ranked = ((process.extractOne(name, headers, scorer=fuzz.ratio), name) for name in field.headers)
    best = max((hit for hit, _ in ranked if hit), key=lambda hit: hit[1], default=None)
    return best[0][:60] if best and best[1] >= _LIKELY else ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One row of a table. `fault` says what is wrong with the row as a whole."""

    line: int
    cells: Sequence[str]
    columns: Columns
    fault: BadCell | None = None

    def text(self, field: str) -> str:
        """The tidied value; empty when the file has no such column or the row is cut short."""
        index = self.columns.places.get(field, -1)
        return tidy(self.cells[index]) if 0 <= index < len(self.cells) else ""

    def read(self, field: str, parse: Callable[[str], T]) -> T:
        """The parsed value. Raises BadCell that names line, column and header."""
        try:
            return parse(self.text(field))
        except BadCell as bad:
            raise self.bad(field, bad.text, bad.hint) from None

    def need(self, field: str, parse: Callable[[str], T | None]) -> T:
        """As `read`, refusing an empty value."""
        value = self.read(field, parse)
        if value is None or value == "":
            raise self.bad(field, "is empty")
        return value

    def bad(self, field: str, text: str, hint: str = "") -> BadCell:
        """What is wrong with this cell."""
        column = self.columns.places.get(field, -1) + 1 if self.columns.width is not None else 1
        return BadCell(f"{self.columns.header(field)}: {text}", hint, line=self.line, column=column)
