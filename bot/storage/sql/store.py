"""The store over a database: one use case, one transaction, all repositories on one connection."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable, Coroutine
from contextlib import AbstractAsyncContextManager, AbstractContextManager, asynccontextmanager, nullcontext
from datetime import timedelta
from typing import TYPE_CHECKING, Any, Final, TypeVar

from sqlalchemy import select

from bot.core.errors import StorageError, StoreBusy
from bot.storage.sql.agents import SqlAgents
from bot.storage.sql.cases import SqlCases, SqlNotes
from bot.storage.sql.conversations import SqlConversations
from bot.storage.sql.customers import SqlCustomers
from bot.storage.sql.desk_posts import SqlDeskPosts
from bot.storage.sql.engine import parse_url, postgresql_engines, sqlite_engines
from bot.storage.sql.failures import reaching, storage_errors
from bot.storage.sql.finder import SqlFinder
from bot.storage.sql.gauges import SqlGauges
from bot.storage.sql.inbox import SqlInbox
from bot.storage.sql.migrate import HEAD, migrate, stored_revision
from bot.storage.sql.orders import SqlOrders
from bot.storage.sql.outbox import SqlOutbox
from bot.storage.sql.ratings import SqlRatings
from bot.storage.sql.remarks import SqlAudit, SqlRemarks
from bot.storage.sql.tasks import SqlTasks
from bot.storage.sql.timers import SqlTimers
from bot.storage.sql.topics import SqlTopics
from bot.storage.sql.transcript import SqlTranscript
from bot.storage.sql.webhooks import SqlApiTokens, SqlWebhookDeliveries, SqlWebhooks

if TYPE_CHECKING:
    from sqlalchemy import URL, Connection
    from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

    from bot.core.ports import UnitOfWork

T = TypeVar("T")

_TRIES: Final = 3
PATIENCE: Final = timedelta(seconds=6)
"""How long to wait for a database that another process has locked."""


class SqlUnitOfWork:
    """All repositories over one connection, which is in a transaction."""

    def __init__(self, connection: Connection) -> None:
        self.conversations = SqlConversations(connection)
        self.inbox = SqlInbox(connection)
        self.transcript = SqlTranscript(connection)
        self.outbox = SqlOutbox(connection)
        self.cases = SqlCases(connection)
        self.finder = SqlFinder(connection)
        self.notes = SqlNotes(connection)
        self.tasks = SqlTasks(connection)
        self.remarks = SqlRemarks(connection)
        self.audit = SqlAudit(connection)
        self.orders = SqlOrders(connection)
        self.agents = SqlAgents(connection)
        self.topics = SqlTopics(connection)
        self.desk_posts = SqlDeskPosts(connection)
        self.customers = SqlCustomers(connection)
        self.timers = SqlTimers(connection)
        self.ratings = SqlRatings(connection)
        self.api_tokens = SqlApiTokens(connection)
        self.webhooks = SqlWebhooks(connection)
        self.webhook_deliveries = SqlWebhookDeliveries(connection)
        self.gauges = SqlGauges(connection)


class SqlStore:
    """Runs use cases in transactions. Made by `open_store`.

    Use cases are synchronous; SQLAlchemy runs each in a greenlet that yields to the event loop while a statement is
    under way. On SQLite one use case writes at a time, in the order they came; reads go on beside it.
    """

    def __init__(self, url: URL, writer: AsyncEngine, reader: AsyncEngine) -> None:
        self._url = url
        self._writer = writer
        self._reader = reader
        one_writer = url.get_backend_name() == "sqlite"
        self._turn: AbstractAsyncContextManager[None] = asyncio.Lock() if one_writer else nullcontext()
        self._open = True

    async def transact(self, use_case: Callable[[UnitOfWork], T]) -> T:
        """Run in one read-write transaction: committed when it returns, rolled back when it raises.

        A caller that is cancelled while the use case runs gets CancelledError once it has ended, whole.

        Raises:
            StoreBusy: another process kept the database locked; the use case was not begun.
            StorageError: the database refused; nothing was kept.
        """
        async with self._turn:
            return await _to_the_end(self._transact(use_case))

    async def read(self, query: Callable[[UnitOfWork], T]) -> T:
        """Run against one snapshot; whatever it writes is rolled back."""
        return await _to_the_end(self._read(lambda sync: query(SqlUnitOfWork(sync))))

    async def ping(self) -> None:
        """Raises StorageError when the database does not answer."""
        await _to_the_end(self._read(lambda sync: sync.scalar(select(1))))

    async def close(self) -> None:
        """Give the connections back; a transaction under way is finished first."""
        async with self._turn:
            self._open = False
            await self._writer.dispose()
            await self._reader.dispose()

    async def prepare(self) -> None:
        """Bring the tables up to date. Raises StoreTooNew for a database of a newer version."""
        if await self._read(stored_revision) != HEAD:
            with storage_errors(self._url):
                async with self._begun() as connection:
                    await connection.run_sync(migrate)

    async def _transact(self, use_case: Callable[[UnitOfWork], T]) -> T:
        with self._guarded():
            async with self._begun() as connection:
                return await connection.run_sync(lambda sync: use_case(SqlUnitOfWork(sync)))

    async def _read(self, query: Callable[[Connection], T]) -> T:
        with self._guarded():
            connection = await self._connected(self._reader)
            try:
                return await connection.run_sync(query)
            finally:
                await connection.close()  # without a commit: rolls back

    def _guarded(self) -> AbstractContextManager[None]:
        if not self._open:
            message = "the store is closed"
            raise StorageError(message)
        return storage_errors(self._url)

    @asynccontextmanager
    async def _begun(self) -> AsyncIterator[AsyncConnection]:
        """A connection in a transaction that holds the write lock (SQLite); commits at the end.

        Only taking the lock is tried again. Once the use case runs it runs once: it may have told others.
        """
        connection = await self._locked()
        try:
            yield connection
            await connection.commit()
        finally:
            await connection.close()  # rolls back what was not committed

    async def _connected(self, engine: AsyncEngine) -> AsyncConnection:
        with reaching(self._url):
            return await engine.connect()

    async def _locked(self) -> AsyncConnection:
        for left in reversed(range(_TRIES)):
            connection = await self._connected(self._writer)
            try:
                with storage_errors(self._url):
                    await connection.begin()
            except StoreBusy:
                await connection.close()
                if not left:
                    raise
            else:
                return connection
        raise StoreBusy


async def _to_the_end(work: Coroutine[Any, Any, T]) -> T:
    """The result of the work, which a cancelled caller does not interrupt.

    A browser that goes away cancels its request. Cancelled between two statements, the driver abandons a connection
    that still holds the write lock, and nobody could write any more.
    """
    task = asyncio.ensure_future(work)
    try:
        return await asyncio.shield(task)
    except asyncio.CancelledError:
        await asyncio.wait({task})
        if not task.cancelled():
            task.exception()  # seen; there is nobody left to tell
        raise


async def open_store(url: str, *, patience: timedelta = PATIENCE) -> SqlStore:
    """A store whose tables are up to date; its SQLite file and directory are made when there are none.

    Args:
        url: `sqlite:///kefu.db` or `postgresql://user@host/name`, with or without the driver's name.
        patience: how long a use case waits for another process's lock before StoreBusy (SQLite).

    Raises:
        StorageError: the URL, the file or the server cannot be used; the text says what to do.
        StoreBusy: another process holds the lock.
        StoreTooNew: a newer version of kefu was here.
    """
    parsed = parse_url(url)
    if parsed.get_backend_name() == "sqlite":
        writer, reader = sqlite_engines(parsed, busy=patience / _TRIES)
    else:
        writer, reader = postgresql_engines(parsed)
    store = SqlStore(parsed, writer, reader)
    try:
        await store.prepare()
    except StorageError:
        await store.close()
        raise
    return store
