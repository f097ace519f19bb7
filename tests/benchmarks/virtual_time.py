"""An event loop whose time jumps: an hour of a desk is simulated in seconds, with the shop's real code."""

from __future__ import annotations

import asyncio
import selectors
from collections.abc import Coroutine
from datetime import UTC, datetime, timedelta
from typing import Any, TypeVar

T = TypeVar("T")
BEGIN = datetime(2026, 3, 2, 2, tzinfo=UTC)


class _Jumping(selectors.DefaultSelector):
    """Never sleeps: when nothing is ready, the time moves to whatever is due next."""

    skipped = 0.0

    def select(self, timeout: float | None = None) -> list[tuple[selectors.SelectorKey, int]]:
        ready = super().select(0)
        if not ready and timeout:
            self.skipped += timeout
        return ready


class VirtualLoop(asyncio.SelectorEventLoop):
    """Starts at second 0; `now` is the clock of the shop in it. Threads and sockets have no place here."""

    def __init__(self) -> None:
        self._jumping = _Jumping()
        super().__init__(self._jumping)

    def time(self) -> float:
        return self._jumping.skipped

    def now(self) -> datetime:
        return BEGIN + timedelta(seconds=self.time())


def run(main: Coroutine[Any, Any, T], loop: VirtualLoop) -> T:
    """Run it to its end in virtual time."""
    try:
        return loop.run_until_complete(main)
    finally:
        loop.close()
