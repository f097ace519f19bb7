"""All repositories over one transaction, and what runs use cases in it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Protocol, TypeVar

from bot.core.ports.customers import Customers, Timers
from bot.core.ports.desk import Agents, Audit, Cases, Finder, Notes, Remarks, Tasks, Topics
from bot.core.ports.desk_posts import DeskPosts
from bot.core.ports.gauges import Gauges
from bot.core.ports.ratings import Ratings
from bot.core.ports.talk import Conversations, Inbox, Outbox, Transcript
from bot.core.ports.trade import Orders
from bot.core.ports.webhooks import ApiTokens, WebhookDeliveries, Webhooks

T = TypeVar("T")


class UnitOfWork(Protocol):
    """All repositories over one transaction."""

    @property
    def conversations(self) -> Conversations: ...
    @property
    def inbox(self) -> Inbox: ...
    @property
    def transcript(self) -> Transcript: ...
    @property
    def outbox(self) -> Outbox: ...
    @property
    def cases(self) -> Cases: ...
    @property
    def finder(self) -> Finder: ...
    @property
    def notes(self) -> Notes: ...
    @property
    def tasks(self) -> Tasks: ...
    @property
    def remarks(self) -> Remarks: ...
    @property
    def audit(self) -> Audit: ...
    @property
    def orders(self) -> Orders: ...
    @property
    def agents(self) -> Agents: ...
    @property
    def topics(self) -> Topics: ...
    @property
    def desk_posts(self) -> DeskPosts: ...
    @property
    def customers(self) -> Customers: ...
    @property
    def timers(self) -> Timers: ...
    @property
    def ratings(self) -> Ratings: ...
    @property
    def api_tokens(self) -> ApiTokens: ...
    @property
    def webhooks(self) -> Webhooks: ...
    @property
    def webhook_deliveries(self) -> WebhookDeliveries: ...
    @property
    def gauges(self) -> Gauges: ...


class Store(Protocol):
    """Runs use cases in transactions."""

    async def transact(self, use_case: Callable[[UnitOfWork], T]) -> T:
        """Run in one read-write transaction: committed when it returns, rolled back when it raises.

        Raises StoreBusy when the database stays locked.
        """
        ...

    async def read(self, query: Callable[[UnitOfWork], T]) -> T:
        """Run against one consistent snapshot; nothing it writes is kept."""
        ...

    async def ping(self) -> None:
        """Raises StorageError when the database does not answer."""
        ...

    async def close(self) -> None: ...
