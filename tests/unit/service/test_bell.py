"""Waking whoever waits for news."""

from __future__ import annotations

import asyncio

from bot.service.bell import InProcessBell


async def test_a_ring_wakes_those_who_listen_to_its_topic_and_nobody_else() -> None:
    bell = InProcessBell()
    async with bell.listen("desk") as desk, bell.listen("inbox") as inbox:
        bell.ring("desk")
        await anext(desk)
        waiting = asyncio.ensure_future(anext(inbox))
        await asyncio.sleep(0)
        assert not waiting.done()
        waiting.cancel()


async def test_a_ring_while_nobody_awaits_is_kept_and_several_are_one() -> None:
    bell = InProcessBell()
    async with bell.listen("desk", "conversation:1") as rings:
        bell.ring("desk", "conversation:1")
        bell.ring("desk")
        await anext(rings)
        second = asyncio.ensure_future(anext(rings))
        await asyncio.sleep(0)
        assert not second.done()
        second.cancel()


async def test_a_listener_that_left_is_forgotten() -> None:
    bell = InProcessBell()
    async with bell.listen("desk"):
        pass
    bell.ring("desk")
    assert not bell._listeners


async def test_a_wait_that_was_given_up_does_not_deafen_the_listener() -> None:
    bell = InProcessBell()
    async with bell.listen("inbox") as rings:
        given_up = asyncio.ensure_future(anext(rings))
        await asyncio.sleep(0)
        given_up.cancel()
        await asyncio.gather(given_up, return_exceptions=True)
        second = asyncio.ensure_future(anext(rings))
        await asyncio.sleep(0)
        assert not second.done()
        bell.ring("inbox")
        await second
