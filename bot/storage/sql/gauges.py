"""Figures of the whole shop. Each statement reads an index of what is open, or the end of one."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, Connection, FromClause, func, select, type_coerce

from bot.core.cases import OPEN_CASE, CaseEventKind, CaseStatus
from bot.core.measures import Backlog, Handled, Pile
from bot.core.messages import Delivery
from bot.core.roles import Role
from bot.storage.sql.schema import (
    case_events,
    cases,
    conversations,
    inbox,
    outbox,
    timers,
    transcript,
    webhook_deliveries,
)
from bot.storage.sql.types import UtcTime

_C, _E, _O, _T = cases.c, case_events.c, outbox.c, transcript.c


@dataclass(frozen=True, slots=True)
class SqlGauges:
    """See `bot.core.ports.Gauges`."""

    connection: Connection

    def backlog(self, *, now: datetime) -> Backlog:
        """What stands in the queues."""
        due = timers.c.settled_at.is_(None) & (timers.c.due_at <= now)
        tries = webhook_deliveries.c
        return Backlog(
            cases=self._cases(),
            waiting=self._pile(cases, _C.waiting_since, _C.waiting_since.is_not(None)),
            inbox=self._inbox(),
            outbox=self._outbox(),
            timers=self._pile(timers, timers.c.due_at, due),
            webhooks=self._pile(webhook_deliveries, tries.begun_at, tries.next_at.is_not(None)),
        )

    def handled(self, *, after: int) -> Handled:
        """What the history tells from behind this line on."""
        seen = self.connection.scalar(select(func.max(_E.id))) or 0
        lines = case_events.join(cases, _C.id == _E.case_id)
        new = (_E.id > after) & (_E.id <= seen)
        opened = select(_C.reason, func.count().label("number")).select_from(lines).group_by(_C.reason)
        opened = opened.where(new, _E.kind == CaseEventKind.OPENED)
        replied = select(_C.opened_at, _E.at).select_from(lines).order_by(_E.id)
        replied = replied.where(new, _E.kind == CaseEventKind.REPLIED, _E.at == _C.first_reply_at)
        return Handled(
            seen=seen,
            handoffs={row.reason: row.number for row in self.connection.execute(opened)},
            first_replies=tuple((row.at - row.opened_at).total_seconds() for row in self.connection.execute(replied)),
        )

    def _cases(self) -> dict[tuple[CaseStatus, Role], int]:
        alike = _C.status, _C.role
        query = select(*alike, func.count().label("number")).where(_C.status.in_(sorted(OPEN_CASE))).group_by(*alike)
        return {(row.status, row.role): row.number for row in self.connection.execute(query)}

    def _inbox(self) -> Pile:
        """Each conversation knows its oldest unread message; how many there are says the inbox."""
        first = conversations.c.first_unread_at
        unread = self.connection.scalar(select(func.count()).select_from(inbox).where(inbox.c.read_at.is_(None)))
        oldest = select(type_coerce(func.min(first), UtcTime)).where(first.is_not(None))
        return Pile(count=unread or 0, oldest=self.connection.scalar(oldest) if unread else None)

    def _outbox(self) -> dict[tuple[str, Delivery], Pile]:
        """The outbox holds only what is open; its oldest message is the one that was put first."""
        leased = _O.leased_until.is_not(None)
        piles = select(
            _O.channel, leased.label("leased"), func.count().label("number"), func.min(_O.seq).label("first")
        ).group_by(_O.channel, leased)
        found = self.connection.execute(piles).all()
        if not found:
            return {}
        known = select(_T.seq, _T.at).where(_T.seq.in_([row.first for row in found]))
        at = {row.seq: row.at for row in self.connection.execute(known)}
        return {
            (row.channel, Delivery.SENDING if row.leased else Delivery.WAITING): Pile(
                count=row.number, oldest=at[row.first]
            )
            for row in found
        }

    def _pile(self, table: FromClause, since: ColumnElement[datetime], waits: ColumnElement[bool]) -> Pile:
        query = select(func.count().label("number"), type_coerce(func.min(since), UtcTime).label("oldest"))
        row = self.connection.execute(query.select_from(table).where(waits)).one()
        return Pile(count=row.number, oldest=row.oldest)
