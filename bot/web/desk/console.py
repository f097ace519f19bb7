"""The desk's pages: the list of open cases, of tasks and of ended cases, what was searched for, and one case."""

from __future__ import annotations

import secrets
from dataclasses import replace
from typing import Annotated

from fastapi import APIRouter, Depends, Query, Request
from starlette.responses import HTMLResponse

from bot.core.cases import Outcome
from bot.core.customers import Tier
from bot.core.roles import Agent, Role
from bot.desk.permissions import RECEIVING
from bot.web.desk.lists import Looking, Tab, filters
from bot.web.desk.panels import draw_panels
from bot.web.desk.session import CurrentAgent
from bot.web.pages import draw, page, view_of
from bot.web.wiring import CurrentSite, RowId, Site

router = APIRouter(include_in_schema=False)

Filtered = Annotated[Looking, Depends(filters)]


@router.get("/desk")
async def queue(site: CurrentSite, request: Request, agent: CurrentAgent, looking: Filtered) -> HTMLResponse:
    """The open cases, with nothing opened."""
    return await _list(site, request, agent, looking)


@router.get("/desk/tasks")
async def tasks(site: CurrentSite, request: Request, agent: CurrentAgent) -> HTMLResponse:
    """What was registered and waits for somebody to do it."""
    return await _list(site, request, agent, Looking(tab=Tab.TASKS))


@router.get("/desk/ended")
async def ended(site: CurrentSite, request: Request, agent: CurrentAgent) -> HTMLResponse:
    """The newest ended cases."""
    return await _list(site, request, agent, Looking(tab=Tab.ENDED))


@router.get("/desk/search")
async def search(
    site: CurrentSite, request: Request, agent: CurrentAgent, q: Annotated[str, Query(max_length=100)] = ""
) -> HTMLResponse:
    """Cases, customers and orders that have these words."""
    view, looking = view_of(request, site), Looking(tab=Tab.SEARCH)
    found = await site.services.search.find(q, agent)
    panels = await draw_panels(site, view, agent, looking)
    panels["queue"] = draw("desk/_found.html", view, found=found)
    return page("desk/list.html", view, agent=agent, looking=looking, panels=panels, query=found.words)


@router.get("/desk/cases/{case_id}")
async def case(
    site: CurrentSite, request: Request, agent: CurrentAgent, case_id: RowId, filtered: Filtered
) -> HTMLResponse:
    """One case beside the list."""
    view, looking = view_of(request, site), replace(filtered, case_id=case_id)
    panels = await draw_panels(site, view, agent, looking)
    return page(
        "desk/case.html",
        view,
        agent=agent,
        looking=looking,
        panels=panels,
        query="",
        outcomes=tuple(Outcome),
        queues=tuple(role for role in Role if role in RECEIVING),
        agreed=await site.services.desk.fields(case_id),
        tiers=tuple(Tier),
        key=secrets.token_urlsafe(24),
    )


async def _list(site: Site, request: Request, agent: Agent, looking: Looking) -> HTMLResponse:
    view = view_of(request, site)
    panels = await draw_panels(site, view, agent, looking)
    return page("desk/list.html", view, agent=agent, looking=looking, panels=panels, query="")
