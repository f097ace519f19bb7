"""A file of orders → orders, one by one, with everything that had to be left out and why."""

from __future__ import annotations

from collections.abc import Callable, Generator, Iterable, Iterator, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final, TypeAlias

from bot.core.errors import ImportFileError, Problem
from bot.core.orders import Order
from bot.orders.cells import BadCell
from bot.orders.columns import Columns, Row
from bot.orders.dialect import Dialect, ImportContext, ItemLines
from bot.orders.encoding import detect_encoding
from bot.orders.shopify import SHOPIFY_ORDERS
from bot.orders.table import Layout, find_layout, read_rows
from bot.orders.taobao import TAOBAO_ITEMS, TAOBAO_ORDERS, read_items
from bot.orders.woocommerce import WOO_ORDERS
from bot.orders.woocommerce_json import read_json

AUTO: Final = "auto"
DIALECTS: Final = (TAOBAO_ORDERS, SHOPIFY_ORDERS, WOO_ORDERS)
FORMATS: Final = (AUTO, *(dialect.format for dialect in DIALECTS))

_MAX_ROWS: Final = 1000
"""Rows of one order; a longer one is a damaged file."""

_PHONES: Final = frozenset({"mobile", "telephone", "phone", "payer_phone", "order_phone", "to_phone", "by_phone"})


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadOrder:
    """An order and the line it begins on."""

    line: int
    order: Order


@dataclass(frozen=True, slots=True, kw_only=True)
class LeftOut:
    """An order that cannot be taken. `rows` is how many lines of the file go with it."""

    problems: tuple[Problem, ...]
    rows: int


Outcome: TypeAlias = ReadOrder | LeftOut | Problem
"""A bare Problem is a remark about the file: nothing is left out because of it."""


def read_orders(
    path: Path,
    context: ImportContext,
    *,
    export: str = AUTO,
    items: Path | None = None,
    progress: Callable[[int], None] = lambda _: None,
) -> Generator[Outcome]:
    """Read an export in constant memory (a list of items and JSON apart, which are held whole).

    Args:
        path: a CSV export, or WooCommerce's JSON list (recognised by its ending or its first character).
        context: zone and currency of what the file leaves open.
        export: one of FORMATS; AUTO recognises the export by its header row.
        items: Taobao's ExportItemList of the same orders.
        progress: hears how many bytes of `path` have been read.

    Raises:
        ImportFileError: nothing can be read; says where, why and what to do.
    """
    try:
        yield from _read(path, context, export, items, progress)
    except OSError as error:
        raise ImportFileError(f"{error.filename or path}: {error.strerror or error}") from error


def _read(
    path: Path, context: ImportContext, export: str, items: Path | None, progress: Callable[[int], None]
) -> Iterator[Outcome]:
    if _is_json(path):
        if export not in {AUTO, WOO_ORDERS.format}:
            raise ImportFileError(f"{path}: only WooCommerce's list of orders is read as JSON, not {export}")
        yield from _outcomes(read_json(path), WOO_ORDERS, context, str(path))
        return
    dialects = [dialect for dialect in DIALECTS if export in {AUTO, dialect.format}]
    layout = _layout(path, dialects)
    if items is not None:
        context = replace(context, items=_load_items(items, layout.sheet))
    yield from _remarks(layout.columns, layout.header_row + 1, str(path))
    with closing(read_rows(path, layout, progress)) as rows:
        yield from _outcomes(_grouped(rows, layout.sheet), layout.sheet, context, str(path))


def _is_json(path: Path) -> bool:
    with path.open("rb") as file:
        head = file.read(64).removeprefix(b"\xef\xbb\xbf").lstrip()
    return path.suffix.lower() == ".json" or head[:1] in {b"[", b"{"}


def _layout(path: Path, dialects: Sequence[Dialect]) -> Layout[Dialect]:
    encoding = detect_encoding(path)
    try:
        return find_layout(path, encoding, dialects)
    except ImportFileError:
        if not _is_item_list(path, encoding):
            raise
    raise ImportFileError(
        f"{path}: this is Taobao's list of items, not of orders; import ExportOrderList and give this one with --items"
    )


def _is_item_list(path: Path, encoding: str) -> bool:
    try:
        find_layout(path, encoding, [TAOBAO_ITEMS])
    except ImportFileError:
        return False
    return True


def _load_items(path: Path, dialect: Dialect) -> Mapping[str, ItemLines]:
    if dialect is not TAOBAO_ORDERS:
        raise ImportFileError(
            f"{path}: a list of items belongs to Taobao's order list; {dialect.name} has its own lines"
        )
    layout = find_layout(path, detect_encoding(path), [TAOBAO_ITEMS])
    with closing(read_rows(path, layout, lambda _: None)) as rows:
        return read_items(rows, str(path))


def _remarks(columns: Columns, line: int, path: str) -> Iterator[Problem]:
    if _PHONES.isdisjoint(columns.places):
        yield Problem(
            path=path,
            line=line,
            column=1,
            code="no-phone",
            text="there is no column with phones",
            hint="customers prove an order by its number and the last four digits; without them nobody can",
        )


def _grouped(rows: Iterable[Row], dialect: Dialect) -> Iterator[list[Row]]:
    """The rows of each order: in sequence, with the same number or with none."""
    group: list[Row] = []
    for row in rows:
        number = row.text("number")
        if group and dialect.grouped and number in {"", group[0].text("number")}:
            if len(group) <= _MAX_ROWS:
                group.append(row)
            continue
        if group:
            yield group
        group = [row]
    if group:
        yield group


def _outcomes(groups: Iterable[list[Row]], dialect: Dialect, context: ImportContext, path: str) -> Iterator[Outcome]:
    for group in groups:
        problems = tuple(_faults(group, context, path))
        if not problems:
            try:
                yield ReadOrder(line=group[0].line, order=dialect.build(group, context))
                continue
            except BadCell as bad:
                problems = (_problem(bad, path, group),)
        yield LeftOut(problems=problems, rows=len(group))


def _faults(group: Sequence[Row], context: ImportContext, path: str) -> Iterator[Problem]:
    if len(group) > _MAX_ROWS:
        bad = BadCell(f"more than {_MAX_ROWS} rows in one order", line=group[0].line, column=1)
        yield _problem(bad, path, group[:1])
    yield from (_problem(row.fault, path, group) for row in group if row.fault)
    yield from context.items.get(group[0].text("number"), ItemLines()).problems


def _problem(bad: BadCell, path: str, group: Sequence[Row]) -> Problem:
    """Says too that the whole order goes when only one of its lines is bad."""
    more = ""
    if len(group) > 1:
        number = group[0].text("number")[:40] or "without a number"
        more = f"; order {number} is left out with all its {len(group)} lines"
    return Problem(path=path, line=bad.line, column=bad.column, code="bad-row", text=bad.text + more, hint=bad.hint)
