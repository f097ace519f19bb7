"""Every decision about a task reaches the customer, kindly when it is a no."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from bot.core.actions import Perform
from bot.core.orders import Fulfilment
from bot.core.roles import Role
from bot.core.tasks import Task, TaskKind, TaskStatus
from bot.scripts.engine_replies import ENGINE_REPLIES
from bot.service.actions import perform
from bot.service.decisions import TOLD, decide

if TYPE_CHECKING:
    from bot.core.conversation import JsonValue
    from bot.core.roles import Agent
    from bot.scripts.book import ScriptBook
    from tests.unit.service.conftest import World

TOLD_BY_THE_IMPORT = (TaskKind.PRICE_CHANGE, True)
"""The customer hears of it when the order shows the price."""


async def asked(world: World, name: str, agent: Agent | None = None, **args: JsonValue) -> Task:
    """What the action registered."""
    conversation = await world.conversation()
    action = Perform(key=name, name=name, args=args)
    await world.store.transact(lambda uow: perform(uow, world.book, conversation, action, now=world.now, agent=agent))
    return (await world.store.read(lambda uow: uow.tasks.of_conversation(conversation.id)))[0]


async def decided(world: World, task: Task, *, approve: bool) -> Task:
    sue = await world.agent("sue", Role.SUPERVISOR)
    return await world.store.transact(lambda uow: decide(uow, world.room, task.id, sue, approve=approve))


async def needing_a_decision(world: World) -> list[Task]:
    """One task of every register that somebody must decide about."""
    await world.order("A1", Fulfilment.SIGNED, signed_at=world.now)
    await world.order("A2", Fulfilment.UNPAID)
    lin = await world.agent("lin", Role.AFTER_SALE)
    return [
        await asked(world, "request_refund", order="A1", scope="full"),
        await asked(world, "request_price_change", order="A2", price="90"),
        await asked(world, "offer_coupon", lin, order="A1", reason="late", amount=20),
        await asked(world, "register_complaint", order="A1", detail="没人理"),
    ]


async def test_yes_and_no_of_everything_that_needs_a_decision_have_words(world: World, book: ScriptBook) -> None:
    tasks = await needing_a_decision(world)
    assert all(task.approver for task in tasks)
    verdicts = {(task.kind, approve) for task in tasks for approve in (True, False)}
    assert set(TOLD) == verdicts - {TOLD_BY_THE_IMPORT}
    for pack in book.packs.values():
        assert {f"common.{reply}" for reply in TOLD.values()} <= set(pack.replies)
    assert set(TOLD.values()) <= set(ENGINE_REPLIES)


@pytest.mark.parametrize("index", range(4))
async def test_a_no_is_said_once_and_softly(world: World, index: int) -> None:
    task = (await needing_a_decision(world))[index]
    await decided(world, task, approve=False)
    [said] = await world.said()
    assert any(word in said for word in ("抱歉", "更妥当", "暂时"))
    assert "20.00" not in said  # the amount of a coupon that is not given


async def test_a_complaint_whose_proposal_is_refused_stays_open_and_the_customer_hears_that_it_takes_longer(
    world: World,
) -> None:
    task = await asked(world, "register_complaint", detail="没人理")
    first = await decided(world, task, approve=False)
    await decided(world, first, approve=False)
    assert first.status is TaskStatus.OPEN
    one, other = await world.said()
    assert "方案" in one
    assert "方案" in other
    assert one != other
