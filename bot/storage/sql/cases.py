"""Cases with their history, and the notes beside them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Connection, func, insert, select, update

from bot.core.actions import HandOff
from bot.core.cases import OPEN_CASE, Case, CaseEvent, CaseStatus, Note
from bot.core.conversation import Attempt, Conversation
from bot.core.customers import Tier
from bot.core.errors import Conflict, NotFound
from bot.core.queue import QueueCount, QueueCounts, QueueFilter
from bot.core.roles import Agent, Role
from bot.storage.sql.agents import AGENT_COLUMNS, agent_from
from bot.storage.sql.schema import agents, case_events, cases, customers, notes
from bot.storage.sql.statements import AnyRow

_C = cases.c
_COLUMNS = select(
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
    _C.role,
    _C.language,
    _C.collected,
    _C.waiting_since,
    _C.taken_at,
    _C.reminded_at,
    customers.c.tier,
    *AGENT_COLUMNS,
)
CASES = _COLUMNS.outerjoin(agents, agents.c.id == _C.assignee_id).outerjoin(
    customers, customers.c.conversation_id == _C.conversation_id
)
"""Cases as `case_from` reads them."""


def case_from(row: AnyRow) -> Case:
    """The case in a row of `CASES`."""
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
        role=row.role,
        language=row.language,
        tier=row.tier or Tier.NORMAL,
        values=row.collected,
        waiting_since=row.waiting_since,
        taken_at=row.taken_at,
        reminded_at=row.reminded_at,
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
        "role": case.role,
        "language": case.language,
        "collected": case.values,
        "waiting_since": case.waiting_since,
        "taken_at": case.taken_at,
        "reminded_at": case.reminded_at,
    }


def _wanted(wanted: QueueFilter) -> list[ColumnElement[bool]]:
    """The filter as conditions."""
    conditions = [_C.status.in_(sorted(wanted.statuses & OPEN_CASE)), _C.id > wanted.after]
    if wanted.role is not None:
        conditions.append(_C.role == wanted.role)
    if wanted.assignee_id is not None:
        conditions.append(_C.assignee_id == wanted.assignee_id)
    if wanted.unassigned:
        conditions.append(_C.assignee_id.is_(None))
    if wanted.language:
        conditions.append(_C.language == wanted.language)
    return conditions


@dataclass(frozen=True, slots=True)
class SqlCases:
    """See `bot.core.ports.Cases`."""

    connection: Connection

    def open(self, conversation: Conversation, handoff: HandOff, attempts: Sequence[Attempt], *, now: datetime) -> Case:
        """Create a WAITING case."""
        case = Case.opened(0, conversation, handoff, attempts, now=now)  # the database gives it its number
        row = {**_changeable(case), "conversation_id": conversation.id, "version": 0}
        case_id = self.connection.execute(insert(cases).values(row).returning(_C.id)).scalar_one()
        return self.get(case_id)

    def get(self, case_id: int) -> Case:
        """Raises NotFound."""
        row = self.connection.execute(CASES.where(_C.id == case_id)).one_or_none()
        if row is None:
            raise _unknown(case_id)
        return case_from(row)

    def lock(self, case_id: int) -> Case:
        """As `get`; where several may write, others wait."""
        if self.connection.dialect.name == "postgresql":
            self.connection.execute(select(_C.id).where(_C.id == case_id).with_for_update())
        return self.get(case_id)

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

    def listing(self, wanted: QueueFilter) -> list[Case]:
        """One page of the open cases that are wanted; documents are read of these only."""
        page = select(_C.id).where(*_wanted(wanted)).order_by(_C.id).limit(wanted.limit)
        query = CASES.where(_C.id.in_(page.scalar_subquery())).order_by(_C.id)
        return [case_from(row) for row in self.connection.execute(query)]

    def counts(self) -> QueueCounts:
        """All open cases, counted by one statement."""
        alike = (_C.status, _C.role, _C.assignee_id, _C.language)
        query = select(*alike, func.count().label("count")).where(_C.status.in_(sorted(OPEN_CASE))).group_by(*alike)
        return QueueCounts(counts=tuple(QueueCount(**row._mapping) for row in self.connection.execute(query)))  # noqa: SLF001 - the public name of a row's columns in SQLAlchemy

    def ended(self, *, limit: int) -> list[Case]:
        """The cases that ended last, newest first."""
        query = CASES.where(_C.ended_at.is_not(None)).order_by(_C.ended_at.desc(), _C.id.desc()).limit(limit)
        return [case_from(row) for row in self.connection.execute(query)]

    def queues(self) -> dict[Role, int]:
        """How many cases wait for each role."""
        query = select(_C.role, func.count().label("waiting")).where(_C.status == CaseStatus.WAITING).group_by(_C.role)
        return {row.role: row.waiting for row in self.connection.execute(query)}

    def place(self, case: Case) -> int:
        """The case's place in the queue of its role."""
        if case.status is not CaseStatus.WAITING:
            return 0
        ahead = (_C.status == CaseStatus.WAITING, _C.role == case.role, _C.id <= case.id)
        return self.connection.scalar(select(func.count()).select_from(cases).where(*ahead)) or 0

    def of_conversation(self, conversation_id: int) -> list[Case]:
        """Newest first."""
        query = CASES.where(_C.conversation_id == conversation_id).order_by(_C.id.desc())
        return [case_from(row) for row in self.connection.execute(query)]

    def _check(self, case_id: int) -> None:
        if self.connection.scalar(select(_C.id).where(_C.id == case_id)) is None:
            raise _unknown(case_id)


def _unknown(case_id: int) -> NotFound:
    return NotFound(f"there is no case #{case_id}", code="case_unknown", values={"case": str(case_id)})


@dataclass(frozen=True, slots=True)
class SqlNotes:
    """See `bot.core.ports.Notes`."""

    connection: Connection

    def add(self, case_id: int, agent: Agent, text: str, *, key: str = "", now: datetime) -> Note:
        """Keep a note. Raises NotFound when there is no such case."""
        SqlCases(self.connection).get(case_id)
        row = {"case_id": case_id, "agent_id": agent.id, "text": text, "at": now, "key": key or None}
        note_id = self.connection.execute(insert(notes).values(row).returning(notes.c.id)).scalar_one()
        return Note(id=note_id, case_id=case_id, agent=agent, text=text, at=now)

    def of_key(self, key: str) -> Note | None:
        """The note that was kept under this key."""
        return next(iter(self._notes(notes.c.key == key)), None)

    def of_case(self, case_id: int) -> list[Note]:
        """Oldest first."""
        return self._notes(notes.c.case_id == case_id)

    def _notes(self, wanted: ColumnElement[bool]) -> list[Note]:
        rows = self.connection.execute(
            select(notes.c.id, notes.c.case_id, notes.c.text, notes.c.at, *AGENT_COLUMNS)
            .join(agents, agents.c.id == notes.c.agent_id)
            .where(wanted)
            .order_by(notes.c.id)
        )
        found = ((row, agent_from(row)) for row in rows)
        return [
            Note(id=row.id, case_id=row.case_id, agent=agent, text=row.text, at=row.at)
            for row, agent in found
            if agent is not None
        ]
