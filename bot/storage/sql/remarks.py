"""Lines on orders, and the audit of what was done."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, select

from bot.core.errors import Conflict
from bot.core.roles import Agent
from bot.core.tasks import AuditEntry, Remark
from bot.storage.sql.agents import AGENT_COLUMNS, agent_from
from bot.storage.sql.schema import agents, audit, remarks
from bot.storage.sql.statements import AnyRow, insert_into

_R = remarks.c
_REMARK = select(_R.id, _R.order_number, _R.text, _R.at, *AGENT_COLUMNS).outerjoin(agents, agents.c.id == _R.agent_id)

_A = audit.c
_NAMES = ("key", "conversation_id", "action", "at", "done", "order_number", "args", "result")
_ENTRY = select(*(_A[name] for name in _NAMES), *AGENT_COLUMNS).outerjoin(agents, agents.c.id == _A.agent_id)


def _remark_from(row: AnyRow) -> Remark:
    return Remark(id=row.id, order_number=row.order_number, text=row.text, at=row.at, agent=agent_from(row))


@dataclass(frozen=True, slots=True)
class SqlRemarks:
    """See `bot.core.ports.Remarks`."""

    connection: Connection

    def add(self, *, key: str, order_number: str, text: str, agent: Agent | None, now: datetime) -> Remark:
        """Write the line, or return the one that already has this key."""
        row = {
            "key": key,
            "order_number": order_number,
            "text": text,
            "at": now,
            "agent_id": agent.id if agent else None,
        }
        insert_new = insert_into(self.connection, remarks).values(row)
        self.connection.execute(insert_new.on_conflict_do_nothing(index_elements=[_R.key]))
        return _remark_from(self.connection.execute(_REMARK.where(_R.key == key)).one())

    def of_orders(self, numbers: Sequence[str]) -> dict[str, tuple[Remark, ...]]:
        """The lines on these orders, oldest first."""
        rows = self.connection.execute(_REMARK.where(_R.order_number.in_(numbers)).order_by(_R.id))
        found: dict[str, tuple[Remark, ...]] = {}
        for remark in map(_remark_from, rows):
            found[remark.order_number] = (*found.get(remark.order_number, ()), remark)
        return found


def _entry_from(row: AnyRow) -> AuditEntry:
    return AuditEntry(**{name: getattr(row, name) for name in _NAMES}, agent=agent_from(row))


@dataclass(frozen=True, slots=True)
class SqlAudit:
    """See `bot.core.ports.Audit`."""

    connection: Connection

    def record(self, entry: AuditEntry) -> None:
        """Append. Raises Conflict when the key is there already."""
        row = {name: getattr(entry, name) for name in _NAMES} | {"agent_id": entry.agent.id if entry.agent else None}
        insert_new = insert_into(self.connection, audit).values(row)
        stored = self.connection.execute(insert_new.on_conflict_do_nothing(index_elements=[_A.key]))
        if stored.rowcount == 0:
            message = f"the action {entry.key} was performed before"
            raise Conflict(message)

    def find(self, key: str) -> AuditEntry | None:
        """The entry of this key."""
        row = self.connection.execute(_ENTRY.where(_A.key == key)).one_or_none()
        return _entry_from(row) if row is not None else None

    def of_conversation(self, conversation_id: int) -> list[AuditEntry]:
        """Oldest first."""
        query = _ENTRY.where(_A.conversation_id == conversation_id).order_by(_A.id)
        return [_entry_from(row) for row in self.connection.execute(query)]
