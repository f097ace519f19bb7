"""What the desk shows, drawn: the list of cases or tasks, and the head, talk and card of one case.

Each panel is drawn by the same template whether it comes with the page, with the answer to an action or through the
event stream, so the three can never disagree.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from types import MappingProxyType
from typing import Final

from bot.core.cases import Agent, Card, CaseEvent, CaseEventKind, CaseStatus, Note, TaskStatus
from bot.core.messages import TranscriptEntry
from bot.service.decisions import max_off_percent
from bot.service.desk import QueueRow
from bot.web.desk.tasks import TaskBoard, TaskLine
from bot.web.pages import View, draw
from bot.web.wiring import Site

# Replies and notes stand in the talk themselves.
_TOLD_OTHERWISE: Final = frozenset({CaseEventKind.REPLIED, CaseEventKind.NOTED})


class Tab(StrEnum):
    """Which list the window shows."""

    OPEN = "open"
    TASKS = "tasks"
    ENDED = "ended"


@dataclass(frozen=True, slots=True, kw_only=True)
class Moment:
    """One thing in the talk, at its time: a message, a note or an event of the case; exactly one is set."""

    at: datetime
    entry: TranscriptEntry | None = None
    note: Note | None = None
    event: CaseEvent | None = None


def moments(card: Card) -> tuple[Moment, ...]:
    """Messages, notes and events as they happened.

    At equal times, taking the case comes before the reply that took it, and everything else after what was said.
    """
    entries = [Moment(at=entry.at, entry=entry) for entry in card.entries]
    notes = [Moment(at=note.at, note=note) for note in card.notes]
    told = [Moment(at=event.at, event=event) for event in card.history if event.kind not in _TOLD_OTHERWISE]
    taken = [moment for moment in told if moment.event and moment.event.kind is CaseEventKind.CLAIMED]
    others = [moment for moment in told if moment not in taken]
    return tuple(sorted((*taken, *entries, *others, *notes), key=lambda moment: moment.at))


@dataclass(frozen=True, slots=True, kw_only=True)
class Queue:
    """The list in its three parts."""

    waiting: tuple[QueueRow, ...]
    mine: tuple[QueueRow, ...]
    others: tuple[QueueRow, ...]


def sort_queue(rows: Sequence[QueueRow], agent: Agent) -> Queue:
    """Who waits, whom this agent serves, whom colleagues serve; each oldest first."""
    waiting = tuple(row for row in rows if row.case.status is CaseStatus.WAITING)
    taken = tuple(row for row in rows if row.case.status is CaseStatus.TAKEN and row.case.assignee is not None)
    return Queue(
        waiting=waiting,
        mine=tuple(row for row in taken if row.case.assignee and row.case.assignee.id == agent.id),
        others=tuple(row for row in taken if row.case.assignee and row.case.assignee.id != agent.id),
    )


async def draw_panels(site: Site, view: View, agent: Agent, tab: Tab, case_id: int | None = None) -> dict[str, str]:
    """Panel id → HTML. Raises NotFound when there is no such case."""
    count = await site.services.desk.open_tasks()
    panels = {"queue": await _LISTS[tab](site, view, agent, case_id), "task-count": str(count or "")}
    if case_id is None:
        return panels
    card = await site.services.desk.card(case_id)
    lines = _board(site, view, agent).on_card(card)
    return panels | {
        "head": draw("desk/_head.html", view, card=card, agent=agent),
        "talk": draw("desk/_talk.html", view, card=card, moments=moments(card), agent=agent),
        "card": draw("desk/_card.html", view, card=card, task_lines=lines),
    }


async def _open_cases(site: Site, view: View, agent: Agent, case_id: int | None) -> str:
    queue = sort_queue(await site.services.desk.queue(), agent)
    return draw("desk/_queue.html", view, queue=queue, open_case=case_id)


async def _ended_cases(site: Site, view: View, _agent: Agent, case_id: int | None) -> str:
    rows = tuple(reversed(await site.services.desk.ended()))
    return draw("desk/_ended.html", view, rows=rows, open_case=case_id)


async def _tasks(site: Site, view: View, agent: Agent, _case_id: int | None) -> str:
    """What is to be done; below it the prices that were approved and are not on their orders yet."""
    board = _board(site, view, agent)
    parts: dict[TaskStatus, list[TaskLine]] = {}
    for status in (TaskStatus.OPEN, TaskStatus.APPROVED):
        parts[status] = [board.listed(row) for row in await site.services.desk.tasks([status])]
    return draw("desk/_tasks.html", view, parts=parts)


_LISTS: Final[Mapping[Tab, Callable[[Site, View, Agent, int | None], Awaitable[str]]]] = MappingProxyType(
    {Tab.OPEN: _open_cases, Tab.TASKS: _tasks, Tab.ENDED: _ended_cases}
)


def _board(site: Site, view: View, agent: Agent) -> TaskBoard:
    return TaskBoard(agent=agent, max_off_percent=max_off_percent(site.services.book()), now=view.now)


def as_partials(panels: Mapping[str, str]) -> str:
    """Panels as htmx partials: each morphs into its place, so that focus, scrolling and drafts stay."""
    return "\n".join(
        f'<hx-partial hx-target="#{name}" hx-swap="innerMorph">{html}</hx-partial>' for name, html in panels.items()
    )
