"""What holds for any file, whatever is in it."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable
from pathlib import Path
from typing import Any, Final, TypeAlias
from zoneinfo import ZoneInfo

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.core.errors import ImportFileError
from bot.orders.cells import tidy
from bot.orders.dialect import ImportContext
from bot.orders.reader import DIALECTS, LeftOut, ReadOrder, read_orders
from bot.orders.taobao import words

Make: TypeAlias = Callable[..., dict[str, str]]
Write: TypeAlias = Callable[..., Path]
Read: TypeAlias = Callable[..., Any]

CONTEXT: Final = ImportContext(zone=ZoneInfo("Asia/Shanghai"))
HEADERS: Final = [",".join(field.headers[0] for field in dialect.fields) for dialect in DIALECTS]


@pytest.fixture(scope="module")
def path(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """One file that every example of a property writes anew."""
    return tmp_path_factory.mktemp("orders") / "orders.csv"


def _read_or_refuse(path: Path) -> list[object]:
    try:
        return list(read_orders(path, CONTEXT))
    except ImportFileError:
        return []


@given(data=st.binary(max_size=400))
def test_any_bytes_are_read_or_refused(path: Path, data: bytes) -> None:
    path.write_bytes(data)
    assert not any(isinstance(outcome, ReadOrder) for outcome in _read_or_refuse(path))


@given(
    header=st.sampled_from(HEADERS),
    encoding=st.sampled_from(["utf-8", "gb18030", "utf-16"]),
    body=st.binary(max_size=400) | st.text(alphabet="\",;\r\n\t='0123E+-:年买家已付款", max_size=200).map(str.encode),
)
def test_any_bytes_under_a_good_header_cost_only_rows(path: Path, header: str, encoding: str, body: bytes) -> None:
    path.write_bytes((header + "\r\n").encode(encoding) + body)
    for outcome in _read_or_refuse(path):
        problems = outcome.problems if isinstance(outcome, LeftOut) else ()
        assert all(problem.line >= 2 and problem.column >= 1 and problem.text for problem in problems)


@given(text=st.text(max_size=300))
def test_any_json_text_is_read_or_refused(path: Path, text: str) -> None:
    path.write_text("[" + text, encoding="utf-8", errors="replace")
    _read_or_refuse(path)
    path.write_text('[{"number": "1", "line_items": [' + text + "]}]", encoding="utf-8", errors="replace")
    _read_or_refuse(path)
    assert path.stat().st_size > 0


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    cells=st.lists(st.text(st.characters(exclude_categories=["Cs"]), max_size=40), min_size=4, max_size=4),
    delimiter=st.sampled_from([",", "\t", ";"]),
    encoding=st.sampled_from(["utf-8", "utf-8-sig", "gb18030", "utf-16"]),
)
def test_any_cell_comes_back_as_it_was_written(
    path: Path, taobao_row: Make, cells: list[str], delimiter: str, encoding: str
) -> None:
    row = taobao_row(**dict(zip(("买家会员名", "收货人姓名", "收货地址", "订单备注"), cells, strict=True)))
    text = io.StringIO(newline="")
    writer = csv.DictWriter(text, row, delimiter=delimiter)
    writer.writeheader()
    writer.writerow(row)
    path.write_bytes(text.getvalue().encode(encoding))
    order = next(outcome.order for outcome in read_orders(path, CONTEXT) if isinstance(outcome, ReadOrder))
    assert [order.buyer, order.receiver, order.address, order.remark] == [words(tidy(cell)) for cell in cells]


def test_a_missing_file_says_so(tmp_path: Path, read: Read) -> None:
    with pytest.raises(ImportFileError, match="No such file"):
        read(tmp_path / "none.csv")


def test_a_folder_says_so(tmp_path: Path, read: Read) -> None:
    with pytest.raises(ImportFileError, match="Is a directory"):
        read(tmp_path)


def test_what_is_read_does_not_grow_with_the_file(write: Write, taobao_row: Make) -> None:
    import tracemalloc

    peaks = []
    for rows in (2_000, 20_000):
        path = write([taobao_row(订单编号=str(number)) for number in range(rows)])
        tracemalloc.start()
        read = sum(isinstance(outcome, ReadOrder) for outcome in read_orders(path, CONTEXT))
        peaks.append(tracemalloc.get_traced_memory()[1])
        tracemalloc.stop()
        assert read == rows
    assert peaks[1] < peaks[0] * 1.5
