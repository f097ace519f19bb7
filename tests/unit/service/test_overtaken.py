"""A parcel that left although it was to be stopped."""

from __future__ import annotations

from dataclasses import replace
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


async def bring(world: World, order: Order, fulfilment: Fulfilment) -> None:
    changed = replace(order, fulfilment=fulfilment)
    await world.store.transact(lambda uow: import_batch(uow, world.room, [changed]))


async def tasks(world: World) -> list[Task]:
    conversation = await world.conversation()
    return (await world.store.read(lambda uow: uow.tasks.of_conversation(conversation.id)))[::-1]


async def test_a_refund_nobody_had_to_agree_to_needs_after_sale_once_the_parcel_left(world: World) -> None:
    order = await world.order("A1", Fulfilment.PACKED, total="88")
    await do(world, "request_refund", order="A1", scope="full")
    await bring(world, order, Fulfilment.SHIPPED)
    refund, recall, courier, instead = await tasks(world)
    assert {refund.status, recall.status} == {TaskStatus.REPLACED}
    assert (courier.kind, courier.role) == (TaskKind.CONTACT_COURIER, Role.AFTER_SALE)
    assert (instead.kind, instead.approver) == (TaskKind.REFUND, Role.AFTER_SALE)
    assert (instead.args["amount"], instead.args["register"]) == ("88", refund.number)
    [said] = await world.said()
    assert "A1" in said
    assert "拒收" in said


async def test_it_is_told_and_registered_once(world: World) -> None:
    order = await world.order("A1", Fulfilment.PACKED)
    await do(world, "cancel_order", order="A1")
    await bring(world, order, Fulfilment.SHIPPED)
    count = len(await tasks(world))
    await bring(world, replace(order, remark="x"), Fulfilment.SHIPPED)
    await bring(world, order, Fulfilment.SIGNED)
    assert len(await tasks(world)) == count
    assert len(await world.said()) == 1


async def test_no_courier_is_asked_for_a_parcel_that_was_signed_for(world: World) -> None:
    order = await world.order("A1", Fulfilment.PRINTED)
    await do(world, "request_refund", order="A1", scope="full")
    await bring(world, order, Fulfilment.SIGNED)
    assert [task.kind for task in await tasks(world)] == [TaskKind.REFUND, TaskKind.VOID_SLIP, TaskKind.REFUND]
    assert "签收" in (await world.said())[0] or "送达" in (await world.said())[0]


async def test_a_refund_that_a_person_decides_about_stays_as_it_is(world: World) -> None:
    order = await world.order("A1", Fulfilment.PACKED)
    await do(world, "request_refund", order="A1", scope="partial", amount=10)
    [before, *_] = await tasks(world)
    await bring(world, order, Fulfilment.SHIPPED)
    [after, *_] = await tasks(world)
    assert after == before


async def test_a_refund_by_its_stage_is_not_taken_for_one_of_before(world: World) -> None:
    order = await world.order("A1", Fulfilment.SHIPPED, refund=RefundState.WAITING_RETURN)
    await do(world, "request_refund", order="A1", scope="full")
    await bring(world, order, Fulfilment.SIGNED)
    [task] = await tasks(world)
    assert task.status is TaskStatus.OPEN
    assert await world.said() == []
