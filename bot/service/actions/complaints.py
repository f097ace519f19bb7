"""A complaint that nobody has settled in time goes to the supervisor, marked as late."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from typing import Final

from bot.core.ports import UnitOfWork
from bot.core.roles import Role
from bot.core.tasks import UNDER_WAY, AuditEntry, Task
from bot.core.timers import Timer, TimerKind
from bot.scripts.book import ScriptBook
from bot.service.actions.words import Words

LATE: Final = Words(zh="【超时未结】", en="[late] ")


def watch_complaint(uow: UnitOfWork, task: Task) -> None:
    """Look at this complaint again when it must be settled."""
    if task.due_at is not None:
        uow.timers.start(
            key=f"{TimerKind.COMPLAINT_DUE}:{task.id}",
            kind=TimerKind.COMPLAINT_DUE,
            conversation_id=task.conversation_id,
            due_at=task.due_at,
            args={"task": task.id},
            once=True,
        )


def escalate(uow: UnitOfWork, book: ScriptBook, timer: Timer, now: datetime) -> bool:
    """Give the complaint to the supervisor, if it is still unsettled; the audit says so. Returns whether it was."""
    task = uow.tasks.get(int(str(timer.args["task"])))
    if task.status not in UNDER_WAY:
        return False
    duty = f"{LATE.in_language(book.default_language)}{task.duty}"
    uow.tasks.save(replace(task, role=Role.SUPERVISOR, duty=duty))
    uow.audit.record(
        AuditEntry(
            key=timer.key,
            conversation_id=task.conversation_id,
            action=TimerKind.COMPLAINT_DUE.value,
            at=now,
            done=True,
            order_number=task.order_number,
            result={"id": task.number, "role": Role.SUPERVISOR.value},
        )
    )
    return True
