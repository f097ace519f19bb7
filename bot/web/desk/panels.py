"""What the desk shows, drawn: the list of cases or tasks, and the head, talk, card and colleagues of one case.

Each panel is drawn by the same template whether it comes with the page, with the answer to an action or through the
event stream, so the three can never disagree.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from functools import partial
from types import MappingProxyType
from typing import Final

from bot.core.cases import Card
from bot.core.queue import QueueCounts
from bot.core.ratings import Solver
from bot.core.roles import Agent, Role
from bot.core.tasks import TaskStatus
from bot.desk.permissions import RECEIVING, Act, may
from bot.scripts.rating_policy import asks_for_ratings
from bot.service.decisions import max_off_percent
from bot.service.presence import Watch
from bot.service.rating_report import Measured
from bot.service.signs import Sign
from bot.web.desk.forms import offered
from bot.web.desk.lists import WAITING, Looking, Show, Tab, parts, reminders, totals
from bot.web.desk.talk import moments, wording
from bot.web.desk.tasks import TaskBoard, TaskLine
from bot.web.pages import View, draw
from bot.web.wiring import Site

_QUEUES: Final = tuple(role for role in Role if role in RECEIVING)
_SEEN_BY: Final = 4
"""Names of those who looked that are told; the latest."""


async def draw_panels(site: Site, view: View, agent: Agent, looking: Looking) -> dict[str, str]:
    """Panel id → HTML. Raises NotFound when there is no such case."""
    tasks, counts = await site.services.desk.open_tasks(), await site.services.desk.counts()
    there = agent.on_shift or not site.services.presence.is_away(agent.id)
    panels = {
        "task-count": str(tasks or ""),
        "waiting-count": str(counts.of(WAITING) or ""),
        "shift": draw("desk/_shift.html", view, there=there),
        "reminders": draw("desk/_reminders.html", view, rows=await reminders(site.services.desk, counts, agent)),
    }
    if looking.tab is Tab.OPEN:
        panels |= await _open_cases(site, view, agent, looking, counts)
    else:
        panels |= await _LISTS[looking.tab](site, view, agent, looking)
    if looking.case_id is None:
        return panels
    card = await site.services.desk.card(looking.case_id)
    return panels | _case_panels(site, view, agent, card) | await _people(site, view, agent, card)


def as_partials(panels: Mapping[str, str]) -> str:
    """Panels as htmx partials: each morphs into its place, so that focus, scrolling and drafts stay."""
    return "\n".join(
        f'<hx-partial hx-target="#{name}" hx-swap="innerMorph">{html}</hx-partial>' for name, html in panels.items()
    )


def _case_panels(site: Site, view: View, agent: Agent, card: Card) -> dict[str, str]:
    allowed = partial(may, agent.role)
    lines = _board(site, view, agent).on_card(card)
    return {
        "head": draw("desk/_head.html", view, card=card, agent=agent, may=allowed),
        "talk": draw(
            "desk/_talk.html",
            view,
            card=card,
            moments=moments(card),
            wording=wording,
            agent=agent,
            may=allowed,
            read=site.services.presence.signs.of(card.conversation.id).read,
        ),
        "card": draw("desk/_card.html", view, card=card, task_lines=lines, may=allowed, offered=offered),
    }


async def _people(site: Site, view: View, agent: Agent, card: Card) -> dict[str, str]:
    """Who is at the case, and to whom it can be passed."""
    watch = site.services.desk.watch(card.case.id)
    sign = site.services.presence.signs.of(card.conversation.id)
    holder = card.case.assignee if card.case.is_open else None
    others = [
        one for one in await site.services.desk.receivers() if one.agent.id not in {agent.id, holder and holder.id}
    ]
    return {
        "colleagues": _colleagues(view, agent, watch, sign),
        "receivers": draw("desk/_receivers.html", view, receivers=others),
    }


def _colleagues(view: View, agent: Agent, watch: Watch, sign: Sign) -> str:
    others = [who for who in watch.looking if who.id != agent.id and who not in watch.writing]
    here = {who.id for who in (*watch.looking, *watch.writing)} | {agent.id}
    return draw(
        "desk/_colleagues.html",
        view,
        customer_writes=sign.customer_writes(view.now),
        writing=[who.name for who in watch.writing if who.id != agent.id],
        looking=[who.name for who in others],
        seen=[(who.name, at) for who, at in watch.seen if who.id not in here][:_SEEN_BY],
    )


async def _open_cases(site: Site, view: View, agent: Agent, looking: Looking, counts: QueueCounts) -> dict[str, str]:
    drawn = await parts(site.services.desk, counts, agent, looking)
    return {
        "queue": draw("desk/_queue.html", view, parts=drawn, looking=looking),
        "filters": draw(
            "desk/_filters.html",
            view,
            looking=looking,
            totals=totals(counts, agent, looking),
            shows=tuple(Show),
            roles=_QUEUES,
            languages=tuple(site.services.book().packs),
        ),
    }


async def _ended_cases(site: Site, view: View, agent: Agent, looking: Looking) -> dict[str, str]:
    """What ended last; above it, for who may see them, how customers rated this month."""
    rows = tuple(reversed(await site.services.desk.ended()))
    rated = await _rated(site, agent)
    return {"queue": draw("desk/_ended.html", view, rows=rows, open_case=looking.case_id, rated=rated)}


async def _rated(site: Site, agent: Agent) -> Mapping[Solver, Measured]:
    if not may(agent.role, Act.RATINGS) or not asks_for_ratings(site.services.book().shop):
        return {}
    report = await site.services.ratings.of_month(agent, limit=1)
    return {solver: one for solver, one in report.solvers.items() if solver is Solver.AGENT or one.rates.invited}


async def _tasks(site: Site, view: View, agent: Agent, _looking: Looking) -> dict[str, str]:
    """What is to be done; below it the prices that were approved and are not on their orders yet."""
    board = _board(site, view, agent)
    listed: dict[TaskStatus, list[TaskLine]] = {}
    for status in (TaskStatus.OPEN, TaskStatus.APPROVED):
        listed[status] = [board.listed(row) for row in await site.services.desk.tasks([status])]
    return {"queue": draw("desk/_tasks.html", view, parts=listed)}


async def _nothing(_site: Site, _view: View, _agent: Agent, _looking: Looking) -> dict[str, str]:
    """What was searched for stands on the page and does not change by itself."""
    return {}


_LISTS: Final[Mapping[Tab, Callable[[Site, View, Agent, Looking], Awaitable[dict[str, str]]]]] = MappingProxyType(
    {Tab.TASKS: _tasks, Tab.ENDED: _ended_cases, Tab.SEARCH: _nothing}
)


def _board(site: Site, view: View, agent: Agent) -> TaskBoard:
    return TaskBoard(
        agent=agent, max_off_percent=max_off_percent(site.services.book()), now=view.now, language=view.language
    )
