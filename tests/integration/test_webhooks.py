"""Webhooks over real HTTP and a real database: signed, repeated, by themselves, and never into private networks."""

from __future__ import annotations

import asyncio
import base64
import hashlib
import hmac
import json
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Final

import pytest
from aiohttp import web

from bot.channels.webhooks import PublicResolver, WebhookCaller
from bot.core.errors import DeliveryError, DeliveryRefused
from bot.core.webhooks import DeliveryState, WebhookDelivery, WebhookEvent
from bot.jobs.webhooks import LEASE, WebhookSender
from bot.service.bell import InProcessBell
from bot.service.webhooks import Registered, Webhooks
from bot.storage import open_store
from bot.storage.sql.store import SqlStore

SECRET: Final = "s" * 40
EVENTS: Final = [WebhookEvent.CASE_OPENED]


@dataclass
class Receiver:
    """A server that keeps what it gets and answers what the test says."""

    url: str = ""
    got: list[tuple[dict[str, str], str]] = field(default_factory=list)
    status: int = 204
    hold: asyncio.Event | None = None
    headers: dict[str, str] = field(default_factory=dict)
    arrived: asyncio.Event = field(default_factory=asyncio.Event)

    async def take(self, request: web.Request) -> web.Response:
        self.got.append((dict(request.headers), await request.text()))
        self.arrived.set()
        if self.hold is not None:
            await self.hold.wait()
        return web.Response(status=self.status, headers=self.headers)

    async def enough(self, count: int) -> None:
        """Return when this much came."""
        while len(self.got) < count:
            self.arrived.clear()
            await self.arrived.wait()

    @property
    def ids(self) -> list[str]:
        return [headers["webhook-id"] for headers, _ in self.got]


@asynccontextmanager
async def receiving() -> AsyncIterator[Receiver]:
    receiver, application = Receiver(), web.Application()
    application.router.add_route("*", "/{path:.*}", receiver.take)
    runner = web.AppRunner(application, shutdown_timeout=0.1, access_log=None)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    receiver.url = f"http://127.0.0.1:{runner.addresses[0][1]}"
    yield receiver
    await runner.cleanup()


@pytest.fixture
async def receiver() -> AsyncIterator[Receiver]:
    async with receiving() as one:
        yield one


@dataclass
class Office:
    """The webhooks of a shop, and the loop that sends; time moves when told."""

    store: SqlStore
    caller: WebhookCaller
    now: datetime = datetime(2026, 3, 2, tzinfo=UTC)

    def __post_init__(self) -> None:
        self.sender = self.start()

    def clock(self) -> datetime:
        return self.now

    @property
    def webhooks(self) -> Webhooks:
        return Webhooks(store=self.store, bell=InProcessBell(), clock=self.clock, secret=SECRET, allow_private=True)

    def start(self) -> WebhookSender:
        self.sender = WebhookSender(store=self.store, clock=self.clock, caller=self.caller, secret=SECRET)
        return self.sender

    async def register(self, receiver: Receiver) -> Registered:
        return await self.webhooks.register(receiver.url, EVENTS)

    async def tell(self, to: Registered, body: str = '{"a":1}') -> int:
        added = await self.store.transact(
            lambda uow: uow.webhook_deliveries.add(
                to.webhook.id, message_id=f"msg_{body}", event=WebhookEvent.CASE_OPENED, body=body, now=self.now
            )
        )
        return added.id

    async def send(self) -> datetime | None:
        """One round, with everything it began."""
        due = await self.sender.run_once()
        await asyncio.gather(*self.sender._busy.values())
        return due

    async def one(self, to: Registered) -> WebhookDelivery:
        [delivery] = await self.webhooks.deliveries(to.webhook.id)
        return delivery


@pytest.fixture
async def office(tmp_path: Path) -> AsyncIterator[Office]:
    store = await open_store(f"sqlite:///{tmp_path / 'kefu.db'}")
    caller = WebhookCaller(allow_private=True)
    office = Office(store, caller)
    yield office
    await office.sender.close()
    await caller.close()
    await store.close()


async def test_a_message_arrives_signed(office: Office, receiver: Receiver) -> None:
    to = await office.register(receiver)
    await office.tell(to, '{"ask":"我要退货"}')
    await office.send()

    [(headers, body)] = receiver.got
    key = base64.b64decode(to.secret.removeprefix("whsec_"))
    signed = f"{headers['webhook-id']}.{headers['webhook-timestamp']}.{body}".encode()
    assert (
        headers["webhook-signature"]
        == "v1," + base64.b64encode(hmac.new(key, signed, hashlib.sha256).digest()).decode()
    )
    assert int(headers["webhook-timestamp"]) == office.now.timestamp()
    assert json.loads(body) == {"ask": "我要退货"}
    assert headers["Content-Type"] == "application/json; charset=utf-8"
    assert headers["User-Agent"].startswith("kefu/")
    delivered = await office.one(to)
    assert (delivered.state, delivered.status, delivered.attempt) == (DeliveryState.DELIVERED, 204, 1)


async def test_a_failed_try_is_repeated_under_the_same_id_until_the_receiver_takes_it(
    office: Office, receiver: Receiver
) -> None:
    to = await office.register(receiver)
    await office.tell(to)
    receiver.status = 500
    await office.send()
    waiting = await office.one(to)
    assert (waiting.state, waiting.status, waiting.error) == (DeliveryState.WAITING, 500, "the receiver answered 500")
    assert waiting.next_at == office.now + timedelta(seconds=5)

    assert await office.send() == waiting.next_at  # not yet
    office.now += timedelta(seconds=5)
    receiver.status = 200
    await office.send()
    assert len(set(receiver.ids)) == 1
    assert len(receiver.got) == 2
    assert receiver.got[0][0]["webhook-signature"] != receiver.got[1][0]["webhook-signature"]  # of another moment
    delivered = await office.one(to)
    assert (delivered.state, delivered.attempt, delivered.error) == (DeliveryState.DELIVERED, 2, "")


async def test_after_a_day_of_tries_it_is_dead_and_can_be_replayed(office: Office, receiver: Receiver) -> None:
    to = await office.register(receiver)
    identity = await office.tell(to)
    receiver.status, begun = 503, office.now
    while (waiting := await office.one(to)).next_at is not None:
        office.now = waiting.next_at
        await office.send()
    dead = await office.one(to)
    assert (dead.state, dead.status) == (DeliveryState.DEAD, 503)
    assert office.now - begun == timedelta(days=1)

    receiver.status = 200
    await office.webhooks.replay(to.webhook.id, identity)
    await office.send()
    assert (await office.one(to)).state is DeliveryState.DELIVERED
    assert len(set(receiver.ids)) == 1


async def test_a_receiver_that_hangs_delays_no_other(office: Office, receiver: Receiver) -> None:
    receiver.hold = asyncio.Event()
    async with receiving() as quick:
        slow, fast = await office.register(receiver), await office.register(quick)
        for number in range(3):
            await office.tell(slow, f'"{number}"')
            await office.tell(fast, f'"{number}"')
        await office.sender.run_once()
        async with asyncio.timeout(10):
            await quick.enough(3)
        assert len(receiver.got) <= 1
        assert await office.sender.run_once() is None  # it is not waited for, and nothing is begun twice
        receiver.hold.set()
        await office.send()
        assert [body for _, body in receiver.got] == ['"0"', '"1"', '"2"']


async def test_a_try_that_was_cut_off_is_repeated_under_its_id(office: Office, receiver: Receiver) -> None:
    to = await office.register(receiver)
    await office.tell(to)
    receiver.hold = asyncio.Event()
    await office.sender.run_once()
    await receiver.arrived.wait()
    for task in office.sender._busy.values():  # what kill -9 leaves: the claim is kept, the outcome is not
        task.cancel()
    await asyncio.sleep(0)
    receiver.hold.set()

    office.start()
    assert await office.send() == office.now + LEASE
    assert len(receiver.got) == 1
    office.now += LEASE
    await office.send()
    assert len(receiver.got) == 2
    assert len(set(receiver.ids)) == 1
    assert (await office.one(to)).state is DeliveryState.DELIVERED


async def test_what_is_under_way_is_finished_when_the_shop_stops_and_the_rest_waits(
    office: Office, receiver: Receiver
) -> None:
    to = await office.register(receiver)
    for number in range(2):
        await office.tell(to, str(number))
    receiver.hold = asyncio.Event()
    await office.sender.run_once()
    await receiver.arrived.wait()
    closing = asyncio.ensure_future(office.sender.close())
    await asyncio.sleep(0)
    receiver.hold.set()
    await closing
    states = [one.state for one in await office.webhooks.deliveries(to.webhook.id)]
    assert states == [DeliveryState.WAITING, DeliveryState.DELIVERED]


async def test_a_receiver_that_is_gone_is_switched_off(office: Office, receiver: Receiver) -> None:
    to = await office.register(receiver)
    await office.tell(to)
    receiver.status = 410
    await office.send()
    assert (await office.one(to)).state is DeliveryState.DEAD
    assert [one.active for one in await office.webhooks.listing()] == [False]


async def test_a_redirect_is_not_followed(office: Office, receiver: Receiver) -> None:
    async with receiving() as elsewhere:
        to = await office.register(receiver)
        await office.tell(to)
        receiver.status, receiver.headers = 307, {"Location": elsewhere.url}
        await office.send()
        assert elsewhere.got == []
    assert (await office.one(to)).error == "the receiver answered 307"


async def test_nobody_there_is_a_failed_try(office: Office, receiver: Receiver) -> None:
    async with receiving() as gone:
        to = await office.register(gone)
    await office.tell(to)
    await office.send()
    waiting = await office.one(to)
    assert (waiting.state, waiting.status, waiting.attempt) == (DeliveryState.WAITING, None, 1)
    assert "Cannot connect" in waiting.error


async def test_one_that_was_removed_while_it_was_sent_to_is_forgotten(office: Office, receiver: Receiver) -> None:
    to = await office.register(receiver)
    await office.tell(to)
    receiver.hold = asyncio.Event()
    await office.sender.run_once()
    await receiver.arrived.wait()
    await office.webhooks.remove(to.webhook.id)
    receiver.status = 410
    receiver.hold.set()
    await office.send()
    assert await office.webhooks.listing() == []


Call = Callable[[str], Awaitable[int]]


@pytest.fixture
async def call() -> AsyncIterator[Call]:
    """As a shop that allows no private networks calls."""
    caller = WebhookCaller(allow_private=False)
    yield lambda url: caller.call(url, "{}", {})
    await caller.close()


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost", "[::1]", "10.0.0.1", "169.254.169.254"])
async def test_a_private_address_is_not_called(call: Call, host: str) -> None:
    with pytest.raises(DeliveryRefused, match="private network"):
        await call(f"https://{host}/x")


async def test_without_tls_nothing_is_called(call: Call) -> None:
    with pytest.raises(DeliveryRefused, match="https"):
        await call("http://example.com/x")


async def test_a_public_name_that_stands_for_a_private_address_is_not_called(
    call: Call, receiver: Receiver, monkeypatch: pytest.MonkeyPatch
) -> None:
    port = receiver.url.rpartition(":")[2]

    async def lies(_self: object, host: str, port: int = 0, family: int = 0) -> list[dict[str, object]]:
        at = {"hostname": host, "host": "127.0.0.1", "port": port, "family": 2, "proto": 0, "flags": 0}
        return [at]

    monkeypatch.setattr("aiohttp.ThreadedResolver.resolve", lies)
    monkeypatch.setattr("bot.channels.webhooks.ThreadedResolver.resolve", lies)
    with pytest.raises(DeliveryError, match="private network"):
        await call(f"https://shop.example.com:{port}/x")
    assert receiver.got == []


async def test_a_name_keeps_its_public_addresses_only() -> None:
    resolver = PublicResolver()
    with pytest.raises(OSError, match="private network"):
        await resolver.resolve("127.0.0.1", 443)
    [found] = await resolver.resolve("93.184.215.14", 443)
    assert found["host"] == "93.184.215.14"
    await resolver.close()
