"""How long an export of 100 000 orders takes to import into SQLite, and again when nothing has changed.

Run with `python -m tests.benchmarks.bench_import [ROWS]`; the aim is under 60 s for 100 000 rows on two cores.
"""

from __future__ import annotations

import asyncio
import sys
import tempfile
import time
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import partial
from itertools import islice
from pathlib import Path
from typing import Final
from zoneinfo import ZoneInfo

from bot.cli.import_orders import BATCH
from bot.orders.dialect import ImportContext
from bot.orders.intake import take_in
from bot.orders.reader import ReadOrder, read_orders
from bot.scripts.book import ScriptBook
from bot.service.turns import Room
from bot.storage import open_store

ROWS: Final = 100_000

_HEADER: Final = (
    "订单编号,买家会员名,买家应付货款,买家应付邮费,总金额,买家实际支付金额,订单状态,买家留言,收货人姓名,收货地址,"
    "联系手机,订单创建时间,订单付款时间,宝贝标题,宝贝种类,物流单号,物流公司,订单备注,宝贝总数量"
)
_STATUSES: Final = (
    "等待买家付款",
    "买家已付款，等待卖家发货",
    "卖家已发货，等待买家确认",
    "交易成功",
    "交易关闭",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Figures:
    """Seconds for reading alone, for the first import and for the same file again."""

    rows: int
    read: float
    first: float
    again: float

    def __str__(self) -> str:
        return f"{self.rows} rows: read {self.read:.1f} s, import {self.first:.1f} s, again {self.again:.1f} s"


def write_export(path: Path, rows: int) -> None:
    """An ExportOrderList as Taobao writes it, in GBK."""
    with path.open("w", encoding="gbk", newline="") as file:
        file.write(_HEADER + "\r\n")
        for place in range(rows):
            file.write(
                f'="{10**18 + place}",演示买家{place},80.00,8.00,88.00,88.00,{_STATUSES[place % len(_STATUSES)]},'
                f"'null,演示顾客,浙江省 杭州市 演示路 {place} 号,'1380000{place % 10_000:04},2026-03-02 10:00:00,"
                f"2026-03-02 10:01:00,暖满保温杯 500ml,1,,,',2\r\n"
            )


async def measure(rows: int = ROWS) -> Figures:
    """Import a made export twice into a new database."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "orders.csv"
        write_export(path, rows)
        started = time.perf_counter()
        for _ in read_orders(path, _context()):
            pass
        read = time.perf_counter() - started
        database = f"sqlite:///{folder}/kefu.db"
        return Figures(rows=rows, read=read, first=await _import(path, database), again=await _import(path, database))


def _context() -> ImportContext:
    return ImportContext(zone=ZoneInfo("Asia/Shanghai"))


async def _import(path: Path, database: str) -> float:
    book = ScriptBook(default_language="zh", packs={}, shop={}, products={})
    room = Room(book=book, now=datetime.now(UTC))
    started = time.perf_counter()
    store = await open_store(database)
    try:
        orders = (each for each in read_orders(path, _context()) if isinstance(each, ReadOrder))
        while batch := list(islice(orders, BATCH)):
            await store.transact(partial(take_in, room=room, batch=batch))
    finally:
        await store.close()
    return time.perf_counter() - started


if __name__ == "__main__":
    print(asyncio.run(measure(int(sys.argv[1]) if sys.argv[1:] else ROWS)))  # noqa: T201  # the figures are its output
