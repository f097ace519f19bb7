"""Changing what was said: the platform first, then what we remember of it."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Final

import pytest

from bot.core.errors import Conflict, NotFound
from bot.core.messages import Content, Delivery
from bot.core.roles import Role
from bot.desk.wording import conflict
from bot.service.edits import Edit, Edits, Rewriter

if TYPE_CHECKING:
    from bot.core.messages import TranscriptEntry
    from bot.core.ports import UnitOfWork
    from bot.core.roles import Agent
    from tests.unit.service.conftest import World

LEASE: Final = timedelta(minutes=1)


@pytest.fixture
async def ann(world: World) -> Agent:
    return await world.agent("ann", Role.AFTER_SALE)


def edits(world: World, rewrite: Rewriter | None = None) -> Edits:
    return Edits(
        store=world.store, bell=world.bell, clock=world.clock, rewriters={"web": rewrite} if rewrite is not None else {}
    )


async def said(world: World, ann: Agent, *, sent: bool) -> TranscriptEntry:
    case = await world.hand_off()
    entry = await world.desk.reply(case.id, ann, Content(text="周三发货"))
    if sent:
        channel = (await world.conversation()).channel

        def send(uow: UnitOfWork) -> None:
            while Delivery.SENT is not uow.transcript.get(entry.seq)[0].delivery:
                for parcel in uow.outbox.claim("t", channels=[channel], now=world.now, lease=LEASE, limit=9):
                    uow.outbox.settle(parcel.seq, Delivery.SENT, now=world.now)

        await world.store.transact(send)
    return entry


async def words(world: World, entry: TranscriptEntry) -> str:
    stored, _ = await world.store.read(lambda uow: uow.transcript.get(entry.seq))
    return stored.content.text


async def test_what_waits_is_changed_before_it_leaves_and_no_platform_is_asked(world: World, ann: Agent) -> None:
    entry = await said(world, ann, sent=False)
    changed = await edits(world).change(entry.seq, ann, "周四发货", case_id=entry.case_id)
    assert (changed.content.text, changed.content.edited) == ("周四发货", True)
    assert await words(world, entry) == "周四发货"


async def test_what_was_sent_is_changed_there_first(world: World, ann: Agent) -> None:
    entry, asked = await said(world, ann, sent=True), []

    async def rewrite(edit: Edit) -> None:
        asked.append((edit.content.text, await words(world, entry)))

    await edits(world, rewrite).change(entry.seq, ann, "周四发货")
    assert asked == [("周四发货", "周三发货")]
    assert await words(world, entry) == "周四发货"


async def test_what_the_platform_refuses_is_not_kept(world: World, ann: Agent) -> None:
    entry = await said(world, ann, sent=True)

    async def refuse(_: Edit) -> None:
        raise conflict("edit_refused")

    with pytest.raises(Conflict):
        await edits(world, refuse).change(entry.seq, ann, "周四发货")
    with pytest.raises(Conflict):
        await edits(world).change(entry.seq, ann, "周四发货")  # nobody is connected
    assert await words(world, entry) == "周三发货"


async def test_a_message_is_changed_as_one_of_its_own_case_only(world: World, ann: Agent) -> None:
    entry = await said(world, ann, sent=False)
    with pytest.raises(NotFound):
        await edits(world).change(entry.seq, ann, "周四发货", case_id=99)
    assert await words(world, entry) == "周三发货"
