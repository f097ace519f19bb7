"""Waiting that ends at once when the shop stops."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import dataclass
from typing import Final, TypeVar

T = TypeVar("T")
_FIRST_PAUSE_S: Final = 1.0
_LONGEST_PAUSE_S: Final = 60.0


class Stopped(Exception):
    """The shop stops; whoever was waiting gives up."""


async def unless_stopped(stopping: asyncio.Event, work: Callable[[], Awaitable[T]]) -> T:
    """The result of the work, which is cancelled when the shop stops. Raises Stopped."""
    doing = asyncio.ensure_future(work())
    stop = asyncio.ensure_future(stopping.wait())
    try:
        await asyncio.wait({doing, stop}, return_when=asyncio.FIRST_COMPLETED)
        if doing.done():
            return doing.result()
        raise Stopped
    finally:
        doing.cancel()
        stop.cancel()
        await asyncio.gather(doing, stop, return_exceptions=True)


async def pause(stopping: asyncio.Event, seconds: float) -> None:
    """Wait. Raises Stopped."""
    await unless_stopped(stopping, lambda: asyncio.sleep(seconds))


async def ring_or(stopping: asyncio.Event, rings: AsyncIterator[None], seconds: float) -> None:
    """Wait for a ring, but no longer than this. Raises Stopped."""

    async def one() -> None:
        try:
            async with asyncio.timeout(seconds):
                await anext(rings)
        except TimeoutError:
            return

    await unless_stopped(stopping, one)


@dataclass(slots=True)
class BackOff:
    """How long to pause after each failure in a row: 1 s, 2 s, 4 s, up to a minute."""

    _seconds: float = _FIRST_PAUSE_S

    def next(self) -> float:
        """Seconds to wait after one more failure."""
        seconds, self._seconds = self._seconds, min(self._seconds * 2, _LONGEST_PAUSE_S)
        return seconds

    def reset(self) -> None:
        """It worked."""
        self._seconds = _FIRST_PAUSE_S
