"""The in-memory store: every use case runs at once, so that each is a transaction by itself."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING, TypeVar

from bot.core.errors import NotFound, StorageError
from bot.storage.media_kinds import check_media, new_key
from bot.storage.memory.customers import MemoryCustomers, MemoryTimers
from bot.storage.memory.desk import MemoryAgents, MemoryCases, MemoryNotes, MemoryTopics
from bot.storage.memory.desk_posts import MemoryDeskPosts
from bot.storage.memory.finder import MemoryFinder
from bot.storage.memory.gauges import MemoryGauges
from bot.storage.memory.orders import MemoryOrders
from bot.storage.memory.outbox import MemoryOutbox
from bot.storage.memory.ratings import MemoryRatings
from bot.storage.memory.registers import MemoryAudit, MemoryRemarks, MemoryTasks
from bot.storage.memory.tables import Tables
from bot.storage.memory.talk import MemoryConversations, MemoryInbox, MemoryTranscript
from bot.storage.memory.webhooks import MemoryApiTokens, MemoryWebhookDeliveries, MemoryWebhooks

if TYPE_CHECKING:
    from bot.core.messages import Media
    from bot.core.ports import UnitOfWork

T = TypeVar("T")


class MemoryUnitOfWork:
    """All repositories over the same tables."""

    def __init__(self, tables: Tables) -> None:
        self.conversations = MemoryConversations(tables)
        self.inbox = MemoryInbox(tables)
        self.transcript = MemoryTranscript(tables)
        self.outbox = MemoryOutbox(tables)
        self.cases = MemoryCases(tables)
        self.finder = MemoryFinder(tables)
        self.notes = MemoryNotes(tables)
        self.tasks = MemoryTasks(tables)
        self.remarks = MemoryRemarks(tables)
        self.audit = MemoryAudit(tables)
        self.orders = MemoryOrders(tables)
        self.agents = MemoryAgents(tables)
        self.topics = MemoryTopics(tables)
        self.desk_posts = MemoryDeskPosts(tables)
        self.customers = MemoryCustomers(tables)
        self.timers = MemoryTimers(tables)
        self.ratings = MemoryRatings(tables)
        self.api_tokens = MemoryApiTokens(tables)
        self.webhooks = MemoryWebhooks(tables)
        self.webhook_deliveries = MemoryWebhookDeliveries(tables)
        self.gauges = MemoryGauges(tables)


class MemoryStore:
    """A store that forgets everything with the process. A use case that raises leaves no trace."""

    def __init__(self) -> None:
        self._tables = Tables()
        self._unit_of_work = MemoryUnitOfWork(self._tables)
        self._open = True

    async def transact(self, use_case: Callable[[UnitOfWork], T]) -> T:
        """Run the use case; what it wrote is kept when it returns, undone when it raises."""
        return self._run(use_case, keep=True)

    async def read(self, query: Callable[[UnitOfWork], T]) -> T:
        """Run the query; nothing it writes is kept."""
        return self._run(query, keep=False)

    async def ping(self) -> None:
        """Raises StorageError once the store is closed."""
        if not self._open:
            message = "the store is closed"
            raise StorageError(message)

    async def close(self) -> None:
        """No more use cases run."""
        self._open = False

    def _run(self, use_case: Callable[[UnitOfWork], T], *, keep: bool) -> T:
        if not self._open:
            message = "the store is closed"
            raise StorageError(message)
        try:
            result = use_case(self._unit_of_work)
            if keep:
                for table in self._tables.each():
                    table.keep()
            return result
        finally:
            for table in self._tables.each():
                table.roll_back()  # nothing to undo after `keep`


class MemoryMediaStore:
    """Attachments in memory, under the rules of the one on disk."""

    def __init__(self, *, max_bytes: int) -> None:
        self._max_bytes = max_bytes
        self._files: dict[str, bytes] = {}

    async def put(self, data: bytes, media: Media) -> Media:
        """Keep the bytes. Raises MediaRefused."""
        kind = check_media(data, media, max_bytes=self._max_bytes)
        key = new_key(kind)
        self._files[key] = data
        return replace(media, key=key, size=len(data), mime=kind.mime)

    async def get(self, key: str) -> bytes:
        """Raises NotFound."""
        if key not in self._files:
            message = f"there is no attachment {key!r}"
            raise NotFound(message)
        return self._files[key]
