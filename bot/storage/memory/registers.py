"""Registers, remarks and the audit in memory."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, fields, replace
from datetime import datetime

from bot.core.errors import Conflict, NotFound
from bot.core.roles import Agent
from bot.core.tasks import AuditEntry, ReasonCount, Remark, Task, TaskDraft, TaskKind, TaskStatus
from bot.storage.memory.tables import Tables, known_agent
from bot.storage.values import document, utc


@dataclass(frozen=True, slots=True)
class MemoryTasks:
    """See `bot.core.ports.Tasks`."""

    tables: Tables

    def register(self, draft: TaskDraft, *, now: datetime) -> Task:
        """Create the task, or return the one that already has this key."""
        known = next((task for task in self.tables.tasks.values() if task.key == draft.key), None)
        if known is not None:
            return self.get(known.id)
        drafted = {field.name: getattr(draft, field.name) for field in fields(draft)}
        if draft.due_at is not None:
            drafted["due_at"] = utc(draft.due_at)
        task = Task(id=self.tables.tasks.next_id(), status=TaskStatus.OPEN, created_at=utc(now), **drafted)
        self.tables.tasks[task.id] = document(Task).detach(task)
        return self.get(task.id)

    def get(self, task_id: int) -> Task:
        """Raises NotFound."""
        task = self.tables.tasks.get(task_id)
        if task is None:
            message = f"there is no task {task_id}"
            raise NotFound(message, code="task_unknown", values={"task": str(task_id)})
        return replace(document(Task).detach(task), decided_by=known_agent(self.tables, task.decided_by))

    def save(self, task: Task) -> None:
        """Store what may change."""
        changed = replace(
            self.get(task.id),
            status=task.status,
            role=task.role,
            duty=task.duty,
            args=task.args,
            reason=task.reason,
            department=task.department,
            approver=task.approver,
            due_at=task.due_at,
            decided_at=task.decided_at,
            decided_by=task.decided_by,
        )
        self.tables.tasks[task.id] = document(Task).detach(changed)

    def of_conversation(self, conversation_id: int) -> list[Task]:
        """Newest first."""
        return [task for task in self._newest_first() if task.conversation_id == conversation_id]

    def of_order(self, order_number: str, kinds: Sequence[TaskKind], statuses: Sequence[TaskStatus]) -> list[Task]:
        """Newest first."""
        mine = (task for task in self._newest_first() if task.order_number == order_number)
        return [task for task in mine if task.kind in kinds and task.status in statuses]

    def listing(
        self, statuses: Sequence[TaskStatus], *, kinds: Sequence[TaskKind] = (), after: int = 0, limit: int = 200
    ) -> list[Task]:
        """Tasks in these states, oldest first."""
        tasks = sorted(self.tables.tasks.values(), key=lambda task: task.id)
        wanted = [task.id for task in tasks if task.status in statuses and task.id > after]
        wanted = [task_id for task_id in wanted if not kinds or self.tables.tasks[task_id].kind in kinds]
        return [self.get(task_id) for task_id in wanted[:limit]]

    def reason_counts(self, *, since: datetime, until: datetime) -> list[ReasonCount]:
        """The most frequent first."""
        given = (task for task in self.tables.tasks.values() if task.reason and since <= task.created_at < until)
        counted = Counter((task.kind, task.reason, task.department) for task in given)
        ordered = sorted(counted.items(), key=lambda item: (-item[1], item[0]))
        return [
            ReasonCount(kind=kind, reason=reason, department=department, count=count)
            for (kind, reason, department), count in ordered
        ]

    def _newest_first(self) -> list[Task]:
        return [self.get(task_id) for task_id in sorted(self.tables.tasks, reverse=True)]


@dataclass(frozen=True, slots=True)
class MemoryRemarks:
    """See `bot.core.ports.Remarks`."""

    tables: Tables

    def add(self, *, key: str, order_number: str, text: str, agent: Agent | None, now: datetime) -> Remark:
        """Write the line, or return the one that already has this key."""
        if key not in self.tables.remarks:
            number = self.tables.remarks.next_id()
            made = Remark(id=number, order_number=order_number, text=text, at=utc(now), agent=agent)
            self.tables.remarks[key] = made
        return self._view(self.tables.remarks[key])

    def of_orders(self, numbers: Sequence[str]) -> dict[str, tuple[Remark, ...]]:
        """The lines on these orders, oldest first."""
        found: dict[str, tuple[Remark, ...]] = {}
        for remark in sorted(self.tables.remarks.values(), key=lambda remark: remark.id):
            if remark.order_number in numbers:
                found[remark.order_number] = (*found.get(remark.order_number, ()), self._view(remark))
        return found

    def _view(self, remark: Remark) -> Remark:
        return replace(remark, agent=known_agent(self.tables, remark.agent))


@dataclass(frozen=True, slots=True)
class MemoryAudit:
    """See `bot.core.ports.Audit`."""

    tables: Tables

    def record(self, entry: AuditEntry) -> None:
        """Append. Raises Conflict when the key is there already."""
        if entry.key in self.tables.audit:
            message = f"the action {entry.key} was performed before"
            raise Conflict(message)
        self.tables.audit[entry.key] = document(AuditEntry).detach(replace(entry, at=utc(entry.at)))

    def find(self, key: str) -> AuditEntry | None:
        """The entry of this key."""
        entry = self.tables.audit.get(key)
        return self._view(entry) if entry is not None else None

    def of_conversation(self, conversation_id: int) -> list[AuditEntry]:
        """Oldest first."""
        entries = self.tables.audit.values()
        return [self._view(entry) for entry in entries if entry.conversation_id == conversation_id]

    def _view(self, entry: AuditEntry) -> AuditEntry:
        return replace(document(AuditEntry).detach(entry), agent=known_agent(self.tables, entry.agent))
