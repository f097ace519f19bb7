"""The migrations lead to exactly the tables the code works with."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from pathlib import Path

import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Engine, create_engine

from bot.storage.sql.migrate import HEAD, SCRIPTS, migrate, stored_revision
from bot.storage.sql.schema import metadata


@pytest.fixture
def engine(tmp_path: Path) -> Iterator[Engine]:
    made = create_engine(f"sqlite:///{tmp_path / 'kefu.db'}")
    yield made
    made.dispose()


def structure(file: Path) -> dict[str, list[str]]:
    """Every table's and index's definition, its clauses in an order of their own."""
    connection = sqlite3.connect(file)
    rows = connection.execute("SELECT name, sql FROM sqlite_master WHERE sql IS NOT NULL").fetchall()
    connection.close()
    return {name: sorted(sql.replace(",", "\n").split()) for name, sql in rows if not name.startswith("alembic")}


def test_the_newest_migration_is_the_one_the_code_asks_for() -> None:
    config = Config()
    config.set_main_option("script_location", str(SCRIPTS))
    assert ScriptDirectory.from_config(config).get_heads() == [HEAD]


def test_upgrading_from_empty_leaves_nothing_to_change(engine: Engine) -> None:
    with engine.begin() as connection:
        assert stored_revision(connection) is None
        migrate(connection)
        assert stored_revision(connection) == HEAD
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        assert compare_metadata(context, metadata) == []


def test_the_tables_are_those_of_the_metadata_to_the_letter(engine: Engine, tmp_path: Path) -> None:
    with engine.begin() as connection:
        migrate(connection)
    plain = create_engine(f"sqlite:///{tmp_path / 'plain.db'}")
    metadata.create_all(plain)
    plain.dispose()
    assert structure(tmp_path / "kefu.db") == structure(tmp_path / "plain.db")


def test_migrating_twice_does_nothing(engine: Engine) -> None:
    with engine.begin() as connection:
        migrate(connection)
        migrate(connection)
        assert stored_revision(connection) == HEAD


def test_a_migration_that_fails_leaves_an_empty_database(engine: Engine, monkeypatch: pytest.MonkeyPatch) -> None:
    import alembic.op

    def no_space(*_: object, **__: object) -> None:
        message = "no space left"
        raise OSError(message)

    monkeypatch.setattr(alembic.op, "create_index", no_space)
    connection = engine.connect()
    connection.exec_driver_sql("BEGIN IMMEDIATE")
    with pytest.raises(OSError, match="no space left"):
        migrate(connection)
    connection.close()
    with engine.connect() as fresh:
        assert stored_revision(fresh) is None


def test_price_changes_registered_before_registers_had_approvers_still_wait_for_pre_sale(engine: Engine) -> None:
    config = Config()
    config.set_main_option("script_location", str(SCRIPTS))
    with engine.begin() as connection:
        config.attributes["connection"] = connection
        command.upgrade(config, "0001")
        connection.exec_driver_sql(
            "INSERT INTO conversations (id, channel, account, peer_id, peer_name, peer_language, owner, state, version,"
            " created_at, updated_at) VALUES (1, 'web', 'shop', 'p', '', '', 'bot', '{}', 0, 0, 0)"
        )
        for number, kind in enumerate(["price_change", "return"], start=1):
            connection.exec_driver_sql(
                "INSERT INTO tasks (id, key, kind, role, conversation_id, status, created_at, order_number, args)"
                f" VALUES ({number}, 'k{number}', '{kind}', 'pre_sale', 1, 'open', 0, 'A1', '{{}}')"
            )
        migrate(connection)
        rows = connection.exec_driver_sql("SELECT approver, duty FROM tasks ORDER BY id").fetchall()
    assert [tuple(row) for row in rows] == [("pre_sale", ""), (None, "")]


def test_cases_and_orders_of_before_know_what_their_rows_told(engine: Engine) -> None:
    config = Config()
    config.set_main_option("script_location", str(SCRIPTS))
    with engine.begin() as connection:
        config.attributes["connection"] = connection
        command.upgrade(config, "0003")
        run = connection.exec_driver_sql
        run(
            "INSERT INTO conversations (id, channel, account, peer_id, peer_name, peer_language, owner, state, version,"
            " created_at, updated_at) VALUES (1, 'web', 'shop', 'p', '', '', 'agent', '{}', 0, 0, 0)"
        )
        for number, (status, first_reply_at) in enumerate(
            [("waiting", None), ("taken", None), ("taken", 70), ("closed", 70)], start=1
        ):
            run(
                "INSERT INTO cases (id, conversation_id, status, reason, intent, title, ask, slots, attempts,"
                " order_number, opened_at, first_reply_at, outcome, version)"
                f" VALUES ({number}, 1, '{status}', 'asked', '', '', '', '{{}}', '[]', '', 50,"
                f" {first_reply_at or 'NULL'}, '', 0)"
            )
        run("INSERT INTO case_events (case_id, kind, at, data) VALUES (2, 'claimed', 60, '{}')")
        document = '{"phone": "138 0000 8888", "receiver": "小王", "tracking_number": "YT7"}'
        run(
            "INSERT INTO orders (number, buyer, created_at, fingerprint, document)"
            f" VALUES ('A1', '', 0, '', '{document}')"
        )
        migrate(connection)
        cases = run("SELECT status, role, waiting_since, taken_at FROM cases ORDER BY id").fetchall()
        orders = run("SELECT receiver, phone_tail, tracking_number FROM orders").fetchall()
    assert [tuple(row) for row in cases] == [
        ("waiting", "after_sale", 50, None),
        ("taken", "after_sale", 50, 60),
        ("answered", "after_sale", None, None),
        ("closed", "after_sale", None, None),
    ]
    assert [tuple(row) for row in orders] == [("小王", "8888", "YT7")]
