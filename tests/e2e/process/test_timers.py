"""Timers outlive the process, whatever ends it, and what they say is said once."""

from __future__ import annotations

import asyncio
import re
import shutil
import signal
import sqlite3
from datetime import UTC, datetime
from decimal import Decimal
from typing import TYPE_CHECKING

from bot.core.orders import Fulfilment, Order, OrderItem
from bot.storage import open_store
from tests.e2e.process.conftest import SCRIPTS, Visitor

if TYPE_CHECKING:
    from tests.e2e.process.conftest import Kefu

NUMBER = "XM20261101777"
AFTER = 12
"""Seconds from the order to its reminder: time for the customer to prove the order, and for the shop to die."""


def impatient_scripts(kefu: Kefu) -> None:
    """The demo shop, which reminds within seconds, by night and in the middle of a talk."""
    scripts = kefu.home / "scripts_yaml"
    shutil.copytree(SCRIPTS, scripts)
    text = (scripts / "shop.yaml").read_text(encoding="utf-8")
    text = re.sub(r"  quiet: \{from.*\n", "", text)
    text = re.sub(r"  silence: 5m.*\n", "  silence: 0s\n", text)
    text, changed = re.subn(r"payment_reminder: \{after: 30m\}", f"payment_reminder: {{after: {AFTER}s}}", text)
    assert changed == 1
    (scripts / "shop.yaml").write_text(text, encoding="utf-8")
    kefu.scripts = scripts


async def place_order(kefu: Kefu) -> None:
    """An unpaid order reaches the database as an import would bring it, beside the running shop."""
    order = Order(
        number=NUMBER,
        source="test",
        created_at=datetime.now(UTC),
        fulfilment=Fulfilment.UNPAID,
        phone="13800001234",
        items=(OrderItem(title="晴雨伞", price=Decimal(59)),),
        total=Decimal(59),
    )
    store = await open_store(f"sqlite:///{kefu.home / 'kefu.db'}")
    await store.transact(lambda uow: uow.orders.upsert([order]))
    await store.close()


def reminders(visitor: Visitor) -> list[str]:
    return [text for text in visitor.said() if "合计 ¥59.00" in text]  # in every wording of that reply, in no other


def timer(kefu: Kefu) -> tuple[str, str]:
    """Kind and outcome of the only timer about the order."""
    with sqlite3.connect(kefu.home / "kefu.db") as database:
        [row] = database.execute("select kind, outcome from timers where args like ?", (f"%{NUMBER}%",)).fetchall()
    return row[0], row[1]


async def test_a_timer_survives_kill_9_and_what_it_says_is_said_once(kefu: Kefu) -> None:
    impatient_scripts(kefu)
    await kefu.start()
    await place_order(kefu)
    due = asyncio.get_running_loop().time() + AFTER
    visitor = Visitor(kefu)
    async with visitor.window() as window:
        await visitor.send(window, "message-1", "我的订单什么状态")
        await visitor.answers(window, 1)
        await visitor.send(window, "message-2", f"{NUMBER} 1234")
        await visitor.answers(window, 2)
        assert timer(kefu) == ("payment_reminder", "")
        assert await kefu.kill() == -signal.SIGKILL
    assert reminders(visitor) == []
    await asyncio.sleep(max(0.0, due - asyncio.get_running_loop().time()))  # the moment passes while nothing runs

    await kefu.start()
    async with visitor.window() as window:
        while not reminders(visitor):
            await visitor.until(window, "entries")
        assert await kefu.kill() == -signal.SIGKILL

    await kefu.start()
    async with visitor.window() as window:
        said = len(visitor.said())
        await visitor.send(window, "message-3", "谢谢")
        await visitor.answers(window, said + 1)
    assert len(reminders(visitor)) == 1
    assert timer(kefu) == ("payment_reminder", "said")
