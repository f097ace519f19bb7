"""The API's endpoints about registers: tasks, decisions, complaints and the reasons counted."""

from __future__ import annotations

from datetime import timedelta
from typing import Annotated, Literal

from fastapi import APIRouter, Query

from bot.core.tasks import TaskKind, TaskStatus
from bot.desk.permissions import Act
from bot.web.api import answers, models
from bot.web.api.access import PREFIX, Caller, acts, problems
from bot.web.wiring import MAX_ROW_ID, CurrentSite, RowId

router = APIRouter(prefix=PREFIX, tags=["registers"], responses=problems(401, 422, 503))


@router.get("/tasks", summary="Tasks", **acts(Act.TASKS))
async def list_tasks(
    site: CurrentSite,
    status: Literal["open", "all"] = "open",
    kind: TaskKind | None = None,
    after: Annotated[int, Query(ge=0, le=MAX_ROW_ID)] = 0,
) -> list[models.TaskRow]:
    """What was registered and is open, or all of it, oldest first; with `kind` one register only.

    At most 200 at a time: `after` is the id of the last task of the page before.
    """
    statuses = (TaskStatus.OPEN,) if status == "open" else tuple(TaskStatus)
    rows = await site.services.desk.tasks(statuses, kinds=[kind] if kind else (), after=after)
    return [answers.task_row(row, site.tokens, now=site.services.clock()) for row in rows]


@router.post("/tasks/{task_id}/finish", summary="Finish a task", **acts(Act.FINISH, 404, 409))
async def finish(site: CurrentSite, caller: Caller, task_id: RowId) -> models.Task:
    """By an agent of the task's role, or a supervisor. What needs a decision only once it was approved."""
    return models.Task.model_validate(await site.services.desk.finish(task_id, caller))


@router.post("/tasks/{task_id}/decision", summary="Approve or refuse", **acts(Act.DECIDE, 404, 409))
async def decide(site: CurrentSite, caller: Caller, task_id: RowId, body: models.Decision) -> models.Task:
    """By the task's `approver`, or a supervisor; prices only within the shop's table. The customer is told."""
    return models.Task.model_validate(await site.services.desk.decide(task_id, caller, approve=body.approve))


@router.patch("/tasks/{task_id}/record", summary="Write about a complaint", **acts(Act.WRITE_UP, 404, 409))
async def write_up(site: CurrentSite, caller: Caller, task_id: RowId, body: models.ComplaintRecord) -> models.Task:
    """Facts, cause and proposal first; a supervisor decides about it; then summary and classification."""
    parts = {name: text for name, text in body.model_dump().items() if text is not None}
    return models.Task.model_validate(await site.services.registers.write_up(task_id, caller, parts))


@router.get("/tasks/{task_id}/letter", summary="Letter to a complaint", **acts(Act.TASKS, 404, 409))
async def letter(site: CurrentSite, task_id: RowId) -> models.Letter:
    """In seven parts, filled in from the complaint; nothing is sent."""
    return answers.letter(await site.services.registers.letter(task_id))


@router.get("/reports/reasons", summary="Reasons of returns", **acts(Act.TASKS))
async def reasons(
    site: CurrentSite, since: models.Instant | None = None, until: models.Instant | None = None
) -> models.ReasonReport:
    """How often each reason was given, by register, and which department should act; the last 30 days unless told."""
    until = until or site.services.clock()
    since = since or until - timedelta(days=30)
    found = await site.services.registers.reasons(since=since, until=until)
    return answers.reasons(found, since=since, until=until)
