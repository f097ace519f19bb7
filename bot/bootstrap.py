"""The one composition root: builds a shop from its configuration and runs it until it is told to stop."""

from __future__ import annotations

import asyncio
import contextlib
import errno
import fcntl
import importlib
import signal
import socket
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Final

import structlog

from bot.channels import webchat
from bot.config import Config
from bot.core.errors import ConfigError, StorageError
from bot.core.ports import Caller, Clock, Deliverer, OrderSource, Store
from bot.jobs.loop import run_job
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
from bot.web.app import WebServices, WebSettings, create_app
from bot.web.server import Server, make_server

if TYPE_CHECKING:
    from fastapi import FastAPI

    from bot.channels.telegram import Telegram

log = structlog.get_logger(__name__)

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


async def run_shop(
    shop: Shop,
    listener: socket.socket,
    *,
    demo_hint: tuple[str, str] | None = None,
    on_ready: Callable[[], None],
) -> None:
    """Serve until SIGINT or SIGTERM. Rounds under way are finished, so nothing is left half-sent.

    Raises an ExceptionGroup with a ConfigError when the Telegram token is refused.
    """
    stopping = asyncio.Event()
    with _signals(stopping):
        server = make_server(web_app(shop, demo_hint), host=shop.config.web.host, port=shop.config.web.port)
        async with asyncio.TaskGroup() as tasks:
            tasks.create_task(_serve_web(server, listener, stopping))
            tasks.create_task(run_job(shop.worker(), bell=shop.bell, clock=shop.clock, stopping=stopping))
            tasks.create_task(_serve_outbox(shop, shop.sender({webchat.CHANNEL: webchat.WebDeliverer()}), stopping))
            tasks.create_task(run_job(shop.timers(), bell=shop.bell, clock=shop.clock, stopping=stopping))
            tasks.create_task(run_job(shop.retention(), bell=shop.bell, clock=shop.clock, stopping=stopping))
            tasks.create_task(_serve_webhooks(shop, stopping))
            if shop.config.telegram_token:
                tasks.create_task(_serve_telegram(shop, stopping))
            await server.up.wait()
            on_ready()


def web_app(shop: Shop, demo_hint: tuple[str, str] | None = None) -> FastAPI:
    """The HTTP application of the shop."""
    config = shop.config
    services = WebServices(
        door=shop.door,
        chat=shop.chat,
        desk=shop.desk,
        edits=shop.edits,
        registers=shop.registers,
        canned=shop.canned,
        search=shop.search,
        ratings=shop.ratings,
        accounts=shop.accounts,
        staff=shop.staff,
        webhooks=shop.webhooks,
        bell=shop.bell,
        presence=shop.presence,
        book=shop.book,
        ready=lambda: _not_ready(shop.store),
        clock=shop.clock,
        meter=shop.metrics.count,
        figures=shop.metrics.expose,
    )
    settings = WebSettings(
        secret=config.secret,
        public_url=config.public_url,
        demo=config.demo,
        max_upload_mb=config.web.max_upload_mb,
        secure_cookies=config.public_url.startswith("https://"),
        demo_hint=demo_hint,
        allowed_origins=tuple(config.web.allowed_origins),
        metrics_token=config.metrics_token,
    )
    return create_app(services, settings)


async def _not_ready(store: Store) -> list[str]:
    try:
        await store.ping()
    except StorageError as error:
        return [f"database: {error}"]
    return []


async def _serve_web(server: Server, listener: socket.socket, stopping: asyncio.Event) -> None:
    """Ends cleanly when told to stop and when another part of the shop failed; its own failure ends the shop."""
    serving = asyncio.ensure_future(server.serve(sockets=[listener]))
    told = asyncio.ensure_future(stopping.wait())
    try:
        await asyncio.wait({serving, told}, return_when=asyncio.FIRST_COMPLETED)
    finally:
        told.cancel()
        server.should_exit = True
        await serving


async def _serve_outbox(shop: Shop, sender: OutboxSender, stopping: asyncio.Event) -> None:
    """What is being sent when the shop stops is finished first."""
    try:
        await run_job(sender, bell=shop.bell, clock=shop.clock, stopping=stopping)
    finally:
        await sender.close()


async def _serve_webhooks(shop: Shop, stopping: asyncio.Event) -> None:
    """Importing aiohttp takes a moment, so the web is up first."""
    package = await asyncio.to_thread(importlib.import_module, "bot.channels.webhooks")
    caller = package.WebhookCaller(allow_private=shop.config.webhooks.allow_private_networks)
    sender = shop.webhook_sender(caller)
    try:
        await run_job(sender, bell=shop.bell, clock=shop.clock, stopping=stopping)
    finally:
        await sender.close()
        await caller.close()


async def _serve_telegram(shop: Shop, stopping: asyncio.Event) -> None:
    """Importing aiogram takes two seconds, so the web is up first."""
    package = await asyncio.to_thread(importlib.import_module, "bot.channels.telegram")
    telegram: Telegram = await package.connect(
        token=shop.config.telegram_token,
        api_url=shop.config.telegram.api_url,
        desk_group=shop.config.telegram.desk_group,
        services=package.TelegramServices(
            store=shop.store,
            bell=shop.bell,
            clock=shop.clock,
            door=shop.door,
            desk=shop.desk,
            registers=shop.registers,
            canned=shop.canned,
            chat=shop.chat,
            book=shop.book,
            edits=shop.edits,
            meter=shop.metrics.count,
        ),
    )
    sender = shop.sender({"telegram": telegram.deliverer}, name="telegram-sender")
    try:
        async with asyncio.TaskGroup() as tasks:
            tasks.create_task(telegram.run(stopping))
            tasks.create_task(_serve_outbox(shop, sender, stopping))
    finally:
        await telegram.close()


@contextmanager
def listening(config: Config) -> Iterator[socket.socket]:
    """The listening socket. Opened before anything else: who comes second changes nothing in a shop that runs.

    Raises ConfigError when the address cannot be had.
    """
    host, port = config.web.host, config.web.port
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as listener:
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            listener.bind((host, port))
            listener.listen()  # two programs may bind one port, but only one may listen
        except OSError as error:
            raise ConfigError(_why_not_bound(host, port, error)) from error
        yield listener


def _why_not_bound(host: str, port: int, error: OSError) -> str:
    if error.errno == errno.EADDRINUSE:
        return f"Port {port} on {host} is in use. Stop the other program, or choose another port (web.port, --port)."
    return f"Cannot listen on {host}:{port}: {error.strerror}. Check web.host and web.port."


@contextmanager
def alone(config: Config) -> Iterator[None]:
    """One process runs a shop: a second one would take the first one's unfinished sends for lost ones.

    The lock is the kernel's, so it ends with the process however that ends. Raises ConfigError.
    """
    path = Path(f"{config.database.removeprefix('sqlite:///')}.lock")
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            raise ConfigError(f"Another kefu runs on {path.stem}. Stop it, or use another database.") from error
        yield


@contextmanager
def _signals(stopping: asyncio.Event) -> Iterator[None]:
    """Ctrl-C and a service manager's TERM ask for a clean end; a second Ctrl-C ends at once."""
    loop = asyncio.get_running_loop()

    def stop(which: signal.Signals) -> None:
        log.info("stopping", signal=which.name)
        stopping.set()
        loop.remove_signal_handler(which)

    for which in (signal.SIGINT, signal.SIGTERM):
        loop.add_signal_handler(which, stop, which)
    try:
        yield
    finally:
        for which in (signal.SIGINT, signal.SIGTERM):
            with contextlib.suppress(ValueError):
                loop.remove_signal_handler(which)
