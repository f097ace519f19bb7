"""Cases with their history, and the notes beside them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Connection, and_, func, insert, or_, select, update

from bot.core.actions import HandOff
from bot.core.cases import Agent, Case, CaseEvent, CaseEventKind, CaseStatus, Note
from bot.core.conversation import Attempt, Conversation
from bot.core.errors import Conflict, NotFound
from bot.storage.sql.agents import AGENT_COLUMNS, agent_from
from bot.storage.sql.schema import agents, case_events, cases, notes
from bot.storage.sql.statements import AnyRow

_C = cases.c
_SELECT = select(
    _C.id,
    _C.conversation_id,
    _C.status,
    _C.reason,
    _C.intent,
    _C.title,
    _C.ask,
    _C.slots,
    _C.attempts,
    _C.order_number,
    _C.opened_at,
    _C.first_reply_at,
    _C.ended_at,
    _C.outcome,
    _C.version,
    *AGENT_COLUMNS,
).outerjoin(agents, agents.c.id == _C.assignee_id)


def _case_from(row: AnyRow) -> Case:
    return Case(
        id=row.id,
        conversation_id=row.conversation_id,
        status=row.status,
        reason=row.reason,
        intent=row.intent,
        title=row.title,
        ask=row.ask,
        slots=row.slots,
        attempts=row.attempts,
        order_number=row.order_number,
        assignee=agent_from(row),
        opened_at=row.opened_at,
        first_reply_at=row.first_reply_at,
        ended_at=row.ended_at,
        outcome=row.outcome,
        version=row.version,
    )


def _changeable(case: Case) -> dict[str, Any]:
    """What `save` stores."""
    return {
        "status": case.status,
        "reason": case.reason,
        "intent": case.intent,
        "title": case.title,
        "ask": case.ask,
        "slots": case.slots,
        "attempts": case.attempts,
        "order_number": case.order_number,
        "assignee_id": case.assignee.id if case.assignee else None,
        "opened_at": case.opened_at,
        "first_reply_at": case.first_reply_at,
        "ended_at": case.ended_at,
        "outcome": case.outcome,
    }


def _up_to(opened_at: datetime, case_id: int) -> ColumnElement[bool]:
    """Cases that came before this one, and itself."""
    return or_(_C.opened_at < opened_at, and_(_C.opened_at == opened_at, _C.id <= case_id))


@dataclass(frozen=True, slots=True)
class SqlCases:
    """See `bot.core.ports.Cases`."""

    connection: Connection

    def open(self, conversation: Conversation, handoff: HandOff, attempts: Sequence[Attempt], *, now: datetime) -> Case:
        """Create a WAITING case with its OPENED event."""
        case = Case(
            id=0,
            conversation_id=conversation.id,
            status=CaseStatus.WAITING,
            reason=handoff.reason,
            intent=handoff.intent,
            title=handoff.title,
            ask=handoff.ask,
            slots=handoff.slots,
            attempts=tuple(attempts),
            order_number=handoff.order_number,
            opened_at=now,
        )
        row = {**_changeable(case), "conversation_id": conversation.id, "version": 0}
        case_id = self.connection.execute(insert(cases).values(row).returning(_C.id)).scalar_one()
        case = self.get(case_id)
        self.record(CaseEvent(case_id=case.id, kind=CaseEventKind.OPENED, at=now))
        return case

    def get(self, case_id: int) -> Case:
        """Raises NotFound."""
        row = self.connection.execute(_SELECT.where(_C.id == case_id)).one_or_none()
        if row is None:
            message = f"there is no case #{case_id}"
            raise NotFound(message)
        return _case_from(row)

    def save(self, case: Case) -> Case:
        """Store all but id and conversation under the next version."""
        changed = self.connection.execute(
            update(cases)
            .where(_C.id == case.id, _C.version == case.version)
            .values({**_changeable(case), "version": case.version + 1})
        )
        saved = self.get(case.id)
        if changed.rowcount == 0:
            message = f"case #{case.id} was changed by somebody else; load it again"
            raise Conflict(message)
        return saved

    def record(self, event: CaseEvent) -> None:
        """Append to the history. Raises NotFound when there is no such case."""
        self._check(event.case_id)
        self.connection.execute(
            insert(case_events).values(
                case_id=event.case_id,
                kind=event.kind,
                at=event.at,
                agent_id=event.agent.id if event.agent else None,
                data=event.data,
            )
        )

    def history(self, case_id: int) -> list[CaseEvent]:
        """Oldest first."""
        rows = self.connection.execute(
            select(case_events.c.kind, case_events.c.at, case_events.c.data, *AGENT_COLUMNS)
            .outerjoin(agents, agents.c.id == case_events.c.agent_id)
            .where(case_events.c.case_id == case_id)
            .order_by(case_events.c.id)
        )
        return [
            CaseEvent(case_id=case_id, kind=row.kind, at=row.at, agent=agent_from(row), data=row.data) for row in rows
        ]

    def listing(self, statuses: Sequence[CaseStatus], *, limit: int = 200) -> list[Case]:
        """Cases in these states, oldest first."""
        query = _SELECT.where(_C.status.in_(statuses)).order_by(_C.opened_at, _C.id).limit(limit)
        return [_case_from(row) for row in self.connection.execute(query)]

    def ended(self, *, limit: int) -> list[Case]:
        """The cases that ended last, newest first."""
        query = _SELECT.where(_C.ended_at.is_not(None)).order_by(_C.ended_at.desc(), _C.id.desc()).limit(limit)
        return [_case_from(row) for row in self.connection.execute(query)]

    def queue_place(self, case_id: int | None) -> tuple[int, int]:
        """How many cases wait, and this one's place among them from 1; 0 when it does not wait."""
        waiting = _C.status == CaseStatus.WAITING
        mine = self.connection.execute(select(_C.opened_at, _C.id).where(_C.id == case_id, waiting)).one_or_none()
        count = select(func.count()).select_from(cases).where(waiting)
        ahead = 0 if mine is None else self.connection.scalar(count.where(_up_to(mine.opened_at, mine.id))) or 0
        return self.connection.scalar(count) or 0, ahead

    def of_conversation(self, conversation_id: int) -> list[Case]:
        """Newest first."""
        query = _SELECT.where(_C.conversation_id == conversation_id).order_by(_C.id.desc())
        return [_case_from(row) for row in self.connection.execute(query)]

    def _check(self, case_id: int) -> None:
        if self.connection.scalar(select(_C.id).where(_C.id == case_id)) is None:
            message = f"there is no case #{case_id}"
            raise NotFound(message)


@dataclass(frozen=True, slots=True)
class SqlNotes:
    """See `bot.core.ports.Notes`."""

    connection: Connection

    def add(self, case_id: int, agent: Agent, text: str, *, now: datetime) -> Note:
        """Keep a note. Raises NotFound when there is no such case."""
        SqlCases(self.connection).get(case_id)
        row = {"case_id": case_id, "agent_id": agent.id, "text": text, "at": now}
        note_id = self.connection.execute(insert(notes).values(row).returning(notes.c.id)).scalar_one()
        return Note(id=note_id, case_id=case_id, agent=agent, text=text, at=now)

    def of_case(self, case_id: int) -> list[Note]:
        """Oldest first."""
        rows = self.connection.execute(
            select(notes.c.id, notes.c.text, notes.c.at, *AGENT_COLUMNS)
            .join(agents, agents.c.id == notes.c.agent_id)
            .where(notes.c.case_id == case_id)
            .order_by(notes.c.id)
        )
        found = ((row, agent_from(row)) for row in rows)
        return [
            Note(id=row.id, case_id=case_id, agent=agent, text=row.text, at=row.at)
            for row, agent in found
            if agent is not None
        ]
