"""The desk's pages: the list of cases, one case, the ended ones."""

from __future__ import annotations

from fastapi import APIRouter, Request
from starlette.responses import HTMLResponse

from bot.core.cases import Outcome
from bot.web.desk.panels import draw_panels
from bot.web.desk.session import CurrentAgent
from bot.web.pages import page, view_of
from bot.web.wiring import CurrentSite, RowId

router = APIRouter(include_in_schema=False)


@router.get("/desk")
async def queue(site: CurrentSite, request: Request, agent: CurrentAgent) -> HTMLResponse:
    """The list, with nothing opened."""
    view = view_of(request, site)
    panels = await draw_panels(site, view, agent, None)
    return page("desk/queue.html", view, agent=agent, panels=panels, open_case=None, tab="open")


@router.get("/desk/ended")
async def ended(site: CurrentSite, request: Request, agent: CurrentAgent) -> HTMLResponse:
    """The newest ended cases."""
    view = view_of(request, site)
    rows = tuple(reversed(await site.services.desk.ended()))
    return page("desk/ended.html", view, agent=agent, rows=rows, open_case=None, tab="ended")


@router.get("/desk/cases/{case_id}")
async def case(site: CurrentSite, request: Request, agent: CurrentAgent, case_id: RowId) -> HTMLResponse:
    """One case beside the list."""
    view = view_of(request, site)
    panels = await draw_panels(site, view, agent, case_id)
    return page(
        "desk/case.html", view, agent=agent, panels=panels, open_case=case_id, outcomes=tuple(Outcome), tab="open"
    )
