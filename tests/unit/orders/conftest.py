"""Exports as the platforms write them, made of the rows a test names."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TypeAlias
from zoneinfo import ZoneInfo

import pytest

from bot.core.errors import Problem
from bot.core.orders import Order
from bot.orders.dialect import ImportContext
from bot.orders.reader import LeftOut, ReadOrder, read_orders

Write: TypeAlias = Callable[..., Path]


@pytest.fixture
def context() -> ImportContext:
    return ImportContext(zone=ZoneInfo("Asia/Shanghai"))


@pytest.fixture
def write(tmp_path: Path) -> Write:
    """Writes rows (dicts by header) as CSV: `write(rows, encoding="gbk", delimiter=",", name="orders.csv")`."""

    def _write(
        rows: Sequence[dict[str, str]],
        *,
        headers: Sequence[str] | None = None,
        encoding: str = "utf-8",
        delimiter: str = ",",
        name: str = "orders.csv",
        quoting: int = csv.QUOTE_MINIMAL,
    ) -> Path:
        columns = headers or list(dict.fromkeys(header for row in rows for header in row))
        text = io.StringIO(newline="")
        writer = csv.DictWriter(text, columns, restval="", delimiter=delimiter, quoting=quoting)  # type: ignore[arg-type]  # csv's constants are ints
        writer.writeheader()
        writer.writerows(rows)
        path = tmp_path / name
        path.write_bytes(text.getvalue().encode(encoding))
        return path

    return _write


class Result:
    """Everything a file told."""

    def __init__(self, path: Path, context: ImportContext, **options: object) -> None:
        outcomes = list(read_orders(path, context, **options))  # type: ignore[arg-type]  # a test's options
        self.orders: list[Order] = [each.order for each in outcomes if isinstance(each, ReadOrder)]
        self.lines: list[int] = [each.line for each in outcomes if isinstance(each, ReadOrder)]
        self.left_out: list[LeftOut] = [each for each in outcomes if isinstance(each, LeftOut)]
        self.remarks: list[Problem] = [each for each in outcomes if isinstance(each, Problem)]

    @property
    def problems(self) -> list[Problem]:
        return [problem for each in self.left_out for problem in each.problems]


@pytest.fixture
def read(context: ImportContext) -> Callable[..., Result]:
    def _read(path: Path, **options: object) -> Result:
        return Result(path, context, **options)

    return _read


@pytest.fixture
def taobao_row() -> Callable[..., dict[str, str]]:
    """One row of ExportOrderList as Taobao writes it, with some cells changed."""

    def _row(**cells: str) -> dict[str, str]:
        return {
            "订单编号": '="1234567890123456789"',
            "买家会员名": "演示买家",
            "买家应付货款": "118.00",
            "买家应付邮费": "8.00",
            "总金额": "126.00",
            "买家实际支付金额": "126.00",
            "订单状态": "买家已付款，等待卖家发货",
            "买家留言": "'null",
            "收货人姓名": "演示顾客",
            "收货地址": "浙江省 杭州市 演示路 1 号",
            "联系电话": "'",
            "联系手机": "'13800001234",
            "订单创建时间": "2026-03-02 10:00:00",
            "订单付款时间": "2026-03-02 10:01:00",
            "宝贝标题": "暖满保温杯",
            "宝贝种类": "1",
            "物流单号": "",
            "物流公司": "",
            "订单备注": "'",
            "宝贝总数量": "2",
            "订单关闭原因": "",
        } | cells

    return _row


@pytest.fixture
def shopify_row() -> Callable[..., dict[str, str]]:
    """The first row of an order of Shopify's export, with some cells changed (underscores for spaces)."""

    def _row(**cells: str) -> dict[str, str]:
        return {
            "Name": "#1001",
            "Email": "demo@example.com",
            "Financial Status": "paid",
            "Paid at": "2026-03-02 10:00:05 +0800",
            "Fulfillment Status": "unfulfilled",
            "Fulfilled at": "",
            "Currency": "USD",
            "Shipping": "5.00",
            "Total": "1,045.50",
            "Created at": "2026-03-02 10:00:00 +0800",
            "Lineitem quantity": "2",
            "Lineitem name": "Mug - blue",
            "Lineitem price": "20.25",
            "Lineitem sku": "MUG-B",
            "Shipping Name": "Demo Customer",
            "Shipping Street": "1 Demo Street",
            "Shipping City": "Springfield",
            "Shipping Zip": "'00501",
            "Shipping Country": "US",
            "Shipping Phone": "'+15550001234",
            "Cancelled at": "",
            "Refunded Amount": "0.00",
            "Notes": "",
        } | {key.replace("_", " "): value for key, value in cells.items()}

    return _row
