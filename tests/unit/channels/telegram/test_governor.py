"""Turns: one at a time for a chat, customers first, and nobody lost who gives up."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime, timedelta

import pytest

from bot.channels.telegram.governor import Governor
from bot.channels.telegram.pacing import Lane, Limits, Pacing
from bot.core.measures import BotApiCalled, BotApiQueued, BotApiRefused, Measure

GROUP, CUSTOMER = -100, 5001


def now() -> datetime:
    return datetime.now(UTC)


def governor(**limits: int) -> Governor:
    short = Limits(group_window=timedelta(seconds=0.2), overall_window=timedelta(seconds=0.2), **limits)  # type: ignore[arg-type]  # counts only
    return Governor(clock=now, pacing=Pacing(limits=short))


async def test_turns_of_one_chat_follow_each_other_and_those_of_others_run_beside_them() -> None:
    turns, seen = governor(), []

    async def call(chat: int, name: str, hold: asyncio.Event | None = None) -> None:
        async with turns.turn(chat, Lane.MIRROR):
            seen.append(name)
            if hold is not None:
                await hold.wait()

    hold = asyncio.Event()
    first = asyncio.create_task(call(GROUP, "first", hold))
    await asyncio.sleep(0)
    second = asyncio.create_task(call(GROUP, "second"))
    await call(CUSTOMER, "customer")
    assert seen == ["first", "customer"]
    hold.set()
    await asyncio.gather(first, second)
    assert seen == ["first", "customer", "second"]


async def test_a_call_beyond_the_budget_waits_until_there_is_room() -> None:
    turns, loop = governor(group_calls=2), asyncio.get_running_loop()
    began = loop.time()
    for _ in range(3):
        async with turns.turn(GROUP, Lane.MIRROR) as turn:
            await turn.spend()
    assert loop.time() - began >= 0.19


async def test_who_comes_later_for_a_customer_goes_before_who_waits_for_the_desk() -> None:
    turns, order = governor(overall_calls=1), []

    async def call(chat: int, lane: Lane) -> None:
        async with turns.turn(chat, lane) as turn:
            await turn.spend()
            order.append(lane)

    await call(1, Lane.CUSTOMER)
    waiting = [asyncio.create_task(call(GROUP, Lane.MIRROR))]
    await asyncio.sleep(0)
    waiting.append(asyncio.create_task(call(2, Lane.CUSTOMER)))
    await asyncio.gather(*waiting)
    assert order == [Lane.CUSTOMER, Lane.CUSTOMER, Lane.MIRROR]


async def test_more_calls_than_a_turn_was_given_are_paid_for_and_fewer_come_back() -> None:
    turns = governor(group_calls=3)
    async with turns.turn(GROUP, Lane.CASE) as turn:
        await turn.spend(2)
    assert turns.pacing.wait(GROUP, now(), weight=1) <= timedelta(0)
    assert turns.pacing.wait(GROUP, now(), weight=2) > timedelta(0)
    async with turns.turn(GROUP, Lane.CASE):
        pass
    assert turns.pacing.wait(GROUP, now(), weight=1) <= timedelta(0)


@pytest.mark.parametrize("called", [False, True], ids=["while it waits", "in the moment of its turn"])
async def test_who_gives_up_leaves_the_chat_to_the_next(called: bool) -> None:
    turns = governor()
    holding = await turns.enter(GROUP, Lane.MIRROR)
    quitter = asyncio.create_task(turns.enter(GROUP, Lane.MIRROR))
    await asyncio.sleep(0)
    if called:
        holding.leave()
    quitter.cancel()
    with pytest.raises(asyncio.CancelledError):
        await quitter
    if not called:
        holding.leave()
    async with asyncio.timeout(1), turns.turn(GROUP, Lane.MIRROR):
        pass


async def test_a_429_holds_the_chat_back() -> None:
    turns, loop = governor(), asyncio.get_running_loop()
    turns.refused(CUSTOMER, 0.2)
    assert turns.pause(CUSTOMER) > timedelta(seconds=0.1)
    began = loop.time()
    async with turns.turn(CUSTOMER, Lane.CUSTOMER):
        assert loop.time() - began >= 0.19


async def test_calls_and_refusals_and_who_waits_are_counted() -> None:
    counted: list[Measure] = []
    turns = Governor(clock=now, meter=counted.append)
    async with turns.turn(GROUP, Lane.CARD) as turn:
        await turn.spend(3)
    turns.refused(CUSTOMER, 1)
    assert counted == [
        BotApiQueued(lane="card", change=1),
        BotApiQueued(lane="card", change=-1),
        BotApiCalled(chat="group", calls=3),
        BotApiRefused(chat="private"),
    ]


async def test_who_gives_up_waiting_is_not_counted_as_waiting_any_more() -> None:
    counted: list[Measure] = []
    turns = Governor(clock=now, meter=counted.append)
    async with turns.turn(GROUP, Lane.CARD):
        waiting = asyncio.create_task(turns.enter(GROUP, Lane.MIRROR))
        await asyncio.sleep(0)
        waiting.cancel()
        await asyncio.gather(waiting, return_exceptions=True)
    queued = [one.change for one in counted if isinstance(one, BotApiQueued) and one.lane == "mirror"]
    assert queued == [1, -1]
