"""What an agent may do to a case, as functions from the old value to the new one and its event.

Raises Conflict when the case is not in a state for it. The messages are shown to agents as they are.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from typing import Final

from bot.core.cases import (
    Agent,
    Case,
    CaseEvent,
    CaseEventKind,
    CaseStatus,
    Outcome,
    Role,
)
from bot.core.errors import Conflict

_OPEN: Final = frozenset({CaseStatus.WAITING, CaseStatus.TAKEN})


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
