"""Timers that go off: what is said, put off or given up, and that each does it once."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from functools import partial
from typing import TYPE_CHECKING

from bot.core.conversation import Owner
from bot.core.orders import Fulfilment
from bot.core.roles import Role
from bot.core.tasks import TaskDraft, TaskKind, TaskStatus
from bot.core.timers import TimerKind
from bot.service.actions.complaints import watch_complaint
from bot.service.timers import go_off
from bot.service.turns import Room, Taken, take_turn

if TYPE_CHECKING:
    from bot.core.ports import UnitOfWork
    from bot.core.timers import Timer
    from tests.unit.service.conftest import World

MINUTE, HOUR, DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)


async def due(world: World) -> list[Timer]:
    return await world.store.read(lambda uow: uow.timers.due(now=world.now, limit=100))


async def go(world: World, *, room: Room | None = None) -> list[Taken]:
    """Everything that is due goes off."""
    done = []
    for timer in await due(world):
        taken = await world.store.transact(partial(go_off, room=room or world.room, timer_id=timer.id))
        done += [taken] if taken else []
    return done


async def unpaid(world: World) -> None:
    """A customer who has an unpaid order, half an hour later."""
    await world.order("A1", Fulfilment.UNPAID, created_at=world.now)
    await world.say("你好")
    world.now += 30 * MINUTE


async def test_a_message_goes_out_once_and_is_remembered(world: World) -> None:
    await unpaid(world)
    before = await world.said()
    [taken] = await go(world)
    [line] = (await world.said())[len(before) :]
    assert "还没付款" in line or "还差付款" in line
    customer = await world.store.read(lambda uow: uow.customers.get(taken.conversation.id))
    assert [(one.kind, one.at) for one in customer.reached] == [(TimerKind.PAYMENT_REMINDER, world.now)]
    assert await due(world) == []
    world.now += DAY
    assert await go(world) == []


async def test_two_that_let_the_same_timer_go_off_say_it_once(world: World) -> None:
    await unpaid(world)
    [timer] = await due(world)
    said = len(await world.said())
    for _ in range(2):
        await world.store.transact(lambda uow: go_off(uow, world.room, timer.id))
    assert len(await world.said()) == said + 1


async def test_what_was_paid_without_our_seeing_it_is_not_reminded_of(world: World) -> None:
    await unpaid(world)
    said = await world.said()

    def pay(uow: UnitOfWork) -> None:
        order = uow.orders.get("A1")
        assert order is not None
        uow.orders.upsert([replace(order, fulfilment=Fulfilment.UNPRINTED, paid_at=world.now)])

    await world.store.transact(pay)
    assert await go(world) == []
    assert await due(world) == []
    assert await world.said() == said


async def test_nothing_is_said_while_an_agent_has_the_conversation_and_it_comes_later(world: World) -> None:
    await unpaid(world)
    conversation = await world.conversation()
    await world.store.transact(
        lambda uow: uow.conversations.save(replace(conversation, owner=Owner.AGENT), now=world.now)
    )
    said = await world.said()
    assert await go(world) == []
    world.now += 30 * MINUTE
    conversation = await world.conversation()
    await world.store.transact(
        lambda uow: uow.conversations.save(replace(conversation, owner=Owner.BOT), now=world.now)
    )
    assert len(await go(world)) == 1
    assert len(await world.said()) == len(said) + 1


async def test_at_night_it_waits_for_the_morning(world: World) -> None:
    world.now += 12 * HOUR  # ten at night
    await unpaid(world)
    assert await go(world) == []
    [timer] = await world.store.read(lambda uow: uow.timers.due(now=world.now + DAY, limit=9))
    assert timer.due_at.hour == 1  # nine in Shanghai


async def test_who_opted_out_gets_nothing(world: World) -> None:
    await unpaid(world)
    await world.say("别再给我发消息了")
    world.now += HOUR
    said = await world.said()
    assert await go(world) == []
    assert await world.said() == said


async def test_the_customer_who_fell_silent_is_nudged_once(world: World) -> None:
    await world.say("保温杯多少钱")
    world.now += 15 * MINUTE
    assert len(await go(world)) == 1
    await world.say("台灯多少钱")
    world.now += 15 * MINUTE
    assert await go(world) == []


async def test_the_orders_are_looked_up_again_and_the_talk_goes_on(world: World) -> None:
    await world.order("A1", Fulfilment.SIGNED, signed_at=world.now - DAY)
    conversation = await world.conversation()
    down = replace(world.room, orders_down=frozenset({conversation.id}))
    await world.door.receive(world.incoming("我要退货"))
    await world.store.transact(lambda uow: take_turn(uow, down, conversation))
    assert len(await world.said()) == 1
    world.now += timedelta(seconds=30)
    await go(world, room=replace(down, now=world.now))
    assert len(await world.said()) == 1
    world.now += 2 * MINUTE
    [taken] = await go(world)
    back, *_ = (await world.said())[1:]
    assert "恢复" in back or "可以查了" in back
    assert taken.conversation.state.frames[-1].slots["order"] == "A1"
    assert await due(world) == []


async def complaint(world: World, status: TaskStatus = TaskStatus.OPEN) -> int:
    """A complaint that was due this moment."""
    conversation = await world.conversation()
    draft = TaskDraft(
        key="k",
        kind=TaskKind.COMPLAINT,
        role=Role.AFTER_SALE,
        conversation_id=conversation.id,
        duty="回电",
        due_at=world.now,
    )

    def use_case(uow: UnitOfWork) -> int:
        task = uow.tasks.register(draft, now=world.now)
        watch_complaint(uow, task)
        uow.tasks.save(replace(task, status=status))
        return task.id

    return await world.store.transact(use_case)


async def test_a_complaint_that_nobody_settled_goes_to_the_supervisor_marked_as_late(world: World) -> None:
    task_id = await complaint(world)
    [taken] = await go(world)
    task = await world.store.read(lambda uow: uow.tasks.get(task_id))
    assert (task.role, task.duty, taken.desk_news) == (Role.SUPERVISOR, "【超时未结】回电", True)
    [entry] = await world.store.read(lambda uow: uow.audit.of_conversation(task.conversation_id))
    assert (entry.action, entry.result["id"], entry.agent) == ("complaint_due", task.number, None)
    assert await go(world) == []


async def test_a_complaint_that_is_settled_stays_as_it_is(world: World) -> None:
    task_id = await complaint(world, TaskStatus.DONE)
    assert await go(world) == []
    task = await world.store.read(lambda uow: uow.tasks.get(task_id))
    assert (task.role, task.duty) == (Role.AFTER_SALE, "回电")
