"""The silence ladder: what is done, and when, while a customer waits for a person. Counted in opening hours only."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from bot.core.cases import Case, CaseStatus
from bot.core.roles import Role
from bot.core.schedule import Schedule
from bot.scripts.desk_policy import SilencePolicy


class Rung(StrEnum):
    """What is done."""

    REMIND = "remind"  # the assignee is told
    REQUEUE = "requeue"  # it is anybody's again
    SUPERVISOR = "supervisor"  # the supervisors get it


@dataclass(frozen=True, slots=True, kw_only=True)
class NextStep:
    """The next rung, and when it is reached if nothing happens before."""

    rung: Rung
    due_at: datetime


def next_step(case: Case, schedule: Schedule, policy: SilencePolicy) -> NextStep | None:
    """What comes next; None while nobody waits, and when there is nothing left to do.

    Who has the case answers for their own time only: theirs begins when they got it, the customer's went on before.
    A case is taken from somebody before the supervisors get it, so that no two people answer.
    """
    if case.waiting_since is None:
        return None
    if case.status is CaseStatus.TAKEN:
        begun = max(case.waiting_since, case.taken_at or case.waiting_since)
        if case.reminded_at is None and policy.remind is not None:
            return _step(Rung.REMIND, begun, policy.remind, schedule)
        return _step(Rung.REQUEUE, begun, policy.requeue, schedule)
    if case.status is CaseStatus.WAITING and case.role is not Role.SUPERVISOR:
        return _step(Rung.SUPERVISOR, case.waiting_since, policy.supervisor, schedule)
    return None


def _step(rung: Rung, begun: datetime, span: timedelta | None, schedule: Schedule) -> NextStep | None:
    due_at = schedule.after(begun, span) if span is not None else None
    return NextStep(rung=rung, due_at=due_at) if due_at is not None else None
