"""Asking the system that has the orders: in time, for whom it is needed, and what happens when it does not answer."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from structlog.testing import capture_logs

from bot.core.conversation import JsonValue, Owner
from bot.core.errors import OrderSourceDown
from bot.core.orders import Fulfilment, Order, WantedOrders
from bot.service.lookup import OrderLookup

if TYPE_CHECKING:
    from tests.unit.service.conftest import World


@dataclass
class FakeSource:
    """The shop's own order system, which may be down, slow or broken."""

    orders: tuple[Order, ...] = ()
    trouble: BaseException | None = None
    slow: bool = False
    asked: list[WantedOrders] = field(default_factory=list)

    async def find(self, wanted: WantedOrders) -> Sequence[Order]:
        self.asked.append(wanted)
        if self.slow:
            await asyncio.Event().wait()
        if self.trouble is not None:
            raise self.trouble
        return [one for one in self.orders if one.number in wanted.numbers or one.buyer in wanted.buyers]


def lookup(world: World, source: FakeSource | None) -> OrderLookup:
    shop: dict[str, JsonValue] = {**world.book.shop, "order_source": {"limit": "0s", "retry": "1s"}}
    book = replace(world.book, shop=shop)
    return OrderLookup(store=world.store, source=source, book=lambda: book, clock=world.clock)


async def test_without_a_source_nothing_is_asked_and_nothing_is_out_of_reach(world: World) -> None:
    conversation = await world.conversation()
    assert await lookup(world, None).refresh([conversation.id]) == frozenset()


async def test_the_orders_of_a_customer_are_brought_up_to_date(world: World) -> None:
    order = await world.order("A1", Fulfilment.PACKED)
    source = FakeSource(orders=(replace(order, fulfilment=Fulfilment.SHIPPED, shipped_at=world.now),))
    conversation = await world.conversation()
    assert await lookup(world, source).refresh([conversation.id]) == frozenset()
    assert source.asked == [WantedOrders(numbers=("A1",))]
    stored = await world.store.read(lambda uow: uow.orders.get("A1"))
    assert stored is not None
    assert stored.fulfilment is Fulfilment.SHIPPED


async def test_numbers_that_were_just_written_and_those_still_to_be_proved_are_asked_for(world: World) -> None:
    await world.say("订单 600120260011 到哪了")
    await world.door.receive(world.incoming("错了是XM20261101001，手机1234"))
    conversation = await world.conversation()
    source = FakeSource()
    await lookup(world, source).refresh([conversation.id])
    assert source.asked == [WantedOrders(numbers=("600120260011", "XM20261101001"))]


async def test_who_names_no_order_and_whom_a_person_serves_is_not_asked_about(world: World) -> None:
    await world.door.receive(world.incoming("在吗"))
    source = FakeSource()
    conversation = await world.conversation()
    assert await lookup(world, source).refresh([conversation.id]) == frozenset()
    await world.order("A1", Fulfilment.PACKED)
    await world.store.transact(
        lambda uow: uow.conversations.save(replace(conversation, owner=Owner.AGENT), now=world.now)
    )
    assert await lookup(world, source).refresh([conversation.id]) == frozenset()
    assert source.asked == []


@pytest.mark.parametrize(
    ("source", "event"),
    [
        (FakeSource(trouble=OrderSourceDown("502")), "order_source_down"),
        (FakeSource(slow=True), "order_source_slow"),
        (FakeSource(trouble=ValueError("what is this")), "order_source_crashed"),
    ],
    ids=["down", "slow", "broken"],
)
async def test_whoever_cannot_be_asked_about_in_time_is_named(world: World, source: FakeSource, event: str) -> None:
    await world.order("A1", Fulfilment.PACKED)
    conversation = await world.conversation()
    with capture_logs() as logs:
        async with asyncio.timeout(timedelta(seconds=20).total_seconds()):
            assert await lookup(world, source).refresh([conversation.id]) == {conversation.id}
    assert [line["event"] for line in logs] == [event]


async def test_a_source_that_did_not_answer_is_left_alone_until_the_first_retry(world: World) -> None:
    await world.order("A1", Fulfilment.PACKED)
    conversation = await world.conversation()
    source = FakeSource(trouble=OrderSourceDown("502"))
    asking = lookup(world, source)
    for _ in range(3):
        assert await asking.refresh([conversation.id]) == {conversation.id}
    assert len(source.asked) == 1
    source.trouble = None
    world.now += timedelta(seconds=1)
    assert await asking.refresh([conversation.id]) == frozenset()
