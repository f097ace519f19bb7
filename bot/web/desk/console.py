"""The desk's pages: the list of open cases, of tasks and of ended cases, and one case beside the list."""

from __future__ import annotations

from fastapi import APIRouter, Request
from starlette.responses import HTMLResponse

from bot.core.cases import Agent, Outcome
from bot.web.desk.panels import Tab, draw_panels
from bot.web.desk.session import CurrentAgent
from bot.web.pages import page, view_of
from bot.web.wiring import CurrentSite, RowId, Site

router = APIRouter(include_in_schema=False)


@router.get("/desk")
async def queue(site: CurrentSite, request: Request, agent: CurrentAgent) -> HTMLResponse:
    """The open cases, with nothing opened."""
    return await _list(site, request, agent, Tab.OPEN)


@router.get("/desk/tasks")
async def tasks(site: CurrentSite, request: Request, agent: CurrentAgent) -> HTMLResponse:
    """What was registered and waits for somebody to do it."""
    return await _list(site, request, agent, Tab.TASKS)


@router.get("/desk/ended")
async def ended(site: CurrentSite, request: Request, agent: CurrentAgent) -> HTMLResponse:
    """The newest ended cases."""
    return await _list(site, request, agent, Tab.ENDED)


@router.get("/desk/cases/{case_id}")
async def case(site: CurrentSite, request: Request, agent: CurrentAgent, case_id: RowId) -> HTMLResponse:
    """One case beside the list."""
    view = view_of(request, site)
    panels = await draw_panels(site, view, agent, Tab.OPEN, case_id)
    return page(
        "desk/case.html", view, agent=agent, panels=panels, open_case=case_id, outcomes=tuple(Outcome), tab=Tab.OPEN
    )


async def _list(site: Site, request: Request, agent: Agent, tab: Tab) -> HTMLResponse:
    view = view_of(request, site)
    panels = await draw_panels(site, view, agent, tab)
    return page("desk/list.html", view, agent=agent, panels=panels, open_case=None, tab=tab)
