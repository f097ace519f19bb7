"""What an agent does with a case or a task, as form posts.

A note has its own form, endpoint and use case, with no field in common with a reply. With htmx the answer is the
changed panels; without, the browser is sent back to the case, or to the list of tasks.
"""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Depends, File, Form, Request, UploadFile
from starlette.responses import HTMLResponse, RedirectResponse, Response

from bot.core.cases import Agent, Outcome
from bot.core.messages import Content
from bot.web.desk.panels import Tab, as_partials, draw_panels
from bot.web.desk.session import CurrentAgent, own_page
from bot.web.media import keep
from bot.web.pages import view_of
from bot.web.wiring import CurrentSite, RowId, Site

router = APIRouter(include_in_schema=False, dependencies=[Depends(own_page)])


@router.post("/desk/cases/{case_id}/claim")
async def claim(site: CurrentSite, request: Request, agent: CurrentAgent, case_id: RowId) -> Response:
    """Take the case."""
    await site.services.desk.claim(case_id, agent)
    return await _shown_again(site, request, agent, case_id)


@router.post("/desk/cases/{case_id}/replies")
async def reply(
    site: CurrentSite,
    request: Request,
    agent: CurrentAgent,
    case_id: RowId,
    text: Annotated[str, Form(max_length=20_000)] = "",
    pictures: Annotated[list[UploadFile], File()] = [],  # noqa: B006  # FastAPI copies the default
) -> Response:
    """Answer the customer, with pictures if any; takes a waiting case."""
    media = [await keep(site, request, picture) for picture in pictures if picture.filename]
    await site.services.desk.reply(case_id, agent, Content(text=text, media=tuple(media)))
    return await _shown_again(site, request, agent, case_id)


@router.post("/desk/cases/{case_id}/notes")
async def note(
    site: CurrentSite,
    request: Request,
    agent: CurrentAgent,
    case_id: RowId,
    note: Annotated[str, Form(max_length=20_000)],
) -> Response:
    """Write to colleagues."""
    await site.services.desk.note(case_id, agent, note)
    return await _shown_again(site, request, agent, case_id)


@router.post("/desk/cases/{case_id}/return")
async def give_back(
    site: CurrentSite,
    request: Request,
    agent: CurrentAgent,
    case_id: RowId,
    outcome: Annotated[str, Form(max_length=2000)] = "",
) -> Response:
    """Return the conversation to the bot."""
    await site.services.desk.give_back(case_id, agent, outcome)
    return await _shown_again(site, request, agent, case_id)


@router.post("/desk/cases/{case_id}/close")
async def close(
    site: CurrentSite, request: Request, agent: CurrentAgent, case_id: RowId, outcome: Annotated[Outcome, Form()]
) -> Response:
    """End the case."""
    await site.services.desk.close(case_id, agent, outcome)
    return await _shown_again(site, request, agent, case_id)


@router.post("/desk/cases/{case_id}/tasks/{task_id}")
async def decide(
    site: CurrentSite,
    request: Request,
    agent: CurrentAgent,
    case_id: RowId,
    task_id: RowId,
    approve: Annotated[bool, Form()],
) -> Response:
    """Approve or refuse a price change, from the card of its case."""
    await site.services.desk.decide(task_id, agent, approve=approve)
    return await _shown_again(site, request, agent, case_id)


@router.post("/desk/cases/{case_id}/tasks/{task_id}/finish")
async def finish(site: CurrentSite, request: Request, agent: CurrentAgent, case_id: RowId, task_id: RowId) -> Response:
    """Mark a task done, from the card of its case."""
    await site.services.desk.finish(task_id, agent)
    return await _shown_again(site, request, agent, case_id)


@router.post("/desk/tasks/{task_id}")
async def decide_listed(
    site: CurrentSite, request: Request, agent: CurrentAgent, task_id: RowId, approve: Annotated[bool, Form()]
) -> Response:
    """Approve or refuse a price change, from the list of tasks."""
    await site.services.desk.decide(task_id, agent, approve=approve)
    return await _listed_again(site, request, agent)


@router.post("/desk/tasks/{task_id}/finish")
async def finish_listed(site: CurrentSite, request: Request, agent: CurrentAgent, task_id: RowId) -> Response:
    """Mark a task done, from the list of tasks."""
    await site.services.desk.finish(task_id, agent)
    return await _listed_again(site, request, agent)


async def _shown_again(site: Site, request: Request, agent: Agent, case_id: int) -> Response:
    if "hx-request" not in request.headers:
        return RedirectResponse(f"/desk/cases/{case_id}", status_code=303)
    panels = await draw_panels(site, view_of(request, site), agent, Tab.OPEN, case_id)
    return HTMLResponse(as_partials(panels))


async def _listed_again(site: Site, request: Request, agent: Agent) -> Response:
    if "hx-request" not in request.headers:
        return RedirectResponse("/desk/tasks", status_code=303)
    return HTMLResponse(as_partials(await draw_panels(site, view_of(request, site), agent, Tab.TASKS)))
