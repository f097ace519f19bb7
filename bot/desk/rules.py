"""What an agent may do to a case or a task, as functions from the old value to the new one and its event.

Raises Conflict when the case is not in a state for it, NotAllowed when this agent may not. The messages are shown
to agents as they are.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from decimal import Decimal
from types import MappingProxyType
from typing import Final

from bot.core.cases import (
    Agent,
    Case,
    CaseEvent,
    CaseEventKind,
    CaseStatus,
    Outcome,
    Role,
    Task,
    TaskKind,
    TaskStatus,
)
from bot.core.errors import Conflict, NotAllowed
from bot.core.orders import Fulfilment, Order

_OPEN: Final = frozenset({CaseStatus.WAITING, CaseStatus.TAKEN})
_MAY_DECIDE: Final = frozenset({Role.PRE_SALE, Role.SUPERVISOR})
_ROLES: Final[Mapping[Role, str]] = MappingProxyType(
    {Role.PRE_SALE: "售前", Role.AFTER_SALE: "售后", Role.WAREHOUSE: "仓库", Role.SUPERVISOR: "主管"}
)


def claim(case: Case, agent: Agent, *, now: datetime) -> tuple[Case, CaseEvent | None]:
    """The case as this agent's. Claiming one's own case again changes nothing (no event)."""
    _require_open(case)
    if case.assignee is not None and case.assignee.id != agent.id:
        raise Conflict(f"#{case.id} 已由 {case.assignee.name} 接待。")
    if case.status is CaseStatus.TAKEN:
        return case, None
    return replace(case, status=CaseStatus.TAKEN, assignee=agent), _event(case, CaseEventKind.CLAIMED, agent, now)


def reply(case: Case, agent: Agent, *, now: datetime) -> tuple[Case, CaseEvent]:
    """The case after this agent, whose case it is, answered the customer. The first answer stops the waiting clock."""
    _require_mine(case, agent)
    answered = case if case.first_reply_at is not None else replace(case, first_reply_at=now)
    return answered, _event(case, CaseEventKind.REPLIED, agent, now)


def give_back(case: Case, agent: Agent, outcome: str, *, now: datetime) -> tuple[Case, CaseEvent]:
    """The case ended by returning the conversation to the bot, with what was agreed."""
    _require_mine(case, agent)
    ended = replace(case, status=CaseStatus.RETURNED, ended_at=now, outcome=outcome)
    return ended, _event(case, CaseEventKind.RETURNED, agent, now, outcome=outcome)


def close(case: Case, agent: Agent, outcome: Outcome, *, now: datetime) -> tuple[Case, CaseEvent]:
    """The case closed. A supervisor may close anybody's; a waiting case can be closed by who finds it is spam."""
    _require_open(case)
    if case.assignee is not None and case.assignee.id != agent.id and agent.role is not Role.SUPERVISOR:
        raise Conflict(f"#{case.id} 由 {case.assignee.name} 接待，只有本人或主管可以关闭。")
    ended = replace(
        case, status=CaseStatus.CLOSED, assignee=case.assignee or agent, ended_at=now, outcome=outcome.value
    )
    return ended, _event(case, CaseEventKind.CLOSED, agent, now, outcome=outcome.value)


def decide(
    task: Task, agent: Agent, order: Order | None, *, approve: bool, max_off_percent: Decimal, now: datetime
) -> Task:
    """The price change approved or refused.

    Pre-sale may approve up to `max_off_percent` off the order's total (0 means nothing), a supervisor any price.
    """
    if task.kind is not TaskKind.PRICE_CHANGE:
        raise Conflict(f"{task.number} 不是改价申请，不需要审批。")
    _require_open_task(task)
    if agent.role not in _MAY_DECIDE:
        raise NotAllowed("只有售前和主管可以审批改价。")
    if approve:
        _require_within_cap(task, agent, order, max_off_percent)
    status = TaskStatus.APPROVED if approve else TaskStatus.REFUSED
    return replace(task, status=status, decided_at=now, decided_by=agent)


def finish(task: Task, agent: Agent, *, now: datetime) -> Task:
    """The task done by an agent of its role, or by a supervisor. A price change is not: it is decided."""
    if task.kind is TaskKind.PRICE_CHANGE:
        raise Conflict(f"{task.number} 是改价申请，请选同意或不同意。")
    _require_open_task(task)
    if agent.role not in {task.role, Role.SUPERVISOR}:
        may = "和".join(dict.fromkeys((_ROLES[task.role], _ROLES[Role.SUPERVISOR])))
        raise NotAllowed(f"只有{may}可以完成 {task.number}。")
    return replace(task, status=TaskStatus.DONE, decided_at=now, decided_by=agent)


def percent_off(task: Task, order: Order) -> Decimal:
    """How much the price asked for is below the order's total, in percent of a total that is not 0."""
    return (order.total - Decimal(str(task.args["price"]))) / order.total * 100


def _require_within_cap(task: Task, agent: Agent, order: Order | None, max_off_percent: Decimal) -> None:
    if order is None or order.total <= 0:
        raise Conflict(f"找不到 {task.number} 对应的订单，无法核对金额。")
    if order.fulfilment is not Fulfilment.UNPAID:
        raise Conflict(f"订单 {order.number} 已经付款或关闭，不能再改价，请拒绝 {task.number}。")
    off = percent_off(task, order)
    if off > max_off_percent and agent.role is not Role.SUPERVISOR:
        raise NotAllowed(f"降价 {off:.1f}% 超过了 {max_off_percent}% 的权限，请主管审批。")


def _require_open_task(task: Task) -> None:
    if task.status is not TaskStatus.OPEN:
        by = f"（{task.decided_by.name}）" if task.decided_by else ""
        raise Conflict(f"{task.number} 已经处理过了{by}。")


def _require_open(case: Case) -> None:
    if case.status not in _OPEN:
        raise Conflict(f"#{case.id} 已经结束了。")


def _require_mine(case: Case, agent: Agent) -> None:
    _require_open(case)
    if case.assignee is None:
        raise Conflict(f"#{case.id} 还没有人接待，请先接待。")
    if case.assignee.id != agent.id:
        raise Conflict(f"#{case.id} 已由 {case.assignee.name} 接待。")


def _event(case: Case, kind: CaseEventKind, agent: Agent, now: datetime, **data: str) -> CaseEvent:
    return CaseEvent(case_id=case.id, kind=kind, at=now, agent=agent, data=dict(data))
