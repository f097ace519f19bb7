"""Figures of the whole shop, for those who watch over it."""

from __future__ import annotations

from datetime import datetime
from typing import Protocol

from bot.core.measures import Backlog, Handled


class Gauges(Protocol):
    """Reads figures only, never rows of one customer; each by an index, so that it may be asked often."""

    def backlog(self, *, now: datetime) -> Backlog:
        """What stands in the queues."""
        ...

    def handled(self, *, after: int) -> Handled:
        """What the cases' history tells from behind this line of it on; the whole history after 0."""
        ...
