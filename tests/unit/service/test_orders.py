"""Orders arriving, and what follows."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from typing import TYPE_CHECKING

from bot.core.actions import Perform
from bot.core.orders import Fulfilment
from bot.core.roles import Role
from bot.core.tasks import TaskStatus
from bot.service.actions import perform
from bot.service.orders import import_batch

if TYPE_CHECKING:
    from bot.core.orders import Order
    from tests.unit.service.conftest import World


async def bring(world: World, *orders: Order) -> tuple[int, int]:
    counts = await world.store.transact(lambda uow: import_batch(uow, world.room, orders))
    return counts.changed, counts.unchanged


async def approved_price(world: World, price: str) -> Order:
    order = await world.order("A1", Fulfilment.UNPAID, total="100")
    conversation = await world.conversation()
    action = Perform(key="k", name="request_price_change", args={"order": "A1", "price": price})
    await world.store.transact(lambda uow: perform(uow, world.book, conversation, action, now=world.now))
    [task] = await world.store.read(lambda uow: uow.tasks.of_conversation(conversation.id))
    await world.desk.decide(task.id, await world.agent("sue", Role.SUPERVISOR), approve=True)
    return order


async def status(world: World) -> TaskStatus:
    conversation = await world.conversation()
    [task] = await world.store.read(lambda uow: uow.tasks.of_conversation(conversation.id))
    return task.status


async def test_importing_the_same_orders_twice_changes_nothing(world: World) -> None:
    order = await world.order("A1", Fulfilment.SHIPPED)
    assert await bring(world, order) == (0, 1)
    assert await bring(world, replace(order, remark="加急")) == (1, 0)


async def stored(world: World, number: str) -> Order:
    order = await world.store.read(lambda uow: uow.orders.get(number))
    assert order is not None
    return order


async def test_an_export_without_times_dates_the_steps_that_it_brings(world: World) -> None:
    order = await world.order("A1", Fulfilment.PACKED)
    await bring(world, replace(order, fulfilment=Fulfilment.SHIPPED, tracking_number="78120000000001"))
    assert (await stored(world, "A1")).shipped_at == world.now
    await bring(world, replace(order, fulfilment=Fulfilment.SIGNED, tracking_number="78120000000001"))
    signed = await stored(world, "A1")
    assert (signed.shipped_at, signed.signed_at) == (world.now, world.now)


async def test_an_order_that_is_new_to_us_and_was_shipped_some_time_ago_gets_no_time_made_up(world: World) -> None:
    order = await world.order("A1", Fulfilment.SHIPPED)
    await bring(world, replace(order, number="A2"), replace(order, remark="新"))
    assert [(await stored(world, number)).shipped_at for number in ("A1", "A2")] == [None, None]


async def test_the_customer_hears_please_pay_once_the_order_shows_the_approved_price(world: World) -> None:
    order = await approved_price(world, "90")
    await bring(world, replace(order, remark="价格还没改"))
    assert await world.said() == []
    await bring(world, replace(order, total=Decimal(90)))
    [line] = await world.said()
    assert "90" in line
    assert await status(world) is TaskStatus.DONE


async def test_please_pay_is_said_once(world: World) -> None:
    order = await approved_price(world, "90")
    await bring(world, replace(order, total=Decimal(90)))
    await bring(world, replace(order, total=Decimal(90), remark="再导一次"))
    assert len(await world.said()) == 1


async def test_a_price_nobody_approved_is_not_announced(world: World) -> None:
    order = await world.order("A1", Fulfilment.UNPAID, total="100")
    await bring(world, replace(order, total=Decimal(80)))
    assert await world.said() == []
