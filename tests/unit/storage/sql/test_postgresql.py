"""The statements as PostgreSQL would get them; the contract suite runs them for real with `--postgres`."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from sqlalchemy import create_mock_engine
from sqlalchemy.dialects import postgresql
from sqlalchemy.schema import CreateIndex, CreateTable

from bot.storage.sql.orders import orders_of
from bot.storage.sql.outbox import heads
from bot.storage.sql.schema import conversations, metadata, orders, outbox
from bot.storage.sql.statements import insert_into

PG = postgresql.dialect()  # type: ignore[no-untyped-call]  # SQLAlchemy leaves it untyped
NOW = datetime(2026, 3, 2, tzinfo=UTC)


def test_two_senders_skip_each_others_rows() -> None:
    assert str(heads(["web"], NOW, 10).compile(dialect=PG)).endswith("FOR UPDATE OF outbox SKIP LOCKED")


def test_a_peers_orders_are_found_by_two_indexed_ways() -> None:
    sql = str(orders_of("web", "main", "p1", 20).compile(dialect=PG))
    assert "UNION" in sql


def test_ids_are_64_bits_and_count_by_themselves() -> None:
    assert "id BIGSERIAL NOT NULL" in str(CreateTable(conversations).compile(dialect=PG))
    assert "seq BIGINT NOT NULL" in str(CreateTable(outbox).compile(dialect=PG))


def test_an_order_is_replaced_by_number() -> None:
    connection = create_mock_engine("postgresql://", lambda *_, **__: None)
    statement = insert_into(connection, orders)  # type: ignore[arg-type]  # only the dialect is asked for
    statement = statement.on_conflict_do_update(
        index_elements=[orders.c.number], set_={"buyer": statement.excluded.buyer}
    )
    assert "ON CONFLICT (number) DO UPDATE SET buyer = excluded.buyer" in str(statement.compile(dialect=PG))


@pytest.mark.parametrize("name", ["ix_conversations_unread", "ix_inbox_unread", "ix_outbox_leased"])
def test_small_indexes_stay_small(name: str) -> None:
    [index] = [index for table in metadata.tables.values() for index in table.indexes if index.name == name]
    assert " WHERE " in str(CreateIndex(index).compile(dialect=PG))
