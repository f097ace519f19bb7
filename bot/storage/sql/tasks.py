"""Work registered for roles: the registers."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, fields
from datetime import datetime

from sqlalchemy import Connection, func, select, update

from bot.core.errors import NotFound
from bot.core.tasks import ReasonCount, Task, TaskDraft, TaskKind, TaskStatus
from bot.storage.sql.agents import AGENT_COLUMNS, agent_from
from bot.storage.sql.schema import agents, tasks
from bot.storage.sql.statements import AnyRow, insert_into

_T = tasks.c
_DRAFTED = tuple(field.name for field in fields(TaskDraft))
_COLUMNS = (*_DRAFTED, "id", "status", "created_at", "decided_at")
_SELECT = select(*(_T[name] for name in _COLUMNS), *AGENT_COLUMNS).outerjoin(agents, agents.c.id == _T.decided_by_id)


def _task_from(row: AnyRow) -> Task:
    return Task(**{name: getattr(row, name) for name in _COLUMNS}, decided_by=agent_from(row))


@dataclass(frozen=True, slots=True)
class SqlTasks:
    """See `bot.core.ports.Tasks`."""

    connection: Connection

    def register(self, draft: TaskDraft, *, now: datetime) -> Task:
        """Create the task, or return the one that already has this key."""
        row = {name: getattr(draft, name) for name in _DRAFTED} | {"status": TaskStatus.OPEN, "created_at": now}
        insert_new = insert_into(self.connection, tasks).values(row)
        self.connection.execute(insert_new.on_conflict_do_nothing(index_elements=[_T.key]))
        return _task_from(self.connection.execute(_SELECT.where(_T.key == draft.key)).one())

    def get(self, task_id: int) -> Task:
        """Raises NotFound."""
        row = self.connection.execute(_SELECT.where(_T.id == task_id)).one_or_none()
        if row is None:
            message = f"there is no task {task_id}"
            raise NotFound(message, code="task_unknown", values={"task": str(task_id)})
        return _task_from(row)

    def save(self, task: Task) -> None:
        """Store what may change. Raises NotFound."""
        row = {
            "status": task.status,
            "role": task.role,
            "duty": task.duty,
            "args": task.args,
            "reason": task.reason,
            "department": task.department,
            "approver": task.approver,
            "due_at": task.due_at,
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

    def of_order(self, order_number: str, kinds: Sequence[TaskKind], statuses: Sequence[TaskStatus]) -> list[Task]:
        """Newest first."""
        query = _SELECT.where(_T.order_number == order_number, _T.kind.in_(kinds), _T.status.in_(statuses))
        return [_task_from(row) for row in self.connection.execute(query.order_by(_T.id.desc()))]

    def listing(
        self, statuses: Sequence[TaskStatus], *, kinds: Sequence[TaskKind] = (), after: int = 0, limit: int = 200
    ) -> list[Task]:
        """Tasks in these states, oldest first."""
        query = _SELECT.where(_T.status.in_(statuses), _T.id > after).order_by(_T.id).limit(limit)
        query = query.where(_T.kind.in_(kinds)) if kinds else query
        return [_task_from(row) for row in self.connection.execute(query)]

    def reason_counts(self, *, since: datetime, until: datetime) -> list[ReasonCount]:
        """The most frequent first."""
        count = func.count().label("count")
        query = (
            select(_T.kind, _T.reason, _T.department, count)
            .where(_T.created_at >= since, _T.created_at < until, _T.reason != "")
            .group_by(_T.kind, _T.reason, _T.department)
            .order_by(count.desc(), _T.kind, _T.reason, _T.department)
        )
        rows = self.connection.execute(query)
        return [ReasonCount(kind=row[0], reason=row[1], department=row[2], count=row[3]) for row in rows]
