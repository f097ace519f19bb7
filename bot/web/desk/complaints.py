"""One complaint on a page of its own: what the customer said, the record that agents keep, and the letter."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Depends, Form, Request
from starlette.responses import HTMLResponse, RedirectResponse, Response

from bot.core.errors import Conflict, NotAllowed, NotFound
from bot.core.tasks import COMPLAINT_PARTS
from bot.desk import task_rules
from bot.web.desk.session import CurrentAgent, own_page
from bot.web.pages import page, view_of
from bot.web.wiring import CurrentSite, RowId

router = APIRouter(include_in_schema=False)

Part = Annotated[str, Form(max_length=2000)]


@router.get("/desk/complaints/{task_id}")
async def show(site: CurrentSite, request: Request, agent: CurrentAgent, task_id: RowId) -> HTMLResponse:
    """The complaint with its record and, once the record has what it needs, the letter."""
    registers = site.services.registers
    row = await registers.complaint(task_id)
    try:
        letter, no_letter = dict(await registers.letter(task_id)), ""
    except (Conflict, NotFound) as reason:
        letter, no_letter = {}, str(reason)
    try:
        task_rules.write_up(row.task, agent, {})
        barred = ""
    except (Conflict, NotAllowed) as reason:
        barred = str(reason)
    return page(
        "desk/complaint.html",
        view_of(request, site),
        task=row.task,
        asked=row.asked,
        parts=COMPLAINT_PARTS,
        letter=letter,
        no_letter=no_letter,
        barred=barred,
    )


@router.post("/desk/complaints/{task_id}", dependencies=[Depends(own_page)])
async def write_up(  # one parameter for each part of the record
    site: CurrentSite,
    agent: CurrentAgent,
    task_id: RowId,
    classification: Part = "",
    facts: Part = "",
    cause: Part = "",
    proposal: Part = "",
    summary: Part = "",
    improvement: Part = "",
) -> Response:
    """Keep the record."""
    parts = {
        "classification": classification,
        "facts": facts,
        "cause": cause,
        "proposal": proposal,
        "summary": summary,
        "improvement": improvement,
    }
    await site.services.registers.write_up(task_id, agent, parts)
    return RedirectResponse(f"/desk/complaints/{task_id}", status_code=303)
