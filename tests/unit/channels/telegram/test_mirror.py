"""Topics are followed each on its own."""

from __future__ import annotations

import asyncio
from collections import Counter
from typing import cast

import pytest
from aiogram.exceptions import TelegramServerError
from aiogram.methods import GetMe

from bot.channels.telegram import waiting
from bot.channels.telegram.mirror import Mirror
from bot.channels.telegram.topics import Topics
from bot.core.errors import StoreBusy
from bot.service.bell import InProcessBell


class FakeTopics:
    """Topics that count their updates; `trouble` raises before one, `done` are those that need no more."""

    def __init__(self, *wanted: int) -> None:
        self.ids = list(wanted)
        self.updates: Counter[int] = Counter()
        self.trouble: dict[int, list[Exception]] = {}
        self.done: set[int] = set()
        self.changed = asyncio.Condition()

    async def wanted(self) -> list[int]:
        return [each for each in self.ids if each not in self.done]

    async def update(self, conversation_id: int) -> bool:
        if errors := self.trouble.get(conversation_id):
            raise errors.pop(0)
        async with self.changed:
            self.updates[conversation_id] += 1
            self.changed.notify_all()
        return conversation_id not in self.done

    async def reach(self, conversation_id: int, times: int) -> None:
        async with self.changed:
            await asyncio.wait_for(self.changed.wait_for(lambda: self.updates[conversation_id] >= times), timeout=5)


class Run:
    def __init__(self, topics: FakeTopics) -> None:
        self.bell, self.stopping = InProcessBell(), asyncio.Event()
        self.mirror = Mirror(
            topics=cast(Topics, topics), bell=self.bell, stopping=self.stopping, gather_s=lambda: 0.001
        )

    async def __aenter__(self) -> Run:
        self.task = asyncio.create_task(self.mirror.run())
        return self

    async def __aexit__(self, *failure: object) -> None:
        self.stopping.set()
        await asyncio.wait_for(self.task, timeout=5)


@pytest.fixture(autouse=True)
def impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(waiting.BackOff, "next", lambda self: 0.001)


async def test_a_ring_of_a_conversation_updates_its_topic_and_no_other() -> None:
    topics = FakeTopics(1, 2)
    async with Run(topics) as run:
        await topics.reach(1, 1)
        await topics.reach(2, 1)
        run.bell.ring("conversation:1")
        await topics.reach(1, 2)
    assert topics.updates == {1: 2, 2: 1}


async def test_a_new_case_is_followed_at_the_ring_of_the_desk() -> None:
    topics = FakeTopics()
    async with Run(topics) as run:
        await asyncio.sleep(0)
        topics.ids.append(7)
        run.bell.ring("desk")
        await topics.reach(7, 1)


@pytest.mark.parametrize(
    "error", [TelegramServerError(method=GetMe(), message="Bad Gateway"), StoreBusy(), RuntimeError("a bug")]
)
async def test_trouble_with_one_topic_is_tried_again_and_holds_up_no_other(error: Exception) -> None:
    topics = FakeTopics(1, 2)
    topics.trouble[1] = [error, error]
    async with Run(topics):
        await topics.reach(2, 1)
        await topics.reach(1, 1)
    assert topics.trouble[1] == []


async def test_a_topic_that_needs_no_more_is_left_alone_until_it_is_wanted_again() -> None:
    topics = FakeTopics(1)
    async with Run(topics) as run:
        await topics.reach(1, 1)
        topics.done.add(1)
        run.bell.ring("conversation:1")
        await topics.reach(1, 2)
        topics.done.clear()
        run.bell.ring("desk", "conversation:1")
        await topics.reach(1, 3)


async def test_a_list_that_cannot_be_read_is_read_later() -> None:
    topics = FakeTopics(1)
    failures = iter([StoreBusy()])

    async def wanted() -> list[int]:
        if error := next(failures, None):
            raise error
        return [1]

    topics.wanted = wanted  # type: ignore[method-assign]  # fails once
    async with Run(topics) as run:
        await asyncio.sleep(0.01)
        run.bell.ring("desk")
        await topics.reach(1, 1)
