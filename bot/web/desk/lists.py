"""Which cases a window lists: its tab and filters, as they stand in the address, and the parts of the open list."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from enum import StrEnum
from types import MappingProxyType
from typing import Annotated, Final
from urllib.parse import urlencode

from fastapi import Query

from bot.core.cases import CaseStatus
from bot.core.queue import QueueCounts, QueueFilter
from bot.core.roles import Agent, Role
from bot.service.desk import Desk, QueueRow
from bot.web.wiring import MAX_ROW_ID

_HELD: Final = frozenset({CaseStatus.TAKEN, CaseStatus.ANSWERED})
_OWED: Final = frozenset({CaseStatus.TAKEN})
WAITING: Final = QueueFilter(statuses=frozenset({CaseStatus.WAITING}))
"""Everybody who waits, whatever the window lists."""


class Tab(StrEnum):
    """Which list the window shows."""

    OPEN = "open"
    TASKS = "tasks"
    ENDED = "ended"
    SEARCH = "search"


class Show(StrEnum):
    """Which part of the open list; ALL has the beginning of each."""

    ALL = "all"
    WAITING = "waiting"
    MINE = "mine"
    OTHERS = "others"


@dataclass(frozen=True, slots=True, kw_only=True)
class Looking:
    """What one window looks at.

    Attributes:
        tab: the list on its left.
        case_id: the case beside it, if any.
        show, role, language: the filters of the open list; None and "" are all.
        after: id of the last case of the page before, where one part fills the list.
    """

    tab: Tab = Tab.OPEN
    case_id: int | None = None
    show: Show = Show.ALL
    role: Role | None = None
    language: str = ""
    after: int = 0

    def query(self, **changes: object) -> str:
        """The filters as `?…`, with these changed and without those that are off; empty when all are."""
        kept = {"show": self.show, "role": self.role, "language": self.language, "after": self.after} | changes
        on = {name: str(value) for name, value in kept.items() if value and value != Show.ALL}
        return f"?{urlencode(on)}" if on else ""

    @property
    def stream(self) -> str:
        """The query of this window's event stream."""
        case = f"&case={self.case_id}" if self.case_id is not None else ""
        return f"tab={self.tab}{case}{self.query().replace('?', '&')}"


async def filters(
    show: Show = Show.ALL,
    role: Role | None = None,
    language: Annotated[str, Query(max_length=10)] = "",
    after: Annotated[int, Query(ge=0, le=MAX_ROW_ID)] = 0,
) -> Looking:
    """The filters of the address."""
    return Looking(show=show, role=role, language=language, after=after)


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """One part of the open list: a page of its rows, how many there are in all, where the rest begins (0: nowhere)."""

    show: Show
    rows: tuple[QueueRow, ...]
    total: int
    more_after: int = 0


def wanted(show: Show, agent: Agent, looking: Looking) -> QueueFilter:
    """One part of the open list as a filter; `others` still has the agent's own, which no filter can leave out."""
    base = QueueFilter(role=looking.role, language=looking.language, after=looking.after)
    match show:
        case Show.WAITING:
            return replace(base, statuses=WAITING.statuses)
        case Show.MINE:
            return replace(base, statuses=_HELD, assignee_id=agent.id)
        case Show.OTHERS:
            return replace(base, statuses=_HELD)
        case Show.ALL:
            return base


def totals(counts: QueueCounts, agent: Agent, looking: Looking) -> Mapping[Show, int]:
    """How many cases each part has under the filters of the window, on all pages."""
    of = {show: counts.of(wanted(show, agent, looking)) for show in Show}
    return MappingProxyType(of | {Show.OTHERS: of[Show.OTHERS] - of[Show.MINE]})


async def reminders(desk: Desk, counts: QueueCounts, agent: Agent) -> tuple[QueueRow, ...]:
    """The cases of this agent in which the silence ladder has reminded them that the customer waits."""
    owed = QueueFilter(statuses=_OWED, assignee_id=agent.id)
    rows = await desk.queue(owed) if counts.of(owed) else ()
    return tuple(row for row in rows if row.case.reminded_at is not None)


async def parts(desk: Desk, counts: QueueCounts, agent: Agent, looking: Looking) -> tuple[Part, ...]:
    """Who waits, whom this agent serves, whom colleagues serve: what the window shows of them, each oldest first."""
    shown = [show for show in Show if show is not Show.ALL] if looking.show is Show.ALL else [looking.show]
    of = totals(counts, agent, looking)
    drawn = []
    for show in shown:
        asked = wanted(show, agent, looking)
        page = await desk.queue(asked) if of[show] else ()
        more = page[-1].case.id if len(page) == asked.limit and counts.of(asked) > len(page) else 0
        rows = tuple(_owed_first(row for row in page if show is not Show.OTHERS or not _is_mine(row, agent)))
        drawn.append(Part(show=show, rows=rows, total=of[show], more_after=more))
    return tuple(drawn)


def _owed_first(rows: Iterator[QueueRow]) -> list[QueueRow]:
    """Whom we owe an answer before whose turn it is."""
    return sorted(rows, key=lambda row: row.case.status is CaseStatus.ANSWERED)


def _is_mine(row: QueueRow, agent: Agent) -> bool:
    return row.case.assignee is not None and row.case.assignee.id == agent.id
