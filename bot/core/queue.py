"""Looking at the queue: which cases are wanted, and how many there are of each sort."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from bot.core.cases import OPEN_CASE, CaseStatus
from bot.core.roles import Role

PAGE: Final = 50
"""Cases on one page of the queue."""


@dataclass(frozen=True, slots=True, kw_only=True)
class QueueFilter:
    """Which open cases are wanted. Everything that is given must hold.

    Attributes:
        statuses: states of open cases.
        role: only this queue.
        assignee_id: only what this agent has.
        unassigned: only what nobody has.
        language: only customers of this language.
        after: id of the last case of the page before; 0 for the first page.
        limit: cases on the page.
    """

    statuses: frozenset[CaseStatus] = OPEN_CASE
    role: Role | None = None
    assignee_id: int | None = None
    unassigned: bool = False
    language: str = ""
    after: int = 0
    limit: int = PAGE


@dataclass(frozen=True, slots=True, kw_only=True)
class QueueCount:
    """How many open cases are alike in everything that a filter can ask for."""

    status: CaseStatus
    role: Role
    assignee_id: int | None
    language: str
    count: int


@dataclass(frozen=True, slots=True, kw_only=True)
class QueueCounts:
    """The whole queue in numbers."""

    counts: tuple[QueueCount, ...] = ()

    def of(self, wanted: QueueFilter) -> int:
        """How many cases the filter has on all its pages."""
        return sum(one.count for one in self.counts if _fits(one, wanted))


def _fits(one: QueueCount, wanted: QueueFilter) -> bool:
    return (
        one.status in wanted.statuses
        and (wanted.role is None or one.role is wanted.role)
        and (wanted.assignee_id is None or one.assignee_id == wanted.assignee_id)
        and not (wanted.unassigned and one.assignee_id is not None)
        and (not wanted.language or one.language == wanted.language)
    )
