"""Where a case stands, derived from its events: the row in the store is their projection and nothing else."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from functools import reduce

from bot.core.cases import OPEN_CASE, Case, CaseEvent, CaseEventKind, CaseStatus
from bot.core.roles import Agent, Role


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """What the events of a case say about it; the fields are those of `Case`."""

    status: CaseStatus = CaseStatus.WAITING
    role: Role = Role.AFTER_SALE
    assignee_id: int | None = None
    waiting_since: datetime | None = None
    taken_at: datetime | None = None
    reminded_at: datetime | None = None
    first_reply_at: datetime | None = None
    ended_at: datetime | None = None
    outcome: str = ""


def replay(events: Iterable[CaseEvent]) -> Standing:
    """Where the case stands after these events, oldest first."""
    return reduce(follow, events, Standing())


def standing_of(case: Case) -> Standing:
    """What the row says."""
    return Standing(
        status=case.status,
        role=case.role,
        assignee_id=case.assignee.id if case.assignee else None,
        waiting_since=case.waiting_since,
        taken_at=case.taken_at,
        reminded_at=case.reminded_at,
        first_reply_at=case.first_reply_at,
        ended_at=case.ended_at,
        outcome=case.outcome,
    )


def project(case: Case, event: CaseEvent, *, to: Agent | None = None) -> Case:
    """The row after one more event; `to` is the colleague that it passes the case to, if it does."""
    standing = follow(standing_of(case), event)
    known = {agent.id: agent for agent in (case.assignee, event.agent, to) if agent is not None}
    return replace(
        case,
        status=standing.status,
        role=standing.role,
        assignee=known[standing.assignee_id] if standing.assignee_id is not None else None,
        waiting_since=standing.waiting_since,
        taken_at=standing.taken_at,
        reminded_at=standing.reminded_at,
        first_reply_at=standing.first_reply_at,
        ended_at=standing.ended_at,
        outcome=standing.outcome,
    )


def follow(standing: Standing, event: CaseEvent) -> Standing:
    """Where the case stands after one more event; most of what is noted beside it changes nothing."""
    match event.kind:
        case CaseEventKind.OPENED:
            return replace(standing, role=_role(event) or standing.role, waiting_since=event.at)
        case CaseEventKind.CLAIMED:
            return _held(standing, event.agent.id if event.agent else None, event.at)
        case CaseEventKind.CUSTOMER_WROTE:
            return _waits(standing, event.at)
        case CaseEventKind.REPLIED:
            return _answered(standing, event.at)
        case CaseEventKind.REMINDED:
            return replace(standing, reminded_at=event.at)
        case CaseEventKind.TRANSFERRED | CaseEventKind.ESCALATED | CaseEventKind.REQUEUED:
            return _moved(standing, event)
        case CaseEventKind.RETURNED | CaseEventKind.CLOSED:
            return _ended(standing, event)
        case CaseEventKind.REOPENED:
            reopened = replace(standing, ended_at=None, outcome="", waiting_since=None)
            return _held(reopened, event.agent.id if event.agent else None, event.at)
        case _:
            return standing


def _held(standing: Standing, agent_id: int | None, at: datetime) -> Standing:
    """The personal clock of who has it begins anew; the customer's goes on."""
    return replace(standing, status=CaseStatus.TAKEN, assignee_id=agent_id, taken_at=at, reminded_at=None)


def _waits(standing: Standing, at: datetime) -> Standing:
    if standing.status not in OPEN_CASE or standing.waiting_since is not None:
        return standing
    status = CaseStatus.TAKEN if standing.status is CaseStatus.ANSWERED else standing.status
    return replace(standing, status=status, waiting_since=at, reminded_at=None)


def _answered(standing: Standing, at: datetime) -> Standing:
    return replace(
        standing,
        status=CaseStatus.ANSWERED,
        waiting_since=None,
        reminded_at=None,
        first_reply_at=standing.first_reply_at or at,
    )


def _moved(standing: Standing, event: CaseEvent) -> Standing:
    """To a colleague, or into a queue. Who is passed on waits for the next person, if they did not wait before."""
    role = Role.SUPERVISOR if event.kind is CaseEventKind.ESCALATED else _role(event) or standing.role
    moved = replace(standing, role=role, waiting_since=standing.waiting_since or event.at)
    agent_id = event.data.get("agent_id")
    if isinstance(agent_id, int):
        return _held(moved, agent_id, event.at)
    return replace(moved, status=CaseStatus.WAITING, assignee_id=None, taken_at=None, reminded_at=None)


def _ended(standing: Standing, event: CaseEvent) -> Standing:
    by = event.agent.id if event.agent else None
    return replace(
        standing,
        status=CaseStatus(event.kind.value),
        assignee_id=standing.assignee_id if standing.assignee_id is not None else by,
        waiting_since=None,
        reminded_at=None,
        ended_at=event.at,
        outcome=str(event.data.get("outcome", "")),
    )


def _role(event: CaseEvent) -> Role | None:
    value = event.data.get("role")
    return Role(value) if isinstance(value, str) else None
