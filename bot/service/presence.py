"""Which agents have a desk open right now, so that a waiting customer is told the truth."""

from __future__ import annotations

from collections import Counter
from contextlib import contextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator


class Presence:
    """Counts people, not windows: an agent with two tabs is here once."""

    def __init__(self) -> None:
        self._windows: Counter[int] = Counter()

    @contextmanager
    def here(self, agent_id: int) -> Iterator[None]:
        """The agent is here while the block runs."""
        self._windows[agent_id] += 1
        try:
            yield
        finally:
            self._windows[agent_id] -= 1
            if not self._windows[agent_id]:
                del self._windows[agent_id]

    def count(self) -> int:
        """How many agents are here."""
        return len(self._windows)
