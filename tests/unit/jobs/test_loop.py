"""The loop around a job."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, field
from datetime import UTC, datetime

import pytest

from bot.core.errors import StoreBusy
from bot.jobs.loop import run_job
from bot.service.bell import InProcessBell

NOW = datetime(2026, 3, 2, 2, tzinfo=UTC)


@dataclass
class Rounds:
    """A job that counts its rounds and says so; a round may fail first."""

    failures: list[Exception] = field(default_factory=list)
    due: datetime | None = None
    done: asyncio.Queue[int] = field(default_factory=asyncio.Queue)
    count: int = 0
    topic: str = "inbox"

    async def run_once(self) -> datetime | None:
        self.count += 1
        self.done.put_nowait(self.count)
        if self.failures:
            raise self.failures.pop(0)
        return self.due


async def test_a_ring_starts_a_round_at_once() -> None:
    bell, stopping, job = InProcessBell(), asyncio.Event(), Rounds()
    loop = asyncio.ensure_future(run_job(job, bell=bell, clock=lambda: NOW, stopping=stopping))
    assert await job.done.get() == 1
    bell.ring("inbox")
    assert await asyncio.wait_for(job.done.get(), 0.9) == 2
    stopping.set()
    await loop


async def test_work_that_is_due_needs_no_ring() -> None:
    bell, stopping, job = InProcessBell(), asyncio.Event(), Rounds(due=NOW)
    loop = asyncio.ensure_future(run_job(job, bell=bell, clock=lambda: NOW, stopping=stopping))
    for number in (1, 2, 3):
        assert await asyncio.wait_for(job.done.get(), 0.9) == number
    stopping.set()
    await loop


@pytest.mark.parametrize("failure", [StoreBusy(), ValueError("a bug")])
async def test_a_failing_round_does_not_end_the_loop(failure: Exception) -> None:
    bell, stopping, job = InProcessBell(), asyncio.Event(), Rounds(failures=[failure])
    loop = asyncio.ensure_future(run_job(job, bell=bell, clock=lambda: NOW, stopping=stopping))
    assert await job.done.get() == 1
    bell.ring("inbox")
    assert await asyncio.wait_for(job.done.get(), 0.9) == 2
    stopping.set()
    await loop


async def test_stopping_ends_the_nap_at_once() -> None:
    stopping, job = asyncio.Event(), Rounds()
    loop = asyncio.ensure_future(run_job(job, bell=InProcessBell(), clock=lambda: NOW, stopping=stopping))
    await job.done.get()
    stopping.set()
    await asyncio.wait_for(loop, 0.5)
    assert job.count == 1
