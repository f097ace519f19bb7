"""Customer records and timers, in memory."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from bot.core.conversation import JsonValue
from bot.core.customers import Customer
from bot.core.errors import NotFound
from bot.core.timers import Timer, TimerKind
from bot.storage.memory.tables import Tables, TimerRow
from bot.storage.memory.talk import MemoryConversations
from bot.storage.values import document, utc


@dataclass(frozen=True, slots=True)
class MemoryCustomers:
    """See `bot.core.ports.Customers`."""

    tables: Tables

    def get(self, conversation_id: int) -> Customer:
        """The record; an empty one when nothing was remembered yet. Raises NotFound for no conversation."""
        MemoryConversations(self.tables).get(conversation_id)
        return self.tables.customers.get(conversation_id) or Customer(conversation_id=conversation_id)

    def read(self, conversation_id: int) -> Customer:
        """As `get`."""
        return self.get(conversation_id)

    def save(self, customer: Customer) -> None:
        """Remember it. Raises NotFound when there is no such conversation."""
        MemoryConversations(self.tables).get(customer.conversation_id)
        self.tables.customers[customer.conversation_id] = document(Customer).detach(customer)


@dataclass(frozen=True, slots=True)
class MemoryTimers:
    """See `bot.core.ports.Timers`."""

    tables: Tables

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
        """Set a timer, anew if there is one of this key and `once` allows it."""
        MemoryConversations(self.tables).get(conversation_id)
        known = self.tables.timer_keys.get(key)
        if known is not None and once:
            return False
        timer_id = self.tables.timers.next_id() if known is None else known
        timer = Timer(
            id=timer_id, key=key, kind=kind, conversation_id=conversation_id, due_at=utc(due_at), args=dict(args)
        )
        self.tables.timer_keys[key] = timer_id
        self.tables.timers[timer_id] = TimerRow(value=document(Timer).detach(timer))
        return True

    def cancel(self, keys: Sequence[str], *, why: str, now: datetime) -> int:
        """Stop those of these timers that run."""
        running = [row.value.id for row in self._running() if row.value.key in keys]
        for timer_id in running:
            self.settle(timer_id, why, now=now)
        return len(running)

    def due(self, *, now: datetime, limit: int) -> list[Timer]:
        """Timers whose time has come, the oldest first."""
        due = [row.value for row in self._running() if row.value.due_at <= utc(now)]
        return [self._timer(one) for one in sorted(due, key=lambda timer: (timer.due_at, timer.id))[:limit]]

    def take(self, timer_id: int, *, now: datetime) -> Timer | None:
        """The timer, if it is still due."""
        row = self.tables.timers.get(timer_id)
        due = row is not None and not row.outcome and row.value.due_at <= utc(now)
        return self._timer(row.value) if row is not None and due else None

    def settle(self, timer_id: int, outcome: str, *, now: datetime) -> None:
        """It does not run any more."""
        utc(now)
        self.tables.timers[timer_id] = replace(self._row(timer_id), outcome=outcome)

    def postpone(self, timer_id: int, *, until: datetime) -> None:
        """It is to go off then."""
        row = self._row(timer_id)
        self.tables.timers[timer_id] = replace(row, value=replace(row.value, due_at=utc(until)))

    def forget(self, *, due_before: datetime, limit: int) -> int:
        """Delete old timers that do not run any more."""
        rows = self.tables.timers.values()
        old = [row.value for row in rows if row.outcome and row.value.due_at < utc(due_before)][:limit]
        for timer in old:
            del self.tables.timers[timer.id]
            del self.tables.timer_keys[timer.key]
        return len(old)

    def next_due(self) -> datetime | None:
        """When the next timer goes off."""
        return min((row.value.due_at for row in self._running()), default=None)

    def _running(self) -> list[TimerRow]:
        return [row for row in self.tables.timers.values() if not row.outcome]

    def _row(self, timer_id: int) -> TimerRow:
        row = self.tables.timers.get(timer_id)
        if row is None:
            message = f"there is no timer {timer_id}"
            raise NotFound(message)
        return row

    def _timer(self, timer: Timer) -> Timer:
        return document(Timer).detach(timer)
