"""Waiting that ends when the shop stops."""

from __future__ import annotations

import asyncio

import pytest

from bot.channels.telegram.waiting import BackOff, Stopped, pause, ring_or, unless_stopped
from bot.service.bell import InProcessBell


async def test_work_that_ends_first_gives_its_result() -> None:
    async def work() -> str:
        return "done"

    assert await unless_stopped(asyncio.Event(), work) == "done"


async def test_work_is_given_up_when_the_shop_stops() -> None:
    stopping, begun = asyncio.Event(), asyncio.Event()

    async def work() -> None:
        begun.set()
        await asyncio.Event().wait()

    waiting = asyncio.ensure_future(unless_stopped(stopping, work))
    await begun.wait()
    stopping.set()
    with pytest.raises(Stopped):
        await waiting


async def test_a_failure_of_the_work_is_ours() -> None:
    async def work() -> None:
        raise ValueError("no")

    with pytest.raises(ValueError, match="no"):
        await unless_stopped(asyncio.Event(), work)


async def test_a_pause_ends_with_the_shop() -> None:
    stopping = asyncio.Event()
    stopping.set()
    with pytest.raises(Stopped):
        await pause(stopping, 60)
    await pause(asyncio.Event(), 0)


async def test_a_ring_ends_the_wait_and_so_does_time() -> None:
    bell = InProcessBell()
    async with bell.listen("desk") as rings:
        bell.ring("desk")
        await ring_or(asyncio.Event(), rings, 60)
        await ring_or(asyncio.Event(), rings, 0.001)
        bell.ring("desk")
        await ring_or(asyncio.Event(), rings, 60)


def test_pauses_grow_to_a_minute_and_start_again_after_success() -> None:
    back_off = BackOff()
    assert [back_off.next() for _ in range(8)] == [1, 2, 4, 8, 16, 32, 60, 60]
    assert {back_off.next() for _ in range(5000)} == {60}
    back_off.reset()
    assert back_off.next() == 1
