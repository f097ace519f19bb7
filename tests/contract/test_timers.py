"""Timers: what is to be looked at later."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING

import pytest

from bot.core.errors import NotFound
from bot.core.timers import TimerKind

if TYPE_CHECKING:
    from bot.core.timers import Timer
    from tests.contract.conftest import Shop


async def start(
    shop: Shop, key: str, minutes: float, *, once: bool = False, peer: str = "p1", order: str = "A1"
) -> bool:
    talk = await shop.talk(peer=peer)
    return await shop.do(
        lambda uow: uow.timers.start(
            key=key,
            kind=TimerKind.SHIPPED,
            conversation_id=talk.id,
            due_at=shop.now + timedelta(minutes=minutes),
            args={"order": order, "time": 1},
            once=once,
        )
    )


async def due(shop: Shop, limit: int = 10) -> list[Timer]:
    return await shop.do(lambda uow: uow.timers.due(now=shop.now, limit=limit))


async def test_timers_are_due_at_their_time_and_the_oldest_comes_first(shop: Shop) -> None:
    for key, minutes in (("late", 5), ("early", 1), ("far", 60)):
        assert await start(shop, key, minutes)
    assert await due(shop) == []
    shop.later(300)
    timers = await due(shop)
    assert [(timer.key, timer.kind, timer.args) for timer in timers] == [
        ("early", TimerKind.SHIPPED, {"order": "A1", "time": 1}),
        ("late", TimerKind.SHIPPED, {"order": "A1", "time": 1}),
    ]
    assert [timer.key for timer in await due(shop, limit=1)] == ["early"]


async def test_the_next_one_says_when_to_wake_up(shop: Shop) -> None:
    assert await shop.do(lambda uow: uow.timers.next_due()) is None
    begun = shop.now
    await start(shop, "a", 5)
    await start(shop, "b", 2)
    assert await shop.do(lambda uow: uow.timers.next_due()) == begun + timedelta(minutes=2)


async def test_a_settled_timer_does_not_go_off_again(shop: Shop) -> None:
    await start(shop, "a", 0)
    [timer] = await due(shop)
    await shop.do(lambda uow: uow.timers.settle(timer.id, "said", now=shop.now))
    assert await due(shop) == []
    assert await shop.do(lambda uow: uow.timers.take(timer.id, now=shop.now)) is None
    assert await shop.do(lambda uow: uow.timers.next_due()) is None


async def test_what_is_to_happen_once_is_not_set_again_even_after_it_went_off(shop: Shop) -> None:
    assert await start(shop, "a", 0, once=True)
    assert not await start(shop, "a", 9, once=True)
    [timer] = await due(shop)
    await shop.do(lambda uow: uow.timers.settle(timer.id, "said", now=shop.now))
    assert not await start(shop, "a", 0, once=True)
    assert await due(shop) == []


async def test_a_timer_set_anew_runs_again_with_what_it_was_told_last(shop: Shop) -> None:
    await start(shop, "a", 0)
    [timer] = await due(shop)
    await shop.do(lambda uow: uow.timers.settle(timer.id, "said", now=shop.now))
    assert await start(shop, "a", 0, order="A2")
    [again] = await due(shop)
    assert (again.id, again.args["order"]) == (timer.id, "A2")


async def test_cancelling_stops_what_runs_and_says_how_many_that_were(shop: Shop) -> None:
    for key in ("a", "b", "c"):
        await start(shop, key, 0)
    first = (await due(shop))[0]
    await shop.do(lambda uow: uow.timers.settle(first.id, "said", now=shop.now))
    assert await shop.do(lambda uow: uow.timers.cancel(["a", "b", "nobody"], why="paid", now=shop.now)) == 1
    assert await shop.do(lambda uow: uow.timers.cancel([], why="paid", now=shop.now)) == 0
    assert [timer.key for timer in await due(shop)] == ["c"]


async def test_a_postponed_timer_waits_until_then(shop: Shop) -> None:
    await start(shop, "a", 0)
    [timer] = await due(shop)
    until = shop.now + timedelta(hours=8)
    await shop.do(lambda uow: uow.timers.postpone(timer.id, until=until))
    assert await due(shop) == []
    assert await shop.do(lambda uow: uow.timers.take(timer.id, now=shop.now)) is None
    shop.later(8 * 3600)
    taken = await shop.do(lambda uow: uow.timers.take(timer.id, now=shop.now))
    assert taken is not None
    assert taken.due_at == until


async def test_a_timer_needs_a_conversation_a_zone_and_itself(shop: Shop) -> None:
    with pytest.raises(NotFound):
        await shop.do(
            lambda uow: uow.timers.start(key="a", kind=TimerKind.NUDGE, conversation_id=99, due_at=shop.now, args={})
        )
    talk = await shop.talk()
    with pytest.raises(ValueError, match="zone"):
        await shop.do(
            lambda uow: uow.timers.start(
                key="a",
                kind=TimerKind.NUDGE,
                conversation_id=talk.id,
                due_at=datetime(2026, 3, 2),  # noqa: DTZ001 - the mistake
                args={},
            )
        )
    with pytest.raises(NotFound):
        await shop.do(lambda uow: uow.timers.settle(99, "said", now=shop.now))
    with pytest.raises(NotFound):
        await shop.do(lambda uow: uow.timers.postpone(99, until=shop.now))


async def test_old_timers_that_went_off_are_forgotten_and_those_that_run_are_not(shop: Shop) -> None:
    for key in ("said", "stopped", "running"):
        await start(shop, key, 0)
    said, stopped, _ = await due(shop)
    await shop.do(lambda uow: uow.timers.settle(said.id, "said", now=shop.now))
    await shop.do(lambda uow: uow.timers.cancel([stopped.key], why="paid", now=shop.now))
    begun = shop.now
    await start(shop, "later", 1)
    shop.later(60)
    [later] = [timer for timer in await due(shop) if timer.key == "later"]
    await shop.do(lambda uow: uow.timers.settle(later.id, "said", now=shop.now))

    assert await shop.do(lambda uow: uow.timers.forget(due_before=begun, limit=9)) == 0
    assert await shop.do(lambda uow: uow.timers.forget(due_before=shop.now, limit=1)) == 1
    assert await shop.do(lambda uow: uow.timers.forget(due_before=shop.now, limit=9)) == 1
    assert [timer.key for timer in await due(shop)] == ["running"]
    assert await start(shop, "said", 0, once=True)  # its key may be used again
    assert not await start(shop, "later", 0, once=True)
