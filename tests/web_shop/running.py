"""Starts and stops the shop in the test's own event loop: web server, inbox worker and outbox sender."""

from __future__ import annotations

import asyncio
import socket
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Final

import httpx

from bot.bootstrap import Shop, build_shop, utc_now
from bot.channels.webchat import CHANNEL, WebDeliverer
from bot.config import METRICS_TOKEN_NAME, Config, demo_config
from bot.core.orders import Fulfilment, Order, OrderItem, TrackingEvent
from bot.core.roles import Role
from bot.jobs.loop import run_job
from bot.scripts.book import ScriptBook
from bot.serving import web_app
from bot.storage import MemoryStore
from bot.web.server import Server, make_server
from bot.web.wiring import Site

SCRIPTS: Final = Path(__file__).parent / "scripts"
SECRET: Final = "a secret of the tests, long enough to sign with"
METRICS_TOKEN: Final = "a token for the figures"
ORDER_NUMBER: Final = "600120269001"
UNPAID_ORDER: Final = "600120269002"
AGENTS: Final = {
    "amei": ("阿美", Role.SUPERVISOR),
    "aqiang": ("阿强", Role.AFTER_SALE),
    "xiaolan": ("小兰", Role.PRE_SALE),
}


@dataclass(kw_only=True)
class RunningShop:
    """The shop, its address, and what tests do with it most often."""

    shop: Shop
    port: int
    passwords: dict[str, str] = field(default_factory=dict)
    _stopping: asyncio.Event = field(default_factory=asyncio.Event)
    _tasks: list[asyncio.Task[None]] = field(default_factory=list)
    _server: Server | None = None

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    @property
    def site(self) -> Site:
        """What the running application keeps, such as its limits."""
        assert self._server is not None
        site: Site = self._server.config.app.state.site  # type: ignore[union-attr]  # the app is ours
        return site

    @property
    def origin(self) -> dict[str, str]:
        """What a browser sends with a form of our own page."""
        return {"Origin": self.url}

    async def start(self) -> None:
        """Serve again, on the same port and with everything that was stored."""
        self._stopping = asyncio.Event()
        self._server = make_server(web_app(self.shop, (ORDER_NUMBER, "1234")), host="127.0.0.1", port=self.port)
        jobs = (self.shop.worker(), self.shop.sender({CHANNEL: WebDeliverer()}))
        self._tasks = [asyncio.create_task(self._server.serve())] + [
            asyncio.create_task(run_job(job, bell=self.shop.bell, clock=self.shop.clock, stopping=self._stopping))
            for job in jobs
        ]
        await self._server.up.wait()

    async def stop(self) -> None:
        """Stop as Ctrl-C does."""
        assert self._server is not None
        self._stopping.set()
        self._server.should_exit = True
        await asyncio.gather(*self._tasks)

    async def credentials(self, login: str) -> dict[str, str]:
        """What this agent of `AGENTS` signs in with; made on first use, because hashing a password takes its time."""
        if login not in self.passwords:
            name, role = AGENTS[login]
            self.passwords[login] = await self.shop.accounts.issue_password(login, name=name, role=role)
        return {"login": login, "password": self.passwords[login]}

    @asynccontextmanager
    async def desk(self, login: str) -> AsyncIterator[httpx.AsyncClient]:
        """A browser-like client with this agent signed in at the desk."""
        async with httpx.AsyncClient(base_url=self.url, headers=self.origin) as client:
            answer = await client.post("/desk/login", data=await self.credentials(login))
            assert answer.status_code == 303, answer.text
            yield client

    @asynccontextmanager
    async def api(self, login: str) -> AsyncIterator[httpx.AsyncClient]:
        """A program with this agent's bearer token."""
        async with httpx.AsyncClient(base_url=self.url) as client:
            answer = await client.post("/api/v1/sessions", json=await self.credentials(login))
            assert answer.status_code == 201, answer.text
            client.headers["Authorization"] = f"Bearer {answer.json()['token']}"
            yield client


@asynccontextmanager
async def running_shop(
    book: ScriptBook, home: Path, *, orders: Sequence[Order] | None = None, quiet: float = 0.05
) -> AsyncIterator[RunningShop]:
    """A shop on a free port.

    Args:
        book: its scripts.
        home: a folder for its files.
        orders: what was ordered; a shipped and an unpaid order of the demo buyer when None.
        quiet: seconds of silence after which a burst of messages is read.
    """
    port = _free_port()
    config = replace(_config(home, port), quiet_seconds=quiet)
    running = RunningShop(shop=build_shop(config, MemoryStore(), book, clock=utc_now), port=port)
    known = _orders(utc_now()) if orders is None else orders
    await running.shop.store.transact(lambda uow: uow.orders.upsert(known))
    await running.start()
    try:
        yield running
    finally:
        await running.stop()


def _config(home: Path, port: int) -> Config:
    config = demo_config(home, SCRIPTS, {METRICS_TOKEN_NAME: METRICS_TOKEN}, host="127.0.0.1", port=port, secret=SECRET)
    web = config.web.model_copy(update={"max_upload_mb": 1, "allowed_origins": ["https://shop.example.com"]})
    return replace(config, quiet_seconds=0.05, web=web)


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _orders(now: datetime) -> list[Order]:
    yesterday = now.astimezone(UTC) - timedelta(days=1)
    thermos = OrderItem(title="暖满保温杯", variant="雾蓝", quantity=2, price=Decimal(69))
    shipped = Order(
        number=ORDER_NUMBER,
        source="test",
        created_at=yesterday,
        paid_at=yesterday,
        shipped_at=yesterday,
        fulfilment=Fulfilment.SHIPPED,
        buyer="demo-buyer",
        receiver="演示顾客",
        phone="13800001234",
        items=(thermos,),
        total=Decimal(138),
        carrier="中通快递",
        tracking_number="ZT0000000001",
        events=(TrackingEvent(at=yesterday, text="快件已到达杭州转运中心", place="杭州"),),
    )
    unpaid = replace(
        shipped,
        number=UNPAID_ORDER,
        fulfilment=Fulfilment.UNPAID,
        paid_at=None,
        shipped_at=None,
        carrier="",
        tracking_number="",
        events=(),
    )
    return [shipped, unpaid]
