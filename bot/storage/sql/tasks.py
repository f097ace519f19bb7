"""Work registered for roles."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, select, update

from bot.core.cases import Role, Task, TaskKind, TaskStatus
from bot.core.conversation import JsonValue
from bot.core.errors import NotFound
from bot.storage.sql.agents import AGENT_COLUMNS, agent_from
from bot.storage.sql.schema import agents, tasks
from bot.storage.sql.statements import AnyRow, insert_into

_T = tasks.c
_SELECT = select(
    _T.id,
    _T.key,
    _T.kind,
    _T.role,
    _T.conversation_id,
    _T.status,
    _T.created_at,
    _T.order_number,
    _T.args,
    _T.decided_at,
    *AGENT_COLUMNS,
).outerjoin(agents, agents.c.id == _T.decided_by_id)


def _task_from(row: AnyRow) -> Task:
    return Task(
        id=row.id,
        key=row.key,
        kind=row.kind,
        role=row.role,
        conversation_id=row.conversation_id,
        status=row.status,
        created_at=row.created_at,
        order_number=row.order_number,
        args=row.args,
        decided_at=row.decided_at,
        decided_by=agent_from(row),
    )


@dataclass(frozen=True, slots=True)
class SqlTasks:
    """See `bot.core.ports.Tasks`."""

    connection: Connection

    def register(
        self,
        *,
        key: str,
        kind: TaskKind,
        role: Role,
        conversation_id: int,
        order_number: str,
        args: dict[str, JsonValue],
        now: datetime,
    ) -> Task:
        """Create the task, or return the one that already has this key."""
        row = {
            "key": key,
            "kind": kind,
            "role": role,
            "conversation_id": conversation_id,
            "status": TaskStatus.OPEN,
            "created_at": now,
            "order_number": order_number,
            "args": args,
        }
        insert_new = insert_into(self.connection, tasks).values(row)
        self.connection.execute(insert_new.on_conflict_do_nothing(index_elements=[_T.key]))
        return _task_from(self.connection.execute(_SELECT.where(_T.key == key)).one())

    def get(self, task_id: int) -> Task:
        """Raises NotFound."""
        row = self.connection.execute(_SELECT.where(_T.id == task_id)).one_or_none()
        if row is None:
            message = f"there is no task {task_id}"
            raise NotFound(message)
        return _task_from(row)

    def save(self, task: Task) -> None:
        """Store status, args, decided_at and decided_by. Raises NotFound."""
        row = {
            "status": task.status,
            "args": task.args,
            "decided_at": task.decided_at,
            "decided_by_id": task.decided_by.id if task.decided_by else None,
        }
        changed = self.connection.execute(update(tasks).where(_T.id == task.id).values(row))
        if changed.rowcount == 0:
            self.get(task.id)

    def of_conversation(self, conversation_id: int) -> list[Task]:
        """Newest first."""
        query = _SELECT.where(_T.conversation_id == conversation_id).order_by(_T.id.desc())
        return [_task_from(row) for row in self.connection.execute(query)]

    def of_order(self, order_number: str, kind: TaskKind, status: TaskStatus) -> list[Task]:
        """Newest first."""
        query = _SELECT.where(_T.order_number == order_number, _T.kind == kind, _T.status == status)
        return [_task_from(row) for row in self.connection.execute(query.order_by(_T.id.desc()))]

    def listing(self, statuses: Sequence[TaskStatus], *, after: int = 0, limit: int = 200) -> list[Task]:
        """Tasks in these states, oldest first."""
        query = _SELECT.where(_T.status.in_(statuses), _T.id > after).order_by(_T.id).limit(limit)
        return [_task_from(row) for row in self.connection.execute(query)]
