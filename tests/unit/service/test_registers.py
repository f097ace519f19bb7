"""Agents' actions on a case, the record of a complaint and its letter, the reasons counted."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from bot.core.actions import Perform
from bot.core.errors import Conflict, NotAllowed, NotFound
from bot.core.orders import Fulfilment
from bot.core.roles import Role
from bot.core.tasks import TaskKind, TaskStatus
from bot.service.actions import perform
from bot.service.registers import Registers

if TYPE_CHECKING:
    from bot.core.conversation import JsonValue
    from bot.core.roles import Agent
    from bot.core.tasks import Task
    from tests.unit.service.conftest import World


@pytest.fixture
def registers(world: World) -> Registers:
    return Registers(store=world.store, bell=world.bell, clock=world.clock, book=lambda: world.book)


@pytest.fixture
async def ann(world: World) -> Agent:
    return await world.agent("ann", Role.AFTER_SALE)


async def bot_does(world: World, name: str, key: str = "k", **args: JsonValue) -> Task:
    conversation = await world.conversation()
    action = Perform(key=key, name=name, args=args)
    await world.store.transact(lambda uow: perform(uow, world.book, conversation, action, now=world.now))
    return (await world.store.read(lambda uow: uow.tasks.of_conversation(conversation.id)))[0]


async def test_an_agent_acts_for_the_customer_and_the_case_shows_it(
    world: World, registers: Registers, ann: Agent
) -> None:
    await world.order("A1", Fulfilment.PRINTED)
    case = await world.hand_off()
    entry = await registers.perform(case.id, ann, "change_address", {"order": "A1", "address": "杭州"}, key="1")
    assert (entry.done, entry.agent) == (True, ann)
    card = await world.desk.card(case.id)
    assert [task.number for task in card.tasks] == ["T0001"]
    assert [one.action for one in card.audit] == ["change_address"]


async def test_the_same_key_again_is_the_same_action(world: World, registers: Registers, ann: Agent) -> None:
    await world.order("A1", Fulfilment.SIGNED)
    case = await world.hand_off()
    args: dict[str, JsonValue] = {"order": "A1", "reason": "quality"}
    first = await registers.perform(case.id, ann, "create_return", args, key="1")
    assert await registers.perform(case.id, ann, "create_return", args, key="1") == first
    with pytest.raises(Conflict, match="Idempotency-Key"):
        await registers.perform(case.id, ann, "create_exchange", {**args, "wish": "换"}, key="1")


@pytest.mark.parametrize("changed", [{"reason": "size"}, {"order": "A2"}, {"detail": "划痕"}])
async def test_the_same_key_with_other_arguments_is_refused(
    world: World, registers: Registers, ann: Agent, changed: dict[str, JsonValue]
) -> None:
    for number in ("A1", "A2"):
        await world.order(number, Fulfilment.SIGNED)
    case = await world.hand_off()
    args: dict[str, JsonValue] = {"order": "A1", "reason": "quality"}
    await registers.perform(case.id, ann, "create_return", args, key="1")
    with pytest.raises(Conflict, match="Idempotency-Key"):
        await registers.perform(case.id, ann, "create_return", {**args, **changed}, key="1")
    assert len((await world.desk.card(case.id)).tasks) == 1


@pytest.mark.parametrize(
    ("action", "args"),
    [
        ("cancel_order", {}),
        ("request_refund", {"scope": "full"}),
        ("offer_coupon", {"reason": "late"}),
        ("register_complaint", {"detail": "x"}),
        ("create_task", {"kind": "follow_up", "role": "warehouse"}),
    ],
)
async def test_an_order_that_is_not_this_customers_is_left_alone(
    world: World, registers: Registers, action: str, args: dict[str, JsonValue]
) -> None:
    await world.order("A1", Fulfilment.UNPRINTED, bound=False)
    case, sue = await world.hand_off(), await world.agent("sue", Role.SUPERVISOR)
    with pytest.raises(Conflict, match="没有办成：订单不属于这位顾客"):
        await registers.perform(case.id, sue, action, {"order": "A1", **args}, key="1")
    assert (await world.desk.card(case.id)).tasks == ()


async def test_what_the_order_does_not_allow_is_refused_and_audited(
    world: World, registers: Registers, ann: Agent
) -> None:
    await world.order("A1", Fulfilment.SHIPPED)
    case = await world.hand_off()
    with pytest.raises(Conflict, match="没有办成：订单已经发货"):
        await registers.perform(case.id, ann, "cancel_order", {"order": "A1"}, key="1")
    card = await world.desk.card(case.id)
    [entry], [*_, event] = card.audit, card.history
    assert (entry.done, entry.agent) == (False, ann)
    assert event.data == {"action": "cancel_order", "done": False, "why": "订单已经发货"}


async def test_what_was_done_stands_in_the_history_as_done(world: World, registers: Registers, ann: Agent) -> None:
    await world.order("A1", Fulfilment.UNPAID)
    case = await world.hand_off()
    await registers.perform(case.id, ann, "cancel_order", {"order": "A1"}, key="1")
    [*_, event] = (await world.desk.card(case.id)).history
    assert event.data == {"action": "cancel_order", "done": True}


async def test_an_action_of_other_roles_is_not_done_and_leaves_nothing(world: World, registers: Registers) -> None:
    await world.order("A1", Fulfilment.SIGNED)
    case, printer = await world.hand_off(), await world.agent("pat", Role.PRINTING)
    with pytest.raises(NotAllowed, match="只有售后和主管"):
        await registers.perform(case.id, printer, "request_refund", {"order": "A1", "scope": "full"}, key="1")
    assert (await world.desk.card(case.id)).audit == ()


@pytest.mark.parametrize(
    ("action", "args", "error", "words"),
    [
        ("fly", {}, NotFound, "没有“fly”"),
        ("create_return", {"order": "A1"}, Conflict, "还缺“原因”"),
        ("create_return", {"order": "A1", "reason": "because"}, Conflict, "“原因”填得不对"),
        ("create_return", {"order": "A1", "reason": "quality", "price": 1}, Conflict, "“price”不属于"),
        ("request_refund", {"order": "A1"}, Conflict, "还缺“scope”"),
        ("request_refund", {"order": "A1", "scope": "half"}, Conflict, "可以是：full、partial"),
        ("request_refund", {"order": "A1", "scope": "full", "amount": "0.01"}, Conflict, "全额退款不填金额"),
        ("request_refund", {"order": "A1", "scope": "partial"}, Conflict, "还缺“希望退的金额”"),
        ("offer_coupon", {"reason": "because"}, Conflict, "“reason”不能是这个值"),
        ("change_item", {"order": "A1", "change": "长" * 501}, Conflict, "填得不对"),
        ("change_item", {"order": "A1", "change": {"a": 1}}, Conflict, "填得不对"),
    ],
)
async def test_arguments_that_will_not_do_are_named(
    world: World, registers: Registers, ann: Agent, action: str, args: dict[str, JsonValue], error: type, words: str
) -> None:
    await world.order("A1", Fulfilment.SIGNED)
    case = await world.hand_off()
    with pytest.raises(error, match=words):
        await registers.perform(case.id, ann, action, args, key="1")


async def test_a_complaint_gets_its_letter_once_facts_cause_and_proposal_are_written(
    world: World, registers: Registers, ann: Agent
) -> None:
    task = await bot_does(world, "register_complaint", detail="客服不理人")
    with pytest.raises(Conflict, match="回函还写不了"):
        await registers.letter(task.id)
    await registers.write_up(
        task.id, ann, {"facts": "等了三天", "cause": "排班有缺口", "proposal": "补发 {{ now }} 券"}
    )
    letter = await registers.letter(task.id)
    assert list(letter) == ["salutation", "thanks", "apology", "report", "hope", "thanks_again", "signature"]
    assert "访客" in letter["salutation"]
    assert "等了三天" in letter["report"]
    assert "{{ now }}" in letter["report"]
    assert str(world.book.shop["name"]) in letter["signature"]


async def test_only_a_complaint_has_a_letter_and_a_page(world: World, registers: Registers) -> None:
    await world.order("A1", Fulfilment.PACKED)
    task = await bot_does(world, "hurry_shipping", order="A1")
    for ask in (registers.letter, registers.complaint):
        with pytest.raises(NotFound, match="不是投诉"):
            await ask(task.id)


async def test_the_page_of_a_complaint_shows_what_was_said_apart_from_the_record(
    world: World, registers: Registers, ann: Agent
) -> None:
    task = await bot_does(world, "register_complaint", detail="客服不理人")
    await registers.write_up(task.id, ann, {"facts": "等了三天"})
    row = await registers.complaint(task.id)
    assert row.asked == (("具体情况", "客服不理人"),)
    assert row.task.args["facts"] == "等了三天"


async def test_a_supervisors_yes_to_a_proposal_is_told_to_the_customer(
    world: World, registers: Registers, ann: Agent
) -> None:
    task = await bot_does(world, "register_complaint", detail="客服不理人")
    sue = await world.agent("sue", Role.SUPERVISOR)
    await registers.write_up(task.id, ann, {"proposal": "补偿 5 元券"})
    approved = await world.desk.decide(task.id, sue, approve=True)
    assert approved.status is TaskStatus.APPROVED
    assert "补偿 5 元券" in (await world.said())[-1]


@pytest.mark.parametrize("approve", [True, False])
async def test_a_decided_refund_is_told_to_the_customer(world: World, ann: Agent, *, approve: bool) -> None:
    await world.order("A1", Fulfilment.SIGNED, total="66", signed_at=world.now)
    task = await bot_does(world, "request_refund", order="A1", scope="full", reason="quality")
    await world.desk.decide(task.id, ann, approve=approve)
    [said] = await world.said()
    assert "A1" in said
    assert ("66.00" in said) is approve


async def test_a_partial_refund_without_an_amount_is_approved_in_other_words(world: World, ann: Agent) -> None:
    await world.order("A1", Fulfilment.SIGNED, signed_at=world.now)
    task = await bot_does(world, "request_refund", order="A1", scope="partial", detail="有划痕")
    await world.desk.decide(task.id, ann, approve=True)
    [said] = await world.said()
    assert "A1" in said


async def test_a_coupon_beyond_the_table_is_told_once_a_supervisor_agreed(
    world: World, registers: Registers, ann: Agent
) -> None:
    await world.order("A1", Fulfilment.SHIPPED)
    case, sue = await world.hand_off(), await world.agent("sue", Role.SUPERVISOR)
    await registers.perform(case.id, ann, "offer_coupon", {"order": "A1", "reason": "late", "amount": 20}, key="1")
    [task] = (await world.desk.card(case.id)).tasks
    await world.desk.claim(case.id, ann)
    assert await world.said() == []
    await world.desk.decide(task.id, sue, approve=True)
    assert "20.00" in (await world.said())[-1]


async def test_reasons_are_counted_by_register_and_department(world: World, registers: Registers) -> None:
    for number, reason in enumerate(["quality", "quality", "size"]):
        await world.order(f"A{number}", Fulfilment.SIGNED)
        await bot_does(world, "create_return", key=str(number), order=f"A{number}", reason=reason)
    now = world.now
    found = await registers.reasons(since=now, until=now + timedelta(seconds=1))
    assert [(one.kind, one.reason, one.count) for one in found.counts] == [
        (TaskKind.RETURN, "quality", 2),
        (TaskKind.RETURN, "size", 1),
    ]
    assert found.titles["quality"] == "质量问题"
    assert sum(found.departments.values()) == 3
    assert (await registers.reasons(since=now - timedelta(days=1), until=now)).counts == ()
