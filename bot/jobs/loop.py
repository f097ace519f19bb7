"""Runs one job again and again: at once when its bell rings, else when its next work is due."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from datetime import datetime, timedelta
from typing import Final, Protocol

import structlog

from bot.core.errors import StorageError
from bot.core.ports import Bell, Clock

log = structlog.get_logger(__name__)

_LONGEST_NAP: Final = timedelta(seconds=1)
"""Another process (`kefu import-orders`) may add work without ringing our bell."""
_SHORTEST_NAP: Final = timedelta(milliseconds=5)
"""Work that is always due must not keep the process from everything else."""
_AFTER_FAILURE: Final = timedelta(seconds=1)


class Job(Protocol):
    """Work that comes in rounds."""

    @property
    def topic(self) -> str:
        """The bell topic that announces new work."""
        ...

    async def run_once(self) -> datetime | None:
        """Do what is due and say when more is due; None when nothing is known to come."""
        ...


async def run_job(job: Job, *, bell: Bell, clock: Clock, stopping: asyncio.Event) -> None:
    """Run rounds until `stopping` is set; a round under way is finished first."""
    async with bell.listen(job.topic) as rings:
        while not stopping.is_set():
            due = await _round(job, clock)
            await _nap(due - clock() if due else _LONGEST_NAP, rings, stopping)


async def _round(job: Job, clock: Clock) -> datetime | None:
    try:
        return await job.run_once()
    except StorageError as error:
        log.warning("round_failed", job=job.topic, error=str(error))
    except Exception:  # the loop's last line of defence: one bug must not silence the shop
        log.exception("round_crashed", job=job.topic)
    return clock() + _AFTER_FAILURE


async def _nap(length: timedelta, rings: AsyncIterator[None], stopping: asyncio.Event) -> None:
    seconds = max(_SHORTEST_NAP, min(length, _LONGEST_NAP)).total_seconds()
    ring = asyncio.ensure_future(anext(rings))
    stop = asyncio.ensure_future(stopping.wait())
    try:
        await asyncio.wait({ring, stop}, timeout=seconds, return_when=asyncio.FIRST_COMPLETED)
    finally:
        for waiter in (ring, stop):
            waiter.cancel()
        await asyncio.gather(ring, stop, return_exceptions=True)
