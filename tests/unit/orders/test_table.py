from __future__ import annotations

import csv
from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeAlias

import pytest

from bot.core.errors import ImportFileError

Make: TypeAlias = Callable[..., dict[str, str]]
Write: TypeAlias = Callable[..., Path]
Read: TypeAlias = Callable[..., Any]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gbk", "utf-16"])
@pytest.mark.parametrize("delimiter", [",", "\t", ";"])
def test_encoding_and_delimiter_are_found(
    write: Write, read: Read, taobao_row: Make, encoding: str, delimiter: str
) -> None:
    path = write([taobao_row()], encoding=encoding, delimiter=delimiter)
    assert read(path).orders[0].receiver == "演示顾客"


def test_columns_may_be_added_missing_and_moved(write: Write, read: Read, taobao_row: Make) -> None:
    row = taobao_row(新的一列="x")
    del row["买家留言"]
    path = write([row], headers=sorted(row))
    assert read(path).orders[0].number == "1234567890123456789"


def test_headers_are_known_by_any_width_case_and_spacing(write: Write, read: Read, shopify_row: Make) -> None:
    row = {key.upper().replace(" ", "_"): value for key, value in shopify_row().items()}
    assert read(write([row])).orders[0].number == "1001"


def test_a_title_or_a_separator_line_may_stand_above_the_header(write: Write, read: Read, shopify_row: Make) -> None:
    path = write([shopify_row()])
    path.write_bytes(b"sep=,\r\n\r\n" + path.read_bytes())
    result = read(path)
    assert result.orders[0].number == "1001"
    assert result.lines == [4]


def test_missing_essential_columns_are_named_with_the_header_that_was_meant(
    write: Write, read: Read, taobao_row: Make
) -> None:
    row = taobao_row()
    row["订单状态态"] = row.pop("订单状态")
    with pytest.raises(
        ImportFileError, match=r"orders\.csv:1:1: .*ExportOrderList.*订单状态 \(did you mean “订单状态态”\?\)"
    ):
        read(write([row]))


def test_a_file_of_something_else_is_refused_with_the_exports_that_are_known(write: Write, read: Read) -> None:
    with pytest.raises(ImportFileError, match=r"Taobao ExportOrderList, Shopify orders export, WooCommerce orders"):
        read(write([{"城市": "杭州", "人口": "1"}]))


def test_the_named_format_is_the_only_one_tried(write: Write, read: Read, taobao_row: Make) -> None:
    with pytest.raises(ImportFileError, match="Shopify"):
        read(write([taobao_row()]), export="shopify")


def test_rows_with_too_many_or_too_few_cells_are_left_out_with_line_and_column(
    write: Write, read: Read, taobao_row: Make
) -> None:
    path = write(
        [taobao_row(订单编号="1"), taobao_row(订单编号="2"), taobao_row(订单编号="3"), taobao_row(订单编号="4")]
    )
    lines = path.read_text(encoding="utf-8").splitlines()
    lines[2] += ",extra"
    lines[3] = lines[3].rsplit(",", 3)[0]
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    result = read(path)
    assert [order.number for order in result.orders] == ["1", "4"]
    assert [(problem.line, problem.column) for problem in result.problems] == [(3, 22), (4, 18)]


def test_empty_cells_beyond_the_header_do_no_harm(write: Write, read: Read, taobao_row: Make) -> None:
    path = write([taobao_row()])
    path.write_text(path.read_text(encoding="utf-8").replace("\n", ",,\n"), encoding="utf-8")
    assert len(read(path).orders) == 1


def test_damaged_bytes_cost_only_their_row(write: Write, read: Read, taobao_row: Make) -> None:
    path = write([taobao_row(订单编号="1"), taobao_row(订单编号="2", 收货人姓名="@@"), taobao_row(订单编号="3")])
    path.write_bytes(path.read_bytes().replace(b"@@", b"\xff\xfe"))
    result = read(path)
    assert [order.number for order in result.orders] == ["1", "3"]
    assert "damaged" in result.problems[0].text
    assert result.problems[0].line == 3


def test_a_quotation_that_is_never_closed_is_reported_where_it_begins(
    write: Write, read: Read, taobao_row: Make
) -> None:
    rows = [taobao_row(订单编号=str(number)) for number in range(3000)]
    rows[10]["订单备注"] = "@@"
    path = write(rows)
    path.write_bytes(path.read_bytes().replace(b"@@", b'"open'))
    result = read(path)
    assert result.orders[9].number == "9"
    assert result.problems[0].line == 12
    assert "quotation mark" in result.problems[0].hint
    assert result.orders[-1].number == "2999"  # reading goes on after what the quotation swallowed


def test_line_numbers_count_the_lines_inside_quoted_cells(write: Write, read: Read, taobao_row: Make) -> None:
    path = write([taobao_row(订单编号="1", 订单备注="一\n二\n三"), taobao_row(订单编号="2", 订单状态="?")])
    result = read(path)
    assert result.orders[0].remark == "一 二 三"
    assert result.problems[0].line == 5


def test_progress_hears_the_bytes_and_ends_at_the_size_of_the_file(write: Write, read: Read, taobao_row: Make) -> None:
    path = write([taobao_row(订单编号=str(number)) for number in range(500)], quoting=csv.QUOTE_ALL)
    heard: list[int] = []
    read(path, progress=heard.append)
    assert heard == sorted(heard)
    assert heard[-1] == path.stat().st_size
