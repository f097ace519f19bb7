"""The one composition root: builds a shop from its configuration."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Final

from bot.channels import webchat
from bot.config import Config
from bot.core.errors import ConfigError
from bot.core.ports import Caller, Clock, Deliverer, OrderSource, Store
from bot.jobs.retention import RetentionJob
from bot.jobs.sender import OutboxSender
from bot.jobs.timers import TimerJob
from bot.jobs.webhooks import WebhookSender
from bot.jobs.worker import InboxWorker
from bot.metrics import Metrics
from bot.scripts import load_book
from bot.scripts.book import ScriptBook
from bot.service.accounts import Accounts
from bot.service.bell import InProcessBell
from bot.service.canned import CannedReplies
from bot.service.chat import Chat
from bot.service.desk import Desk
from bot.service.door import Door
from bot.service.edits import Edits
from bot.service.lookup import OrderLookup
from bot.service.presence import Presence
from bot.service.rating_report import RatingReports
from bot.service.registers import Registers
from bot.service.search import Search
from bot.service.staff import Staff
from bot.service.webhooks import Webhooks
from bot.storage import DiskMediaStore, open_store

_PATIENCE: Final = timedelta(seconds=8)
"""A customer who never pauses is answered after this long all the same."""


def utc_now() -> datetime:
    """The time."""
    return datetime.now(UTC)


@dataclass(frozen=True, slots=True, kw_only=True)
class Shop:
    """A shop ready to run: its services over its store, and the scripts it speaks by."""

    config: Config
    store: Store
    clock: Clock
    bell: InProcessBell
    presence: Presence
    book: Callable[[], ScriptBook]
    door: Door
    chat: Chat
    desk: Desk
    edits: Edits
    registers: Registers
    canned: CannedReplies
    search: Search
    ratings: RatingReports
    accounts: Accounts
    staff: Staff
    webhooks: Webhooks
    lookup: OrderLookup
    metrics: Metrics

    def worker(self) -> InboxWorker:
        """The inbox worker of this process."""
        return InboxWorker(
            store=self.store,
            bell=self.bell,
            clock=self.clock,
            book=self.book,
            presence=self.presence,
            name="worker",
            quiet=timedelta(seconds=self.config.quiet_seconds),
            patience=_PATIENCE,
            lookup=self.lookup,
            meter=self.metrics.count,
        )

    def timers(self) -> TimerJob:
        """The timer loop of this process."""
        return TimerJob(
            store=self.store,
            bell=self.bell,
            clock=self.clock,
            book=self.book,
            presence=self.presence,
            lookup=self.lookup,
        )

    def retention(self) -> RetentionJob:
        """The retention loop of this process."""
        return RetentionJob(store=self.store, clock=self.clock)

    def sender(self, deliverers: dict[str, Deliverer], *, name: str = "sender") -> OutboxSender:
        """A sender for these channels; to be closed when it has run."""
        return OutboxSender(
            store=self.store,
            bell=self.bell,
            clock=self.clock,
            deliverers=deliverers,
            name=name,
            meter=self.metrics.count,
        )

    def webhook_sender(self, caller: Caller) -> WebhookSender:
        """The webhook loop of this process; to be closed when it has run."""
        return WebhookSender(
            store=self.store, clock=self.clock, caller=caller, secret=self.config.secret, meter=self.metrics.count
        )


@asynccontextmanager
async def open_shop(
    config: Config, *, clock: Clock = utc_now, orders: OrderSource | None = None
) -> AsyncIterator[Shop]:
    """Load the scripts and open the database. Raises ScriptError or StorageError, which say what to do.

    `orders` is the system that has the orders, if that is not the database.
    """
    book = read_scripts(config)
    store = await open_store(config.database)
    try:
        yield build_shop(config, store, book, clock=clock, orders=orders)
    finally:
        await store.close()


def read_scripts(config: Config) -> ScriptBook:
    """The shop's scripts; matchers of unchanged scripts come from the cache. Raises ScriptError, ConfigError."""
    try:
        return load_book(config.scripts, cache=config.matchers)
    except OSError as error:
        raise ConfigError(f"Cannot write to {config.matchers}: {error.strerror}. Check its permissions.") from error


def build_shop(
    config: Config, store: Store, book: ScriptBook, *, clock: Clock, orders: OrderSource | None = None
) -> Shop:
    """Wire the services over an open store."""
    bell, presence = InProcessBell(), Presence()
    metrics = Metrics(store=store, clock=clock)
    files = DiskMediaStore(config.files, max_bytes=config.web.max_upload_mb * 1024 * 1024)

    def current() -> ScriptBook:
        return book

    return Shop(
        config=config,
        store=store,
        clock=clock,
        bell=bell,
        presence=presence,
        book=current,
        door=Door(store=store, bell=bell, clock=clock, meter=metrics.count),
        chat=Chat(store=store, files=files, clock=clock, book=current),
        desk=Desk(store=store, bell=bell, clock=clock, presence=presence, book=current),
        edits=Edits(store=store, bell=bell, clock=clock, rewriters={webchat.CHANNEL: webchat.rewrite}),
        registers=Registers(store=store, bell=bell, clock=clock, book=current),
        canned=CannedReplies(store=store, clock=clock, book=current),
        search=Search(store=store),
        ratings=RatingReports(store=store, clock=clock, book=current),
        accounts=Accounts(store=store, clock=clock),
        staff=Staff(store=store, bell=bell, clock=clock),
        webhooks=Webhooks(
            store=store,
            bell=bell,
            clock=clock,
            secret=config.secret,
            allow_private=config.webhooks.allow_private_networks,
        ),
        lookup=OrderLookup(store=store, source=orders, book=current, clock=clock),
        metrics=metrics,
    )
