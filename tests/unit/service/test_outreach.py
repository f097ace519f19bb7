"""Orders that change set timers going, once for each message, on however many channels the buyer writes."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from functools import partial
from typing import TYPE_CHECKING

import pytest

from bot.core.customers import Customer, Reached
from bot.core.messages import Peer
from bot.core.orders import Fulfilment, Order
from bot.core.timers import TimerKind
from bot.service.chat import Chat
from bot.service.orders import import_batch
from bot.service.timers import go_off
from bot.storage import MemoryMediaStore

if TYPE_CHECKING:
    from bot.core.conversation import Conversation
    from bot.core.ports import UnitOfWork
    from bot.core.timers import Timer
    from tests.unit.service.conftest import World

MINUTE, DAY = timedelta(minutes=1), timedelta(days=1)
FAR = timedelta(days=400)


async def running(world: World) -> list[Timer]:
    """Every timer that runs."""
    return await world.store.read(lambda uow: uow.timers.due(now=world.now + FAR, limit=100))


async def imported(world: World, *orders: Order) -> None:
    await world.store.transact(lambda uow: import_batch(uow, world.room, orders))


def kinds(timers: list[Timer]) -> list[TimerKind]:
    return [timer.kind for timer in timers]


def due(timers: list[Timer]) -> list[datetime]:
    return [timer.due_at for timer in timers]


async def test_a_new_unpaid_order_of_a_customer_is_come_back_to(world: World) -> None:
    await world.conversation()
    order = await world.order("A1", Fulfilment.UNPAID, created_at=world.now)
    await imported(world, replace(order, remark="新"))
    [timer] = await running(world)
    assert (timer.kind, timer.due_at, timer.args) == (
        TimerKind.PAYMENT_REMINDER,
        world.now + 30 * MINUTE,
        {"order": "A1", "time": 1},
    )


async def test_an_order_of_nobody_we_talk_to_sets_nothing_going(world: World) -> None:
    await world.conversation()
    order = await world.order("A1", Fulfilment.UNPAID, bound=False, created_at=world.now)
    await imported(world, replace(order, remark="新"))
    assert await running(world) == []


async def test_paying_stops_the_reminder_and_sets_the_address_check_going(world: World) -> None:
    await world.conversation()
    order = await world.order("A1", Fulfilment.UNPAID, created_at=world.now)
    await imported(world, replace(order, remark="新"))
    await imported(world, replace(order, fulfilment=Fulfilment.UNPRINTED, paid_at=world.now))
    timers = await running(world)
    assert kinds(timers) == [TimerKind.ADDRESS_CHECK]
    customer = await world.store.read(lambda uow: uow.customers.get(timers[0].conversation_id))
    assert customer.first_deal_at == world.now


async def test_the_same_order_again_sets_nothing_going_twice(world: World) -> None:
    await world.conversation()
    order = await world.order("A1", Fulfilment.SIGNED, signed_at=world.now)
    for remark in ("一", "二", "三"):
        await imported(world, replace(order, remark=remark))
    timers = await running(world)
    assert kinds(timers) == [TimerKind.FOLLOW_UP, TimerKind.FOLLOW_UP, TimerKind.REVISIT]
    assert due(timers) == [world.now + 4 * DAY, world.now + 10 * DAY, world.now + 30 * DAY]


async def test_what_is_long_past_when_it_is_imported_is_no_news(world: World) -> None:
    await world.conversation()
    order = await world.order("A1", Fulfilment.SHIPPED, shipped_at=world.now - 3 * DAY)
    await imported(world, replace(order, remark="新"))
    assert await running(world) == []


async def test_an_order_seen_for_the_first_time_brings_what_lies_ahead_and_not_what_has_passed(world: World) -> None:
    await world.order("A1", Fulfilment.SHIPPED, shipped_at=world.now - 5 * MINUTE)
    await world.order("A2", Fulfilment.UNPAID, created_at=world.now - 5 * MINUTE)
    await world.say("你好")
    assert [timer.args["order"] for timer in await running(world)] == ["A2"]
    shipped = await world.store.read(lambda uow: uow.orders.get("A1"))
    assert shipped is not None
    await imported(world, replace(shipped, remark="新"))
    assert kinds(await running(world)) == [TimerKind.PAYMENT_REMINDER]


async def test_an_order_that_is_proved_in_the_talk_is_watched_from_then_on(world: World) -> None:
    await world.order("600120260011", Fulfilment.UNPAID, bound=False, created_at=world.now)
    await world.say("600120260011 1234")
    assert kinds(await running(world)) == [TimerKind.PAYMENT_REMINDER]


async def test_a_visitor_whom_the_shop_identifies_in_the_middle_of_a_talk_is_watched_too(world: World) -> None:
    await world.order("A1", Fulfilment.UNPAID, bound=False, buyer="b1", created_at=world.now)
    await world.say("你好")
    files = MemoryMediaStore(max_bytes=1)
    chat = Chat(store=world.store, files=files, clock=world.clock, book=lambda: world.book)
    for _ in range(2):
        await chat.identify("web", "demo", Peer(id="visitor"), "b1")
    assert kinds(await running(world)) == [TimerKind.PAYMENT_REMINDER]


async def other_channel(world: World, number: str) -> Conversation:
    """The same buyer on another channel, who proved the order there too."""

    def use_case(uow: UnitOfWork) -> Conversation:
        uow.orders.bind_order("telegram", "bot", "77", number, now=world.now)
        return uow.conversations.of_peer("telegram", "bot", Peer(id="77", name="访客"), now=world.now)

    return await world.store.transact(use_case)


async def writes(world: World, conversation: Conversation) -> None:
    """A word of the customer there, which nobody has to answer."""
    incoming = replace(
        world.incoming("嗯"), channel=conversation.channel, account=conversation.account, peer=conversation.peer
    )
    await world.door.receive(incoming)


async def reminded(world: World) -> dict[str, int]:
    """Lets everything go off; how many messages each channel got by it."""
    timers = await world.store.read(lambda uow: uow.timers.due(now=world.now, limit=100))
    got: dict[str, int] = {}
    for timer in timers:
        taken = await world.store.transact(partial(go_off, room=world.room, timer_id=timer.id))
        if taken is not None:
            got[taken.conversation.channel] = got.get(taken.conversation.channel, 0) + 1
    return got


@pytest.mark.parametrize("last", ["web", "telegram"])
async def test_a_buyer_on_two_channels_hears_of_an_order_once_where_they_wrote_last(world: World, last: str) -> None:
    web, order = await world.conversation(), await world.order("A1", Fulfilment.UNPAID, created_at=world.now)
    telegram = await other_channel(world, "A1")
    await imported(world, replace(order, remark="新"))
    assert len(await running(world)) == 1
    for conversation in sorted((web, telegram), key=lambda each: each.channel == last):
        world.now += MINUTE
        await writes(world, conversation)
    world.now += 30 * MINUTE
    assert await reminded(world) == {last: 1}
    assert await running(world) == []


async def test_who_proves_an_order_on_a_second_channel_is_not_told_of_it_again(world: World) -> None:
    order = await world.order("A1", Fulfilment.SHIPPED, shipped_at=world.now)
    web = await world.conversation()
    await imported(world, replace(order, remark="新"))
    await writes(world, web)
    world.now += 10 * MINUTE
    assert await reminded(world) == {"web": 1}
    telegram = await other_channel(world, "A1")
    await writes(world, telegram)
    await imported(world, replace(order, remark="更新"))
    world.now += 10 * MINUTE
    assert await reminded(world) == {}


async def test_who_wants_no_messages_on_one_channel_gets_none_on_the_other(world: World) -> None:
    web, order = await world.conversation(), await world.order("A1", Fulfilment.UNPAID, created_at=world.now)
    telegram = await other_channel(world, "A1")
    await imported(world, replace(order, remark="新"))
    await world.store.transact(lambda uow: uow.customers.save(Customer(conversation_id=web.id, opted_out=True)))
    await writes(world, telegram)
    world.now += 31 * MINUTE
    assert await reminded(world) == {}


async def test_the_limit_of_a_day_counts_all_channels_of_a_buyer(world: World) -> None:
    web, order = await world.conversation(), await world.order("A1", Fulfilment.UNPAID, created_at=world.now)
    telegram = await other_channel(world, "A1")
    await imported(world, replace(order, remark="新"))
    told = (Reached(kind=TimerKind.SHIPPED, at=world.now),) * 2
    await world.store.transact(lambda uow: uow.customers.save(Customer(conversation_id=web.id, reached=told)))
    await writes(world, telegram)
    world.now += 31 * MINUTE
    assert await reminded(world) == {}
    assert len(await running(world)) == 1  # tomorrow
