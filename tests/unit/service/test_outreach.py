"""Orders that change set timers going, once for each customer and message."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from bot.core.messages import Peer
from bot.core.orders import Fulfilment, Order
from bot.core.timers import TimerKind
from bot.service.chat import Chat
from bot.service.orders import import_batch
from bot.storage import MemoryMediaStore

if TYPE_CHECKING:
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
