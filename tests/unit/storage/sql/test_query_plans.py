"""Hot queries use indexes: SQLite itself says so about every statement the repositories send."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Connection, create_engine, event

from bot.core.actions import HandOff, HandOffReason
from bot.core.messages import Author, Content, Delivery, Draft, Incoming, Peer
from bot.core.orders import Fulfilment, Order
from bot.core.ports import UnitOfWork
from bot.core.queue import QueueFilter
from bot.core.roles import Role
from bot.core.tasks import TaskKind, TaskStatus
from bot.core.timers import TimerKind
from bot.core.webhooks import DeliveryState
from bot.storage.sql.schema import metadata
from bot.storage.sql.store import SqlUnitOfWork

NOW = datetime(2026, 3, 2, tzinfo=UTC)
SPAN = timedelta(seconds=5)


def incoming(number: int) -> Incoming:
    return Incoming(
        channel="web",
        account="main",
        external_id=f"m{number}",
        peer=Peer(id="p1"),
        content=Content(text="在吗"),
        sent_at=NOW,
    )


def arrive(uow: UnitOfWork) -> None:
    uow.inbox.add(incoming(2), now=NOW)


def take_turn(uow: UnitOfWork) -> None:
    uow.conversations.next_due(now=NOW, quiet=SPAN, patience=SPAN)
    uow.conversations.claim("w", now=NOW + SPAN, quiet=SPAN, patience=SPAN, lease=SPAN, limit=20)
    conversation = uow.conversations.get(1)
    uow.inbox.mark_read([inbox_id for inbox_id, _ in uow.inbox.unread(1)], now=NOW)
    uow.transcript.last(1, 20)
    uow.transcript.entries(1, after=3, sent_only=True)
    uow.cases.of_conversation(1)
    uow.tasks.of_conversation(1)
    uow.tasks.of_order("A1", [TaskKind.RETURN], [TaskStatus.OPEN])
    uow.audit.find("k")
    uow.audit.of_conversation(1)
    uow.remarks.of_orders(["A1", "A2"])
    uow.tasks.reason_counts(since=NOW, until=NOW + SPAN)
    uow.conversations.save(conversation, now=NOW)
    uow.conversations.release([1], "w")


def send(uow: UnitOfWork) -> None:
    uow.outbox.put(uow.conversations.get(1), Draft(author=Author.BOT, content=Content(text="您好")), now=NOW)
    uow.outbox.next_due("s", channels=["web"], now=NOW)
    [parcel] = uow.outbox.claim("s", channels=["web", "telegram"], now=NOW, lease=SPAN, limit=30)
    uow.outbox.postpone(parcel.seq, until=NOW)
    [parcel] = uow.outbox.claim("s", channels=["web"], now=NOW, lease=SPAN, limit=30)
    uow.outbox.settle(parcel.seq, Delivery.SENT, now=NOW)
    uow.outbox.drop_bot(1)


def look_at_orders(uow: UnitOfWork) -> None:
    uow.orders.get("A1")
    uow.orders.of_peer("web", "main", "p1")
    uow.orders.guesses("web", "main", "p1", "A1", since=NOW)
    uow.orders.bindings("web", "main", "p1")
    uow.orders.customers_of([Order(number="A1", source="s", buyer="b", created_at=NOW, fulfilment=Fulfilment.UNPAID)])


def let_timers_go_off(uow: UnitOfWork) -> None:
    uow.customers.save(uow.customers.get(1))
    uow.timers.start(key="t", kind=TimerKind.NUDGE, conversation_id=1, due_at=NOW, args={})
    [timer] = uow.timers.due(now=NOW, limit=9)
    uow.timers.take(timer.id, now=NOW)
    uow.timers.next_due()
    uow.timers.cancel(["t"], why="done", now=NOW)
    uow.timers.settle(timer.id, "done", now=NOW)


def work_the_desk(uow: UnitOfWork) -> None:
    case = uow.cases.open(uow.conversations.get(1), HandOff(reason=HandOffReason.ASKED), (), now=NOW)
    uow.cases.listing(QueueFilter())
    uow.cases.listing(QueueFilter(role=case.role, unassigned=True, language="zh", after=1))
    uow.cases.counts()
    uow.cases.queues()
    uow.cases.ended(limit=50)
    uow.cases.place(case)
    uow.cases.history(case.id)
    uow.notes.of_case(case.id)
    uow.ratings.of_case(case.id)
    uow.ratings.rates(since=NOW, until=NOW + SPAN)
    uow.ratings.given(since=NOW, until=NOW + SPAN)
    uow.tasks.listing([TaskStatus.OPEN, TaskStatus.APPROVED])
    uow.agents.of_session("t", now=NOW)
    uow.agents.by_telegram(1)
    uow.topics.conversation_of(1, 2)
    uow.topics.remember_update("desk", 1, now=NOW)


def tell_webhooks(uow: UnitOfWork) -> None:
    uow.api_tokens.agent_of("h")
    uow.api_tokens.revoke(1, "crm")
    uow.webhook_deliveries.due()
    uow.webhook_deliveries.claim(1, now=NOW, lease=SPAN)
    uow.webhook_deliveries.listing(1, state=DeliveryState.DEAD, before=9)
    uow.webhook_deliveries.replay(1, [DeliveryState.DEAD], since=NOW, until=NOW + SPAN, now=NOW)
    uow.webhook_deliveries.forget(settled_before=NOW, limit=10)


Plans = Callable[[Callable[[UnitOfWork], object]], list[str]]


@pytest.fixture
def plans(tmp_path: Path) -> Iterator[Plans]:
    """Runs a use case and returns one line per step of each statement's plan, with the statement behind it."""
    engine = create_engine(f"sqlite:///{tmp_path / 'plans.db'}")
    metadata.create_all(engine)

    def explain(use_case: Callable[[UnitOfWork], object]) -> list[str]:
        seen: list[tuple[str, Any]] = []
        with engine.begin() as connection:
            uow = SqlUnitOfWork(connection)
            uow.inbox.add(incoming(1), now=NOW)
            record = _recorder(seen)
            event.listen(engine, "before_cursor_execute", record)
            use_case(uow)
            event.remove(engine, "before_cursor_execute", record)
            return [line for statement, values in seen for line in _explain(connection, statement, values)]

    yield explain
    engine.dispose()


def _recorder(seen: list[tuple[str, Any]]) -> Callable[..., None]:
    def record(_connection: object, _cursor: object, statement: str, values: Any, *_rest: object) -> None:
        seen.append((statement, values))

    return record


def _explain(connection: Connection, statement: str, values: Any) -> list[str]:
    steps = connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}", values)
    return [f"{step.detail} -- {' '.join(statement.split())}" for step in steps]


@pytest.mark.parametrize("use_case", [arrive, take_turn, look_at_orders, work_the_desk, let_timers_go_off])
def test_no_hot_query_reads_a_whole_table(plans: Plans, use_case: Callable[[UnitOfWork], object]) -> None:
    lines = plans(use_case)
    assert lines
    scans = [
        line
        for line in lines
        if line.startswith("SCAN") and not line.startswith(("SCAN conversations USING", "SCAN CONSTANT"))
    ]
    assert scans == []


def test_sending_reads_no_table_but_the_small_outbox(plans: Plans) -> None:
    lines = plans(send)
    assert [line for line in lines if line.startswith("SCAN") and not line.startswith("SCAN outbox")] == []
    assert any("SEARCH earlier USING INDEX ix_outbox_conversation_id" in line for line in lines)
    assert any("SEARCH outbox USING INDEX ix_outbox_leased (leased_until<?)" in line for line in lines)
    assert not any("TEMP B-TREE" in line for line in lines)
    assert [line for line in lines if line.startswith("SEARCH conversations") and "(rowid=?)" not in line] == []


def test_claiming_reads_only_conversations_with_something_unread_in_their_order(plans: Plans) -> None:
    claims = [line for line in plans(take_turn) if "ORDER BY conversations.first_unread_at" in line]
    assert claims
    assert all("ix_conversations_unread" in line for line in claims)
    assert not any("TEMP B-TREE" in line for line in claims)


def test_an_order_is_looked_for_in_an_index_for_each_way_to_name_it(plans: Plans) -> None:
    lines = plans(lambda uow: uow.finder.orders("1380", limit=9))
    indices = ("ix_orders_receiver", "ix_orders_tracking_number", "ix_orders_phone_tail", "sqlite_autoindex_orders_1")
    searches = [line for line in lines if line.startswith("SEARCH orders")]
    assert [line for line in lines if line.startswith("SCAN")] == []
    assert all(any(f"{index} (" in line for line in searches) for index in indices), lines


def test_a_customer_is_looked_for_in_names_without_reading_what_the_dialogue_remembers(plans: Plans) -> None:
    lines = plans(lambda uow: uow.finder.customers("小", limit=9))
    assert any(line.startswith("SCAN conversations USING COVERING INDEX ix_conversations_peer_name") for line in lines)


def test_the_queue_is_read_and_counted_by_the_index_of_its_roles(plans: Plans) -> None:
    def look(uow: UnitOfWork) -> None:
        uow.cases.listing(QueueFilter(role=Role.PRE_SALE))
        uow.cases.queues()

    searches = [line for line in plans(look) if line.startswith("SEARCH cases USING")]
    assert any("ix_cases_status (status=? AND role=? AND id>?)" in line for line in searches), searches
    assert any("COVERING INDEX ix_cases_status (status=?)" in line for line in searches), searches


def test_what_waits_for_a_receiver_is_found_however_much_was_delivered(plans: Plans) -> None:
    lines = plans(tell_webhooks)
    scans = [line for line in lines if line.startswith("SCAN") and not line.startswith("SCAN webhooks")]
    assert scans == []  # of webhooks there are a handful
    assert not any("TEMP B-TREE" in line for line in lines)
    assert any("ix_webhook_deliveries_waiting (webhook_id=? AND next_at<?)" in line for line in lines), lines


def test_figures_of_the_shop_are_read_in_indexes_of_what_is_open(plans: Plans) -> None:
    def look(uow: UnitOfWork) -> None:
        uow.gauges.backlog(now=NOW)
        uow.gauges.handled(after=7)

    lines = plans(look)
    open_only = (
        "outbox",
        "inbox USING INDEX ix_inbox_unread",
        "webhook_deliveries USING INDEX ix_webhook_deliveries_waiting",
    )
    small = tuple(f"SCAN {name}" for name in open_only)
    assert [line for line in lines if line.startswith("SCAN") and not line.startswith(small)] == []
    assert any("COVERING INDEX ix_cases_status (status=?)" in line for line in lines), lines
    assert any("COVERING INDEX ix_cases_waiting_since" in line for line in lines), lines
    assert any("SEARCH case_events USING INTEGER PRIMARY KEY (rowid>? AND rowid<?)" in line for line in lines), lines
