"""Every door to a customer refuses the same words: unfilled holes, lines for colleagues, what nobody can see."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import TYPE_CHECKING, TypeAlias

import pytest

from bot.core.errors import Conflict
from bot.core.messages import Content, Delivery
from bot.core.orders import Fulfilment
from bot.core.roles import Role
from bot.core.tasks import TaskKind
from bot.service.edits import Edits
from bot.service.registers import Registers
from tests.unit.service.conftest import World

if TYPE_CHECKING:
    from bot.core.roles import Agent

Way: TypeAlias = Callable[[World, "Agent", str], Awaitable[object]]
SECRET = "机密暗号7788"


async def reply(world: World, ann: Agent, words: str) -> object:
    return await world.desk.reply(1, ann, Content(text=words))


async def edit(world: World, ann: Agent, words: str) -> object:
    entry = await world.desk.reply(1, ann, Content(text="周三发货"))
    edits = Edits(store=world.store, bell=world.bell, clock=world.clock)
    return await edits.plan(entry.seq, ann, words)


async def give_back(world: World, ann: Agent, words: str) -> object:
    return await world.desk.give_back(1, ann, words)


async def give_back_with_a_slot(world: World, ann: Agent, words: str) -> object:
    return await world.desk.give_back(1, ann, "", {"detail": words})


async def perform(world: World, ann: Agent, words: str) -> object:
    registers = Registers(store=world.store, bell=world.bell, clock=world.clock, book=lambda: world.book)
    return await registers.perform(1, ann, "change_address", {"order": "A1", "address": words}, key="1")


async def write_up(world: World, ann: Agent, words: str) -> object:
    registers = Registers(store=world.store, bell=world.bell, clock=world.clock, book=lambda: world.book)
    await registers.perform(1, ann, "register_complaint", {"detail": "很差"}, key="1")
    [task] = [row.task for row in await world.desk.tasks(kinds=[TaskKind.COMPLAINT])]
    boss = await world.agent("boss", Role.SUPERVISOR)
    return await registers.write_up(task.id, boss, {"proposal": words})


WAYS = (reply, edit, give_back, give_back_with_a_slot, perform, write_up)


@pytest.mark.parametrize("way", WAYS, ids=[way.__name__ for way in WAYS])
@pytest.mark.parametrize(
    ("words", "code"),
    [
        (f"{SECRET} 退款金额是〔金额〕", "hole_left"),
        (f"\u200b/note {SECRET}", "command_line"),
        (f"您好\n/note {SECRET}", "command_line"),
        (f"⁄note {SECRET}", "command_line"),
    ],
)
async def test_what_is_not_for_a_customer_is_refused_at_every_door(
    world: World, way: Way, words: str, code: str
) -> None:
    ann = await world.agent("ann", Role.AFTER_SALE)
    await world.say("您好")
    await world.order("A1", Fulfilment.PRINTED)
    case = await world.hand_off()
    await world.desk.claim(case.id, ann)
    with pytest.raises(Conflict) as refusal:
        await way(world, ann, words)
    assert refusal.value.code == code
    assert not any(SECRET in text for text in await world.said())


@pytest.mark.parametrize("words", ["", "\u200b", "\u2060\ufe0f \n", "\u3164", "\u2800"])
async def test_what_nobody_can_see_is_no_reply_and_no_note(world: World, words: str) -> None:
    ann = await world.agent("ann", Role.AFTER_SALE)
    case = await world.hand_off()
    entry = await world.desk.reply(case.id, ann, Content(text="在的亲"))
    edits = Edits(store=world.store, bell=world.bell, clock=world.clock)
    codes = []
    for attempt in (
        world.desk.reply(case.id, ann, Content(text=words)),
        world.desk.note(case.id, ann, words),
        edits.plan(entry.seq, ann, words),
    ):
        with pytest.raises(Conflict) as refusal:
            await attempt
        codes.append(refusal.value.code)
    assert codes == ["reply_empty", "note_empty", "reply_empty"]
    assert entry.delivery is Delivery.WAITING


async def test_what_nobody_can_see_is_no_outcome_either(world: World) -> None:
    ann = await world.agent("ann", Role.AFTER_SALE)
    case = await world.hand_off()
    await world.desk.claim(case.id, ann)
    assert (await world.desk.give_back(case.id, ann, "\u200b\u3164")).outcome == ""
