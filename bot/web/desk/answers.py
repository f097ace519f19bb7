"""What follows an agent's action: with htmx the changed panels; without, the page that the agent came from."""

from __future__ import annotations

from fastapi import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response

from bot.core.roles import Agent
from bot.web.desk.lists import Looking, Tab
from bot.web.desk.panels import as_partials, draw_panels
from bot.web.pages import view_of
from bot.web.wiring import Site


async def shown_again(site: Site, request: Request, agent: Agent, case_id: int) -> Response:
    """The case as it is now. The list is left to the event stream, which knows what this window lists."""
    if "hx-request" not in request.headers:
        return RedirectResponse(f"/desk/cases/{case_id}", status_code=303)
    panels = await draw_panels(site, view_of(request, site), agent, Looking(case_id=case_id))
    return HTMLResponse(as_partials({name: html for name, html in panels.items() if name not in {"queue", "filters"}}))


async def listed_again(site: Site, request: Request, agent: Agent) -> Response:
    """The list of tasks as it is now."""
    if "hx-request" not in request.headers:
        return RedirectResponse("/desk/tasks", status_code=303)
    return HTMLResponse(as_partials(await draw_panels(site, view_of(request, site), agent, Looking(tab=Tab.TASKS))))
