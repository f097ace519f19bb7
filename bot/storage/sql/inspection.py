"""Looks at a SQLite database as it is, without making, migrating or changing it: for `kefu doctor`."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Final

from sqlalchemy import Connection, create_engine, event, func, select

from bot.core.roles import Role
from bot.core.webhooks import DeliveryState
from bot.storage.sql.engine import parse_url
from bot.storage.sql.failures import storage_errors
from bot.storage.sql.migrate import HEAD, stored_revision
from bot.storage.sql.schema import agents, webhook_deliveries

_PATIENCE_SECONDS: Final = 2
_RECENT: Final = timedelta(days=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Inspection:
    """A database.

    Attributes:
        revision: the migration it stands at; None for an empty one.
        head: the newest migration that this version knows.
        journal: its journal mode, `wal` when kefu made it.
        supervisors: who can sign in as one; None when the tables are not up to date.
        dead_deliveries: webhook deliveries that were given up in the last day; None as above.
        linked: Telegram account → name of the active agents who have one; empty as above.
    """

    revision: str | None
    head: str
    journal: str
    supervisors: int | None
    dead_deliveries: int | None
    linked: Mapping[int, str]


def inspect_database(url: str, *, now: datetime) -> Inspection | None:
    """The database as it is; None when there is none yet. Raises StorageError when it cannot be read and written."""
    parsed = parse_url(url)
    path = Path(str(parsed.database))
    if not path.exists():
        return None
    engine = create_engine(f"sqlite:///file:{path}?mode=rw&uri=true", connect_args={"timeout": _PATIENCE_SECONDS})

    @event.listens_for(engine, "begin")
    def take_the_write_lock(connection: Connection) -> None:
        connection.exec_driver_sql("BEGIN IMMEDIATE")

    try:
        with storage_errors(parsed), engine.connect() as connection:
            return _inspected(connection, now)  # without a commit: nothing is changed
    finally:
        engine.dispose()


def _inspected(connection: Connection, now: datetime) -> Inspection:
    revision = stored_revision(connection)
    current = revision == HEAD
    return Inspection(
        revision=revision,
        head=HEAD,
        journal=str(connection.exec_driver_sql("PRAGMA journal_mode").scalar()),
        supervisors=_supervisors(connection) if current else None,
        dead_deliveries=_dead_deliveries(connection, now) if current else None,
        linked=_linked(connection) if current else {},
    )


def _supervisors(connection: Connection) -> int:
    query = select(func.count()).where(agents.c.active, agents.c.role == Role.SUPERVISOR)
    return connection.execute(query).scalar_one()


def _linked(connection: Connection) -> dict[int, str]:
    query = select(agents.c.telegram_id, agents.c.name).where(agents.c.active, agents.c.telegram_id.is_not(None))
    return {row.telegram_id: row.name for row in connection.execute(query)}


def _dead_deliveries(connection: Connection, now: datetime) -> int:
    d = webhook_deliveries.c
    query = select(func.count()).where(d.settled_at > now - _RECENT, d.state == DeliveryState.DEAD)
    return connection.execute(query).scalar_one()
