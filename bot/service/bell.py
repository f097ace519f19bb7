"""Wakes loops and open windows of this process when there is news."""

from __future__ import annotations

import asyncio
from collections import defaultdict
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import AsyncIterator


class InProcessBell:
    """A `bot.core.ports.Bell` for one process. Rings while nobody awaits are kept as one."""

    def __init__(self) -> None:
        self._listeners: defaultdict[str, set[asyncio.Event]] = defaultdict(set)

    def ring(self, *topics: str) -> None:
        """Wake every listener of these topics."""
        for topic in topics:
            for event in self._listeners.get(topic, ()):
                event.set()

    @asynccontextmanager
    async def listen(self, *topics: str) -> AsyncIterator[AsyncIterator[None]]:
        """Rings from the moment the block is entered."""
        event = asyncio.Event()
        for topic in topics:
            self._listeners[topic].add(event)
        try:
            yield _Rings(event)
        finally:
            for topic in topics:
                self._listeners[topic].discard(event)
                if not self._listeners[topic]:
                    del self._listeners[topic]


class _Rings:
    """An object, not an async generator: one of those ends for ever when a wait for its next ring is cancelled."""

    def __init__(self, event: asyncio.Event) -> None:
        self._event = event

    def __aiter__(self) -> AsyncIterator[None]:
        return self

    async def __anext__(self) -> None:
        await self._event.wait()
        self._event.clear()
