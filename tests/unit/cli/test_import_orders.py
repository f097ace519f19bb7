from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Final, TypeAlias

import pytest
from click.testing import CliRunner, Result

from bot.bootstrap import Shop, build_shop
from bot.cli import main
from bot.config import Config
from bot.core.orders import Fulfilment, Order
from bot.scripts.book import ScriptBook
from bot.storage import MemoryStore

Run: TypeAlias = Callable[..., Result]

BOOK: Final = ScriptBook(
    default_language="zh", packs={}, shop={"timezone": "Asia/Shanghai", "currency": "CNY"}, products={}
)
HEADER: Final = "订单编号,订单状态,订单创建时间,总金额,联系手机"
PAID: Final = "买家已付款，等待卖家发货"
SHIPPED: Final = "卖家已发货，等待买家确认"


@pytest.fixture
def store() -> MemoryStore:
    return MemoryStore()


@pytest.fixture
def run(store: MemoryStore, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Run:
    """Runs `kefu import-orders` in a folder of its own, on a store in memory."""

    @asynccontextmanager
    async def open_shop(config: Config) -> AsyncIterator[Shop]:
        yield build_shop(config, store, BOOK, clock=lambda: datetime(2026, 3, 2, tzinfo=UTC))

    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr("bot.cli.import_orders.open_shop", open_shop)

    def _run(*arguments: str) -> Result:
        return CliRunner().invoke(main, ["import-orders", *arguments])

    return _run


def _write(*rows: str, name: str = "orders.csv") -> str:
    Path(name).write_text("\n".join([HEADER, *rows]) + "\n", encoding="utf-8")
    return name


def _row(number: int | str, status: str = PAID, total: str = "10.00") -> str:
    return f"{number},{status},2026-03-01 10:00:00,{total},13800001234"


def _stored(store: MemoryStore, number: str) -> Order | None:
    return asyncio.run(store.read(lambda uow: uow.orders.get(number)))


def test_orders_go_in_and_a_second_time_changes_nothing(run: Run, store: MemoryStore) -> None:
    file = _write(_row(1), _row(2))
    first, second = run(file), run(file)
    assert (first.exit_code, second.exit_code) == (0, 0)
    assert "2 read: 2 new, 0 changed, 0 unchanged, 0 left out" in first.stdout
    assert "2 read: 0 new, 0 changed, 2 unchanged, 0 left out" in second.stdout
    order = _stored(store, "1")
    assert order is not None
    assert order.created_at == datetime(2026, 3, 1, 2, 0, tzinfo=UTC)  # the time of the shop's zone


def test_a_bad_row_is_reported_as_editors_can_jump_to_it_and_the_rest_goes_in(run: Run) -> None:
    result = run(_write(_row(1), _row(2, total="viel"), _row(3)))
    assert result.exit_code == 1
    assert "orders.csv:3:4: 总金额: “viel” is not an amount (write it like 1234.50 or 1,234.50)" in result.stderr
    assert "3 read: 2 new, 0 changed, 0 unchanged, 1 left out" in result.stdout


def test_fifty_problems_are_shown_and_all_are_written(run: Run) -> None:
    file = _write(*(_row(number, status="?") for number in range(60)))
    result = run(file, "--problems", "bad.txt")
    assert result.stderr.count("is not a known status") == 50
    assert "… and 10 more; all of them are in bad.txt" in result.stderr
    assert len(Path("bad.txt").read_text(encoding="utf-8").splitlines()) == 60


def test_without_a_file_for_them_the_rest_of_the_problems_has_a_hint(run: Run) -> None:
    result = run(_write(*(_row(number, status="?") for number in range(51))))
    assert "… and 1 more; all of them are in a file with --problems FILE" in result.stderr


def test_an_older_export_is_reported_and_changes_nothing_unless_asked(run: Run, store: MemoryStore) -> None:
    run(_write(_row(1, SHIPPED)))
    older = run(_write(_row(1)))
    assert older.exit_code == 1
    assert "order 1 is unprinted here, but is known to be shipped already" in older.stderr
    assert "1 older than what is known" in older.stdout
    asked = run(_write(_row(1)), "--overwrite")
    assert asked.exit_code == 0
    order = _stored(store, "1")
    assert order is not None
    assert order.fulfilment is Fulfilment.UNPRINTED


def test_a_file_that_is_no_export_ends_with_status_two_and_no_traceback(run: Run) -> None:
    Path("letter.csv").write_text("Dear shop,\nplease import me\n", encoding="utf-8")
    result = run("letter.csv")
    assert result.exit_code == 2
    assert "has no header of an orders export" in result.stderr
    assert "Traceback" not in result.output


def test_a_missing_file_ends_with_status_two(run: Run) -> None:
    result = run("none.csv")
    assert result.exit_code == 2
    assert "none.csv" in result.stderr


def test_problems_that_cannot_be_written_stop_the_import_before_it_begins(run: Run, store: MemoryStore) -> None:
    result = run(_write(_row(1)), "--problems", "no/such/folder/bad.txt")
    assert result.exit_code == 2
    assert "no/such/folder/bad.txt" in result.stderr
    assert _stored(store, "1") is None


def test_items_of_taobao_come_from_their_own_file(run: Run, store: MemoryStore) -> None:
    Path("items.csv").write_text("订单编号,标题,价格,购买数量\n1,毛巾,5.00,2\n", encoding="gbk")
    assert run(_write(_row(1)), "--items", "items.csv").exit_code == 0
    order = _stored(store, "1")
    assert order is not None
    assert [(item.title, item.quantity) for item in order.items] == [("毛巾", 2)]


def test_a_truncated_json_keeps_what_came_before_it_and_says_so(
    run: Run, store: MemoryStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.cli.import_orders.BATCH", 1)
    one = '{"number": "1", "status": "processing", "date_created": "2026-03-01T10:00:00", "total": "10"}'
    Path("orders.json").write_text(f"[{one}, {one[:40]}", encoding="utf-8")
    result = run("orders.json")
    assert result.exit_code == 2
    assert "stopped after 1 read: 1 new" in result.stderr
    assert _stored(store, "1") is not None


def test_a_batch_is_a_transaction_so_a_long_file_is_stored_in_parts(
    run: Run, store: MemoryStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.cli.import_orders.BATCH", 10)
    result = run(_write(*(_row(number) for number in range(95))))
    assert "95 read: 95 new" in result.stdout
    assert _stored(store, "94") is not None
