"""What the shop's system says about a refund moves its register along."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from typing import TYPE_CHECKING

from bot.core.actions import Perform
from bot.core.orders import Fulfilment, Order, RefundState
from bot.core.roles import Role
from bot.core.tasks import Task, TaskKind, TaskStatus
from bot.service.actions import perform
from bot.service.orders import import_batch

if TYPE_CHECKING:
    from bot.core.conversation import JsonValue
    from tests.unit.service.conftest import World


async def do(world: World, name: str, **args: JsonValue) -> None:
    conversation = await world.conversation()
    action = Perform(key=name, name=name, args=args)
    await world.store.transact(lambda uow: perform(uow, world.book, conversation, action, now=world.now))


async def bring(world: World, order: Order, refund: RefundState) -> None:
    await world.store.transact(lambda uow: import_batch(uow, world.room, [replace(order, refund=refund)]))


async def tasks(world: World) -> list[Task]:
    conversation = await world.conversation()
    return (await world.store.read(lambda uow: uow.tasks.of_conversation(conversation.id)))[::-1]


async def test_goods_that_came_back_are_finances_to_refund(world: World) -> None:
    order = await world.order("A1", Fulfilment.SIGNED, total="80")
    await do(world, "create_return", order="A1", reason="quality")
    await bring(world, order, RefundState.WAITING_RETURN)
    assert len(await tasks(world)) == 1
    await bring(world, order, RefundState.GOODS_RECEIVED)
    await bring(world, order, RefundState.WAITING_RETURN)
    await bring(world, order, RefundState.GOODS_RECEIVED)
    returned, refund = await tasks(world)
    assert (refund.kind, refund.role) == (TaskKind.REFUND, Role.FINANCE)
    assert refund.args == {"amount": "80", "register": returned.number}


async def test_a_registered_refund_goes_to_finance_when_the_goods_are_there(world: World) -> None:
    order = await world.order("A1", Fulfilment.SIGNED)
    await do(world, "request_refund", order="A1", scope="full")
    await bring(world, order, RefundState.GOODS_RECEIVED)
    [refund] = await tasks(world)
    assert refund.role is Role.FINANCE
    assert "退款" in refund.duty


async def test_what_was_registered_is_done_once_the_money_is_back(world: World) -> None:
    order = await world.order("A1", Fulfilment.SIGNED)
    await do(world, "create_return", order="A1", reason="quality")
    await bring(world, order, RefundState.GOODS_RECEIVED)
    await bring(world, order, RefundState.REFUNDED)
    assert [task.status for task in await tasks(world)] == [TaskStatus.DONE, TaskStatus.DONE]


async def test_a_refund_nobody_registered_here_is_no_work_here(world: World) -> None:
    order = await world.order("A1", Fulfilment.SIGNED)
    await bring(world, order, RefundState.GOODS_RECEIVED)
    assert await tasks(world) == []


async def test_of_a_refund_paid_in_part_the_rest_may_still_be_asked_for(world: World) -> None:
    order = await world.order("A1", Fulfilment.SIGNED, total="80")
    await do(world, "request_refund", order="A1", scope="full")
    await bring(world, replace(order, refund_amount=Decimal(30)), RefundState.REFUNDED)
    await do(world, "create_return", order="A1", reason="quality")
    assert [task.kind for task in await tasks(world)] == [TaskKind.REFUND, TaskKind.RETURN]
    assert (await tasks(world))[0].args["amount"] == "30"
