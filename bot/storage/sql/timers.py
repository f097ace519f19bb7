"""Timers."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, delete, func, select, type_coerce, update

from bot.core.conversation import JsonValue
from bot.core.errors import NotFound
from bot.core.timers import Timer, TimerKind
from bot.storage.sql.schema import conversations, timers
from bot.storage.sql.statements import AnyRow, insert_into
from bot.storage.sql.types import UtcTime

_T = timers.c
_SELECT = select(_T.id, _T.key, _T.kind, _T.conversation_id, _T.due_at, _T.args)
_RUNS = _T.settled_at.is_(None)


def _timer_from(row: AnyRow) -> Timer:
    return Timer(
        id=row.id,
        key=row.key,
        kind=row.kind,
        conversation_id=row.conversation_id,
        due_at=row.due_at,
        args=row.args,
    )


@dataclass(frozen=True, slots=True)
class SqlTimers:
    """See `bot.core.ports.Timers`."""

    connection: Connection

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
        known = self.connection.scalar(select(conversations.c.id).where(conversations.c.id == conversation_id))
        if known is None:
            message = f"there is no conversation {conversation_id}"
            raise NotFound(message)
        row = {
            "kind": kind,
            "conversation_id": conversation_id,
            "due_at": due_at,
            "args": args,
            "settled_at": None,
            "outcome": "",
        }
        statement = insert_into(self.connection, timers).values(key=key, **row)
        if once:
            statement = statement.on_conflict_do_nothing(index_elements=[_T.key])
        else:
            statement = statement.on_conflict_do_update(index_elements=[_T.key], set_=row)
        return self.connection.execute(statement).rowcount == 1

    def cancel(self, keys: Sequence[str], *, why: str, now: datetime) -> int:
        """Stop those of these timers that run."""
        stopped = update(timers).where(_T.key.in_(keys), _RUNS).values(settled_at=now, outcome=why)
        return self.connection.execute(stopped).rowcount if keys else 0

    def due(self, *, now: datetime, limit: int) -> list[Timer]:
        """Timers whose time has come, the oldest first."""
        query = _SELECT.where(_RUNS, _T.due_at <= now).order_by(_T.due_at, _T.id).limit(limit)
        return [_timer_from(row) for row in self.connection.execute(query)]

    def take(self, timer_id: int, *, now: datetime) -> Timer | None:
        """The timer, locked, if it is still due and nobody else has it."""
        query = _SELECT.where(_T.id == timer_id, _RUNS, _T.due_at <= now).with_for_update(skip_locked=True)
        row = self.connection.execute(query).one_or_none()
        return None if row is None else _timer_from(row)

    def settle(self, timer_id: int, outcome: str, *, now: datetime) -> None:
        """It does not run any more. Raises NotFound."""
        self._change(timer_id, {"settled_at": now, "outcome": outcome})

    def postpone(self, timer_id: int, *, until: datetime) -> None:
        """It is to go off then. Raises NotFound."""
        self._change(timer_id, {"due_at": until})

    def forget(self, *, due_before: datetime, limit: int) -> int:
        """Delete old timers that do not run any more."""
        old = select(_T.id).where(_T.settled_at.is_not(None), _T.due_at < due_before).order_by(_T.id).limit(limit)
        return self.connection.execute(delete(timers).where(_T.id.in_(old))).rowcount

    def next_due(self) -> datetime | None:
        """When the next timer goes off."""
        return self.connection.scalar(select(type_coerce(func.min(_T.due_at), UtcTime)).where(_RUNS))

    def _change(self, timer_id: int, values: dict[str, datetime | str]) -> None:
        if self.connection.execute(update(timers).where(_T.id == timer_id).values(values)).rowcount == 0:
            message = f"there is no timer {timer_id}"
            raise NotFound(message)
