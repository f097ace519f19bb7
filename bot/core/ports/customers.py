"""The repositories of what concerns a customer between two talks: the record, and timers."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Protocol

from bot.core.conversation import JsonValue
from bot.core.customers import Customer
from bot.core.timers import Timer, TimerKind


class Customers(Protocol):
    """What the shop remembers of each customer."""

    def get(self, conversation_id: int) -> Customer:
        """The record; an empty one when nothing was remembered yet. Locked until the transaction ends."""
        ...

    def read(self, conversation_id: int) -> Customer:
        """As `get`, to be looked at only: nothing is locked."""
        ...

    def save(self, customer: Customer) -> None:
        """Remember it in the place of what was known."""
        ...


class Timers(Protocol):
    """What is to be looked at later. A timer that went off is remembered by its key until it is forgotten."""

    def start(
        self,
        *,
        key: str,
        kind: TimerKind,
        conversation_id: int,
        due_at: datetime,
        args: dict[str, JsonValue],
        once: bool = False,
    ) -> bool:
        """Set a timer. One of this key is set anew, even if it went off before; False when `once` forbids that."""
        ...

    def cancel(self, keys: Sequence[str], *, why: str, now: datetime) -> int:
        """Stop those of these timers that run; returns how many."""
        ...

    def due(self, *, now: datetime, limit: int) -> list[Timer]:
        """Timers whose time has come, the oldest first. They go on running until they are settled or postponed."""
        ...

    def take(self, timer_id: int, *, now: datetime) -> Timer | None:
        """The timer, locked until the transaction ends; None when it is not due any more or somebody else has it."""
        ...

    def settle(self, timer_id: int, outcome: str, *, now: datetime) -> None:
        """It went off, and this came of it; it does not run any more."""
        ...

    def postpone(self, timer_id: int, *, until: datetime) -> None:
        """It is to go off then."""
        ...

    def forget(self, *, due_before: datetime, limit: int) -> int:
        """Forget timers, and so their keys, that were due before then and do not run any more; returns how many."""
        ...

    def next_due(self) -> datetime | None:
        """When the next timer goes off; None when none runs."""
        ...
