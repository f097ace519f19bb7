"""A whole shop whose orders live in another system, which goes down and comes back, on the real clock."""

from __future__ import annotations

import asyncio
import shutil
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from bot.bootstrap import Shop, open_shop, utc_now
from bot.channels import webchat
from bot.config import Config, load_config
from bot.core.conversation import Owner
from bot.core.errors import OrderSourceDown
from bot.core.messages import Content, Incoming, Peer
from bot.core.orders import Fulfilment, Order, OrderItem, TrackingEvent, WantedOrders
from bot.jobs.loop import run_job

SCRIPTS = Path(__file__).parents[2] / "scripts_yaml"
PEER = Peer(id="visitor", name="访客")
DOWN = timedelta(seconds=60)


@dataclass
class Source:
    """The shop's order system."""

    orders: tuple[Order, ...]
    down: bool = False
    slow: bool = False
    asked: list[WantedOrders] = field(default_factory=list)

    async def find(self, wanted: WantedOrders) -> Sequence[Order]:
        self.asked.append(wanted)
        if self.slow:
            await asyncio.sleep(DOWN.total_seconds())
        if self.down:
            message = "the order system answers 502"
            raise OrderSourceDown(message)
        return [one for one in self.orders if one.buyer in wanted.buyers or one.number in wanted.numbers]


@pytest.fixture
def config(tmp_path: Path, request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> Config:
    """The demo shop, which asks its order system again after a second, twice."""
    kept = request.config.cache.mkdir("matchers")
    monkeypatch.setattr(Config, "matchers", property(lambda _: kept))
    scripts = tmp_path / "scripts_yaml"
    shutil.copytree(SCRIPTS, scripts)
    text = (scripts / "shop.yaml").read_text(encoding="utf-8")
    assert text.count("  limit: 3s\n  retry: [30s, 2m]\n") == 1
    short = text.replace("  limit: 3s\n  retry: [30s, 2m]\n", "  limit: 1s\n  retry: [1s, 1s]\n")
    (scripts / "shop.yaml").write_text(short, encoding="utf-8")
    path = tmp_path / "config.yaml"
    path.write_text(f"scripts: {scripts}\nquiet_seconds: 0.02\n", encoding="utf-8")
    return load_config(path, {"KEFU_SECRET": "s" * 40})


@pytest.fixture
def source() -> Source:
    now = datetime.now(UTC)
    parcel = Order(
        number="XM20261101001",
        source="shop",
        buyer="buyer-1",
        created_at=now - timedelta(days=3),
        paid_at=now - timedelta(days=3),
        shipped_at=now - timedelta(days=2),
        fulfilment=Fulfilment.SHIPPED,
        carrier="中通快递",
        tracking_number="73120001",
        phone="13800001234",
        items=(OrderItem(title="保温杯"),),
        events=(TrackingEvent(at=now - timedelta(hours=3), text="到达杭州转运中心"),),
    )
    return Source(orders=(parcel,))


@asynccontextmanager
async def running(config: Config, source: Source) -> AsyncIterator[Shop]:
    """The shop's loops at work."""
    async with open_shop(config, orders=source) as shop:
        stopping = asyncio.Event()
        sender = shop.sender({webchat.CHANNEL: webchat.WebDeliverer()})
        await shop.chat.identify(webchat.CHANNEL, "shop", PEER, "buyer-1")
        async with asyncio.TaskGroup() as tasks:
            for job in (shop.worker(), sender, shop.timers()):
                tasks.create_task(run_job(job, bell=shop.bell, clock=shop.clock, stopping=stopping))
            yield shop
            stopping.set()


async def write(shop: Shop, text: str) -> None:
    content = Content(text=text)
    incoming = Incoming(
        channel=webchat.CHANNEL, account="shop", external_id=text, peer=PEER, content=content, sent_at=utc_now()
    )
    assert await shop.door.receive(incoming)


async def said(shop: Shop) -> list[str]:
    conversation, entries = await shop.chat.history(webchat.CHANNEL, "shop", PEER)
    assert conversation
    return [entry.content.text for entry in entries if entry.author != "customer"]


async def until(shop: Shop, check: Callable[[], Awaitable[bool]]) -> None:
    async with asyncio.timeout(20), shop.bell.listen("desk", "conversation:1", "conversation:2") as rings:
        while not await check():
            await anext(rings)


@pytest.mark.parametrize("trouble", ["down", "slow"])
async def test_the_customer_is_told_and_gets_the_answer_when_the_orders_are_back(
    config: Config, source: Source, trouble: str
) -> None:
    setattr(source, trouble, True)
    async with running(config, source) as shop:
        await write(shop, "我的快递到哪了")
        await until(shop, lambda: _has_said(shop, 1))
        assert "订单" in (await said(shop))[0]
        setattr(source, trouble, False)
        await until(shop, lambda: _has_said(shop, 3))
        assert "73120001" in (await said(shop))[2]
        assert source.asked[0].buyers == ("buyer-1",)


async def test_after_the_last_try_a_person_has_the_case(config: Config, source: Source) -> None:
    source.down = True
    async with running(config, source) as shop:
        await write(shop, "我的快递到哪了")
        await until(shop, lambda: _is_queued(shop))
        [row] = await shop.desk.queue()
        assert (row.case.reason, row.case.intent, row.case.ask) == ("orders_down", "track_parcel", "我的快递到哪了")
        assert len(source.asked) == 3
        await until(shop, lambda: _has_said(shop, 2))


async def test_an_order_that_only_the_order_system_knows_can_be_proved(config: Config, source: Source) -> None:
    async with running(config, source) as shop:
        stranger = Peer(id="stranger")
        for number, text in enumerate(("我的快递到哪了", "XM20261101001 1234"), start=1):
            incoming = Incoming(
                channel=webchat.CHANNEL,
                account="shop",
                external_id=f"s{number}",
                peer=stranger,
                content=Content(text=text),
                sent_at=utc_now(),
            )
            await shop.door.receive(incoming)

            async def answered(count: int = number) -> bool:
                _, entries = await shop.chat.history(webchat.CHANNEL, "shop", stranger)
                return sum(entry.author != "customer" for entry in entries) >= count

            await until(shop, answered)
        _, entries = await shop.chat.history(webchat.CHANNEL, "shop", stranger)
        assert "73120001" in entries[-1].content.text


async def _has_said(shop: Shop, count: int) -> bool:
    return len(await said(shop)) >= count


async def _is_queued(shop: Shop) -> bool:
    found = await shop.store.read(lambda uow: uow.conversations.find(webchat.CHANNEL, "shop", PEER.id))
    return found is not None and found.owner is Owner.QUEUE
