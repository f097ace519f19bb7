"""The whole way: a file, the command, the scripts of the demo shop and a real database."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from pathlib import Path
from typing import TypeAlias, TypeVar

import pytest
from click.testing import CliRunner, Result

from bot.cli import main
from bot.cli.demo import DEMO_SCRIPTS
from bot.core.orders import Fulfilment
from bot.core.ports import UnitOfWork
from bot.scripts import load_book
from bot.scripts.book import ScriptBook
from bot.storage import open_store

T = TypeVar("T")
Run: TypeAlias = Callable[..., Result]

TAOBAO = "订单编号,订单状态,订单创建时间,总金额,收货人姓名,联系手机,宝贝标题"


@pytest.fixture
def database(tmp_path: Path) -> str:
    return f"sqlite:///{tmp_path / 'kefu.db'}"


@pytest.fixture(scope="module")
def book() -> ScriptBook:
    """Fitting the scripts takes seconds; each run of the command would do it anew."""
    return load_book(DEMO_SCRIPTS)


@pytest.fixture
def run(database: str, book: ScriptBook, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Run:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr("bot.bootstrap.load_book", lambda _, cache: book)

    def _run(*arguments: str) -> Result:
        return CliRunner().invoke(main, ["import-orders", *arguments, "--database", database])

    return _run


def _query(database: str, query: Callable[[UnitOfWork], T]) -> T:
    async def ask() -> T:
        store = await open_store(database)
        try:
            return await store.read(query)
        finally:
            await store.close()

    return asyncio.run(ask())


def _taobao(path: Path, status: str, numbers: range) -> None:
    rows = [f'="{number}",{status},2026-03-01 10:00:00,88.00,演示顾客,138****1234,毛巾' for number in numbers]
    path.write_text("\r\n".join([TAOBAO, *rows]) + "\r\n", encoding="gbk", newline="")


def test_a_large_export_goes_in_once_and_is_updated_by_a_later_one(run: Run, database: str, tmp_path: Path) -> None:
    first, later = tmp_path / "first.csv", tmp_path / "later.csv"
    _taobao(first, "买家已付款，等待卖家发货", range(10_000, 15_000))
    _taobao(later, "卖家已发货，等待买家确认", range(14_000, 16_000))
    assert "5000 read: 5000 new, 0 changed" in run(str(first)).stdout
    assert "5000 read: 0 new, 0 changed, 5000 unchanged" in run(str(first)).stdout
    assert "2000 read: 1000 new, 1000 changed" in run(str(later)).stdout

    order = _query(database, lambda uow: uow.orders.get("14999"))
    assert order is not None
    assert (order.fulfilment, order.phone_tail, order.receiver) == (Fulfilment.SHIPPED, "1234", "演示顾客")

    again = run(str(first))
    assert again.exit_code == 1
    assert "5000 read: 0 new, 0 changed, 4000 unchanged, 0 left out, 1000 older than what is known" in again.stdout


def test_a_database_that_is_none_is_an_error_with_a_sentence(run: Run, tmp_path: Path) -> None:
    _taobao(tmp_path / "orders.csv", "交易成功", range(3))
    (tmp_path / "kefu.db").write_bytes(b"this is not a database, it only has its name" * 100)
    result = run("orders.csv")
    assert result.exit_code == 2
    assert result.exception is None or isinstance(result.exception, SystemExit)
    assert "kefu.db" in result.stderr
