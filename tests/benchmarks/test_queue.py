"""How fast the desk is with ten thousand cases in its queue, and a hundred thousand orders to search."""

from __future__ import annotations

import time
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from sqlalchemy import create_engine, insert

from bot.core.actions import HandOffReason
from bot.core.cases import CaseEventKind, CaseStatus
from bot.core.conversation import Owner, State
from bot.core.messages import Author, Content
from bot.core.orders import Fulfilment, Order
from bot.core.queue import QueueFilter
from bot.core.roles import Agent, Role
from bot.metrics import Metrics
from bot.scripts.book import ScriptBook
from bot.service.bell import InProcessBell
from bot.service.desk import Desk
from bot.service.presence import Presence
from bot.service.search import Search
from bot.storage import open_store
from bot.storage.sql.schema import case_events, cases, conversations, transcript

NOW = datetime(2026, 3, 2, 2, tzinfo=UTC)
BOOK = ScriptBook(default_language="zh", packs={}, shop={}, products={})
QUEUES = (Role.PRE_SALE, Role.AFTER_SALE, Role.AFTER_SALE, Role.SUPERVISOR)
CASES, ORDERS = 10_000, 100_000
MOST = 0.1
"""Seconds that a page may take while other work goes on."""


def fill(file: Path) -> None:
    """Ten thousand waiting cases with a message and a line of history each, put in at once."""
    numbers = range(1, CASES + 1)
    engine = create_engine(f"sqlite:///{file}")
    with engine.begin() as connection:
        connection.execute(insert(conversations), [conversation(number) for number in numbers])
        connection.execute(insert(cases), [case(number) for number in numbers])
        connection.execute(insert(transcript), [message(number) for number in numbers])
        connection.execute(insert(case_events), [opened(number) for number in numbers])
    engine.dispose()


def conversation(number: int) -> dict[str, Any]:
    peer = {"peer_id": f"p{number}", "peer_name": f"顾客{number}", "peer_language": "zh"}
    known = {"id": number, "channel": "web", "account": "main", "owner": Owner.QUEUE, "case_id": number}
    return {**peer, **known, "state": State(), "version": 0, "created_at": NOW, "updated_at": NOW}


def case(number: int) -> dict[str, Any]:
    about = {"reason": HandOffReason.ASKED, "intent": "", "title": "换货", "ask": f"第 {number} 个杯子碎了，想换一个"}
    known = {"slots": {"原因": "质量问题"}, "attempts": (), "collected": {}, "order_number": f"3{number:018d}"}
    return {
        **about, **known, "id": number, "conversation_id": number, "status": CaseStatus.WAITING, "language": "zh",
        "role": QUEUES[number % len(QUEUES)], "opened_at": NOW, "waiting_since": NOW, "outcome": "", "version": 0,
    }  # fmt: skip


def opened(number: int) -> dict[str, Any]:
    return {"case_id": number, "kind": CaseEventKind.OPENED, "at": NOW, "agent_id": None, "data": {}}


def message(number: int) -> dict[str, Any]:
    what = {"author": Author.CUSTOMER, "content": Content(text="在吗"), "at": NOW, "case_id": number}
    return {**what, "conversation_id": number, "reply": "", "error": "", "external_ref": ""}


def orders() -> list[Order]:
    return [
        Order(
            number=f"3{number:018d}",
            source="taobao",
            created_at=NOW,
            fulfilment=Fulfilment.SHIPPED,
            receiver=f"收件人{number % 5000}",
            phone=f"138{number:08d}",
            tracking_number=f"YT{number:010d}",
        )
        for number in range(ORDERS)
    ]


async def timed(what: str, act: Callable[[], Awaitable[object]]) -> float:
    begun = time.perf_counter()
    await act()
    seconds = time.perf_counter() - begun
    print(f"{what}: {seconds * 1000:.0f} ms")  # noqa: T201 - a benchmark says its figure
    return seconds


async def test_a_queue_of_ten_thousand_cases_stays_fast(tmp_path: Path) -> None:
    store = await open_store(f"sqlite:///{tmp_path / 'kefu.db'}")
    fill(tmp_path / "kefu.db")
    await store.transact(lambda uow: uow.orders.upsert(orders()))
    desk = Desk(store=store, bell=InProcessBell(), clock=lambda: NOW, presence=Presence(), book=lambda: BOOK)
    search = Search(store=store)
    agent: Agent = await store.transact(
        lambda uow: uow.agents.put(login="a", name="a", role=Role.SUPERVISOR, password_hash="x")
    )
    await desk.claim(CASES, agent)
    seconds = [
        await timed("first page", desk.queue),
        await timed("last page", lambda: desk.queue(QueueFilter(after=CASES - 50))),
        await timed("one role", lambda: desk.queue(QueueFilter(role=Role.PRE_SALE, unassigned=True))),
        await timed("my cases", lambda: desk.queue(QueueFilter(assignee_id=agent.id))),
        await timed("answered", lambda: desk.queue(QueueFilter(statuses=frozenset({CaseStatus.ANSWERED})))),
        await timed("all counters", desk.counts),
        await timed("a card", lambda: desk.card(CASES)),
        await timed("a claim", lambda: desk.claim(CASES - 1, agent)),
    ]
    figures = Metrics(store=store, clock=lambda: NOW)
    seconds += [await timed("figures with the whole history", figures.expose), await timed("figures", figures.expose)]
    searches = [
        await timed(f"search {words!r}", lambda words=words: search.find(words, agent))  # type: ignore[misc]  # a loop's lambda
        for words in ("第 9999 个", "顾客77", "收件人4", "YT00000", "9999", "#77", "没有这样的东西")
    ]
    await store.close()
    assert max(seconds) < MOST
    assert max(searches) < 3 * MOST
