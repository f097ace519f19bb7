"""What was registered for the shop's people: the list they see, and what they do about it."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from bot.core.actions import Perform
from bot.core.cases import CaseEventKind
from bot.core.errors import Conflict, NotAllowed, NotFound
from bot.core.messages import Content, Incoming, Media, MediaKind
from bot.core.orders import Fulfilment
from bot.core.roles import Role
from bot.core.tasks import Task, TaskDraft, TaskKind, TaskStatus
from bot.service.actions import perform

if TYPE_CHECKING:
    from bot.core.conversation import JsonValue
    from tests.unit.service.conftest import World


async def register(
    world: World, kind: TaskKind, role: Role, *, order: str = "", key: str = "k", **args: JsonValue
) -> Task:
    conversation = await world.conversation()
    return await world.store.transact(
        lambda uow: uow.tasks.register(
            TaskDraft(
                key=key,
                kind=kind,
                role=role,
                conversation_id=conversation.id,
                order_number=order,
                args=dict(args),
                approver=Role.PRE_SALE if kind is TaskKind.PRICE_CHANGE else None,
            ),
            now=world.now,
        )
    )


def with_photo(incoming: Incoming, photo: Media) -> Incoming:
    return replace(incoming, content=Content(media=(photo,)))


async def test_the_list_has_what_is_open_oldest_first_with_customer_and_order(world: World) -> None:
    order = await world.order("A1", Fulfilment.UNPAID)
    price = await register(world, TaskKind.PRICE_CHANGE, Role.PRE_SALE, order="A1", key="1", price="90")
    hurry = await register(world, TaskKind.HURRY_SHIPPING, Role.WAREHOUSE, key="2")
    first, second = await world.desk.tasks()
    assert (first.task, first.customer, first.channel, first.order) == (price, "访客", "web", order)
    assert (second.task, second.order, second.case_id) == (hurry, None, None)
    assert await world.desk.open_tasks() == 2


async def test_a_task_shows_what_was_remarked_on_its_order(world: World) -> None:
    await world.order("A1", Fulfilment.UNPRINTED)
    conversation = await world.conversation()
    action = Perform(key="k", name="change_address", args={"order": "A1", "address": "义乌市演示路 9 号"})
    await world.store.transact(lambda uow: perform(uow, world.book, conversation, action, now=world.now))
    [row] = await world.desk.tasks()
    assert ["演示路 9 号" in remark.text for remark in row.remarks] == [True]


async def test_what_was_asked_is_told_in_words_and_what_the_scripts_forgot_as_it_was_stored(world: World) -> None:
    await register(world, TaskKind.RETURN, Role.AFTER_SALE, reason="quality", detail="漏水", photos=["a", "b"], gone=7)
    [row] = await world.desk.tasks()
    assert row.asked == (("原因", "质量问题"), ("具体情况", "漏水"), ("照片", "2 张"), ("gone", "7"))


async def test_the_photos_of_a_task_are_those_the_customer_sent_for_it(world: World) -> None:
    wanted, other = (Media(kind=MediaKind.PHOTO, key=key) for key in ("a", "b"))
    for photo in (wanted, other):
        await world.door.receive(with_photo(world.incoming(""), photo))
    await register(world, TaskKind.RETURN, Role.AFTER_SALE, photos=["a"])
    [row] = await world.desk.tasks()
    assert row.photos == (wanted,)


async def test_a_task_leads_to_the_case_that_is_open(world: World) -> None:
    await register(world, TaskKind.FOLLOW_UP, Role.WAREHOUSE)
    case = await world.hand_off()
    [row] = await world.desk.tasks()
    assert row.case_id == case.id


async def test_a_finished_task_leaves_the_list_and_stands_in_the_history_of_the_case(world: World) -> None:
    task = await register(world, TaskKind.FOLLOW_UP, Role.WAREHOUSE)
    case, ken = await world.hand_off(), await world.agent("ken", Role.WAREHOUSE)
    done = await world.desk.finish(task.id, ken)
    assert (done.status, done.decided_by) == (TaskStatus.DONE, ken)
    assert await world.desk.tasks() == ()
    assert await world.desk.open_tasks() == 0
    assert [row.task for row in await world.desk.tasks([TaskStatus.DONE])] == [done]
    last = (await world.desk.card(case.id)).history[-1]
    assert (last.kind, last.agent, last.data) == (CaseEventKind.DECIDED, ken, {"task": "T0001", "status": "done"})
    assert await world.said() == []


async def test_finishing_wakes_the_desk_and_the_conversation(world: World) -> None:
    task = await register(world, TaskKind.FOLLOW_UP, Role.WAREHOUSE)
    ken = await world.agent("ken", Role.WAREHOUSE)
    topic = f"conversation:{task.conversation_id}"
    async with world.bell.listen("desk") as desk, world.bell.listen(topic) as talk:
        await world.desk.finish(task.id, ken)
        await anext(desk)
        await anext(talk)


async def test_what_may_not_be_finished_stays_open(world: World) -> None:
    task = await register(world, TaskKind.RETURN, Role.AFTER_SALE, key="1")
    price = await register(world, TaskKind.PRICE_CHANGE, Role.PRE_SALE, key="2", price="90")
    ben = await world.agent("ben", Role.PRE_SALE)
    with pytest.raises(NotAllowed):
        await world.desk.finish(task.id, ben)
    with pytest.raises(Conflict):
        await world.desk.finish(price.id, ben)
    with pytest.raises(NotFound):
        await world.desk.finish(99, ben)
    assert await world.desk.open_tasks() == 2


async def test_a_turn_that_registers_a_task_is_news_for_the_desk_without_a_handoff(world: World) -> None:
    await world.order("600000000001", Fulfilment.UNPAID, total="100")
    quiet = [await world.say("改价"), await world.say("95")]
    registered = await world.say("是的")
    [row] = await world.desk.tasks()
    assert (row.task.kind, row.task.args, row.case_id) == (TaskKind.PRICE_CHANGE, {"price": "95.00"}, None)
    assert [taken.desk_news for taken in quiet] == [False, False]
    assert registered.desk_news


async def test_what_was_computed_is_called_so_and_machine_words_are_left_out(world: World) -> None:
    await register(world, TaskKind.REFUND, Role.AFTER_SALE, amount="12.00", fault="carrier", scope="full")
    [row] = await world.desk.tasks()
    assert row.asked == (("金额", "¥12.00"), ("责任方", "快递"))
