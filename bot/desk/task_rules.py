"""What an agent may do to a task: who decides, finishes, writes up.

Raises Conflict when the task is not in a state for it, NotAllowed when this agent may not; both carry a code that
`bot.desk.wording` words.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from decimal import Decimal
from typing import Final

from bot.core.orders import Fulfilment, Order
from bot.core.roles import Agent, Role
from bot.core.tasks import COMPLAINT_PARTS, Task, TaskKind, TaskStatus
from bot.desk.drafts import require_fit
from bot.desk.permissions import PERMISSIONS, Act, may
from bot.desk.wording import conflict, not_allowed

_NEEDED_TO_ARCHIVE: Final = ("classification", "summary")
_LONGEST_PART: Final = 1000


def decide(
    task: Task, agent: Agent, order: Order | None, *, approve: bool, max_off_percent: Decimal, now: datetime
) -> Task:
    """The request approved or refused, by an agent of the role that must decide, or by a supervisor.

    Pre-sale may approve prices up to `max_off_percent` off the order's total (0 means nothing), a supervisor any. A
    complaint whose proposal is refused stays open, without it.
    """
    if task.approver is None:
        raise conflict("task_no_approval", task=task.number)
    _require_open(task)
    if agent.role not in {task.approver, Role.SUPERVISOR}:
        raise not_allowed("task_decide_role", roles=_ids(task.approver, Role.SUPERVISOR), task=task.number)
    if task.kind is TaskKind.COMPLAINT and not approve:
        return replace(task, args={name: value for name, value in task.args.items() if name != "proposal"})
    if approve:
        _require_approvable(task, agent, order, max_off_percent)
    status = TaskStatus.APPROVED if approve else TaskStatus.REFUSED
    return replace(task, status=status, decided_at=now, decided_by=agent)


def finish(task: Task, agent: Agent, *, now: datetime) -> Task:
    """The task done by an agent of its role, or by a supervisor; one that needs a decision only once approved.

    A price change is done by itself when the order shows the price.
    """
    if task.approver is not None and task.status is TaskStatus.OPEN:
        raise conflict("task_needs_decision", task=task.number)
    if task.status is not TaskStatus.APPROVED or task.kind is TaskKind.PRICE_CHANGE:
        _require_open(task)
    if agent.role not in {task.role, Role.SUPERVISOR}:
        raise not_allowed("task_finish_role", roles=_ids(task.role, Role.SUPERVISOR), task=task.number)
    missing = [name for name in _NEEDED_TO_ARCHIVE if not task.args.get(name)]
    if task.kind is TaskKind.COMPLAINT and missing:
        raise conflict("complaint_unfinished", task=task.number)
    return replace(task, status=TaskStatus.DONE, decided_at=now, decided_by=agent)


def write_up(task: Task, agent: Agent, parts: Mapping[str, str]) -> Task:
    """The complaint with these parts of its record; an empty part is taken out. What was approved stays as it is."""
    if task.kind is not TaskKind.COMPLAINT:
        raise conflict("complaint_unknown", task=task.number)
    if not may(agent.role, Act.WRITE_UP):
        raise not_allowed("complaint_write_role", roles=_ids(*sorted(PERMISSIONS[Act.WRITE_UP])), task=task.number)
    if task.status is TaskStatus.DONE:
        raise conflict("complaint_archived", task=task.number)
    unknown = [name for name in parts if name not in COMPLAINT_PARTS]
    if unknown:
        raise conflict("complaint_part_unknown", part=unknown[0])
    if task.status is TaskStatus.APPROVED and parts.get("proposal", task.args.get("proposal")) != task.args.get(
        "proposal"
    ):
        raise conflict("complaint_proposal_fixed", task=task.number)
    for text in parts.values():
        require_fit(text)  # the customer is told the proposal and gets the letter
    written = {name: text.strip()[:_LONGEST_PART] for name, text in parts.items()}
    return replace(task, args={name: value for name, value in {**task.args, **written}.items() if value})


def percent_off(task: Task, order: Order) -> Decimal:
    """How much the price asked for is below the order's total, in percent of a total that is not 0."""
    return (order.total - Decimal(str(task.args["price"]))) / order.total * 100


def _require_approvable(task: Task, agent: Agent, order: Order | None, max_off_percent: Decimal) -> None:
    match task.kind:
        case TaskKind.PRICE_CHANGE:
            _require_within_cap(task, agent, order, max_off_percent)
        case TaskKind.REFUND if order is None:
            raise conflict("task_order_gone", task=task.number)
        case TaskKind.COMPLAINT if not task.args.get("proposal"):
            raise conflict("task_no_proposal", task=task.number)


def _require_within_cap(task: Task, agent: Agent, order: Order | None, max_off_percent: Decimal) -> None:
    if order is None or order.total <= 0:
        raise conflict("task_order_gone", task=task.number)
    if order.fulfilment is not Fulfilment.UNPAID:
        raise conflict("task_price_too_late", order=order.number, task=task.number)
    off = percent_off(task, order)
    if off > max_off_percent and agent.role is not Role.SUPERVISOR:
        raise not_allowed("task_price_too_low", off=f"{off:.1f}", most=max_off_percent)


def _require_open(task: Task) -> None:
    if task.status is not TaskStatus.OPEN:
        if task.decided_by is None:
            raise conflict("task_decided", task=task.number)
        raise conflict("task_decided_by", task=task.number, name=task.decided_by.name)


def _ids(*roles: Role) -> str:
    return " ".join(role.value for role in roles)
