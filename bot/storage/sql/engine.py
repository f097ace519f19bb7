"""Connections: which settings each database needs so that a committed turn stays committed."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Final

from sqlalchemy import URL, event, make_url
from sqlalchemy.exc import ArgumentError, NoSuchModuleError
from sqlalchemy.ext.asyncio import AsyncEngine, create_async_engine

from bot.core.errors import StorageError
from bot.storage.sql.failures import storage_errors

if TYPE_CHECKING:
    from sqlalchemy import Connection
    from sqlalchemy.engine.interfaces import DBAPIConnection
    from sqlalchemy.pool import ConnectionPoolEntry

_DRIVERS: Final = {"sqlite": "sqlite+aiosqlite", "postgresql": "postgresql+asyncpg"}
_READERS: Final = 4
"""SQLite connections that read beside the one that writes."""


def parse_url(text: str) -> URL:
    """The database URL with its async driver. Raises StorageError saying which URLs are understood."""
    try:
        url = make_url(text)
    except ArgumentError as error:
        message = "this is no database URL; write sqlite:///kefu.db or postgresql://user@host/name"
        raise StorageError(message) from error
    backend = url.drivername.partition("+")[0]
    if backend not in _DRIVERS or url.drivername not in {backend, _DRIVERS[backend]}:
        message = f"{url.drivername} is not supported; use {' or '.join(_DRIVERS.values())}"
        raise StorageError(message)
    if backend == "sqlite" and (not url.database or url.database == ":memory:"):
        message = "a SQLite URL names a file, such as sqlite:///kefu.db"
        raise StorageError(message)
    return url.set(drivername=_DRIVERS[backend])


def sqlite_engines(url: URL, *, busy: timedelta) -> tuple[AsyncEngine, AsyncEngine]:
    """(writer, reader). The writer has one connection; a transaction takes the write lock when it begins.

    Both begin explicitly, as SQLAlchemy's page on SQLite advises for aiosqlite: the driver's own transaction control
    would begin at the first INSERT, after the reads a turn is decided on.
    """
    _make_directory(url)
    _check_file(url, busy)
    writer = create_async_engine(url, pool_size=1, max_overflow=0)
    reader = create_async_engine(url, pool_size=_READERS, max_overflow=0)
    for engine, begin in ((writer, "BEGIN IMMEDIATE"), (reader, "BEGIN")):
        _prepare_sqlite(engine, begin, busy)
    return writer, reader


def postgresql_engines(url: URL) -> tuple[AsyncEngine, AsyncEngine]:
    """(writer, reader) over one pool; a reader sees one snapshot."""
    try:
        with storage_errors(url):
            engine = create_async_engine(url, pool_pre_ping=True)
    except (NoSuchModuleError, ModuleNotFoundError) as error:
        message = "PostgreSQL needs the driver asyncpg; install it beside kefu"
        raise StorageError(message) from error
    return engine, engine.execution_options(isolation_level="REPEATABLE READ")


def _make_directory(url: URL) -> None:
    directory = Path(str(url.database)).parent
    try:
        directory.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        message = f"the directory {directory} for the database cannot be made: {error.strerror}"
        raise StorageError(message) from error


def _check_file(url: URL, busy: timedelta) -> None:
    """Opens the file once without aiosqlite, which leaves a thread behind when it fails to open one."""
    with storage_errors(url), closing(sqlite3.connect(str(url.database), timeout=busy.total_seconds())) as connection:
        connection.execute("PRAGMA schema_version")


def _prepare_sqlite(engine: AsyncEngine, begin: str, busy: timedelta) -> None:
    pragmas = (
        f"PRAGMA busy_timeout = {busy // timedelta(milliseconds=1)}",
        "PRAGMA journal_mode = WAL",  # readers and the writer do not wait for each other
        "PRAGMA synchronous = FULL",  # "received" was said to a platform: a power cut must not make it a lie
        "PRAGMA foreign_keys = ON",
    )

    @event.listens_for(engine.sync_engine, "connect")
    def set_up(connection: DBAPIConnection, _record: ConnectionPoolEntry) -> None:
        connection.isolation_level = None
        cursor = connection.cursor()
        try:
            for pragma in pragmas:
                cursor.execute(pragma)
        except sqlite3.Error:  # nobody else would: a pool does not own a connection it could not set up
            connection.close()
            raise
        cursor.close()

    @event.listens_for(engine.sync_engine, "begin")
    def begin_transaction(connection: Connection) -> None:
        connection.exec_driver_sql(begin)
