"""What the composer asks while an agent writes: canned replies, the tone of a draft, and who else is writing."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Annotated

from fastapi import APIRouter, Depends, Form, Query, Request
from starlette.responses import HTMLResponse, Response

from bot.core.messages import MAX_TEXT
from bot.scripts import tone
from bot.scripts.canned import Rendered
from bot.web.desk.session import CurrentAgent, own_page
from bot.web.pages import draw, view_of
from bot.web.wiring import CurrentSite, RowId

router = APIRouter(include_in_schema=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """A stretch of a canned reply, as it is shown in the list."""

    text: str
    hole: bool = False


def parts(reply: Rendered) -> Iterator[Part]:
    """The text, cut at its holes."""
    at = 0
    for hole in reply.holes:
        yield Part(text=reply.text[at : hole.start])
        yield Part(text=reply.text[hole.start : hole.end], hole=True)
        at = hole.end
    yield Part(text=reply.text[at:])


@router.get("/desk/cases/{case_id}/canned")
async def canned(
    site: CurrentSite,
    request: Request,
    agent: CurrentAgent,
    case_id: RowId,
    order: Annotated[str, Query(max_length=64)] = "",
) -> HTMLResponse:
    """The canned replies, filled in for the case or for this order of its customer, as options of a list."""
    replies = await site.services.canned.listing(case_id, agent, order_number=order)
    html = draw("desk/_canned.html", view_of(request, site), replies=replies, parts=parts)
    return HTMLResponse(html, headers={"Cache-Control": "no-store"})


@router.post("/desk/tone", dependencies=[Depends(own_page)])
async def tone_of(
    site: CurrentSite, request: Request, agent: CurrentAgent, text: Annotated[str, Form(max_length=20_000)] = ""
) -> HTMLResponse:
    """What the house tone would rather not have in this draft; empty when it is in order. The draft is not kept."""
    del agent  # who is signed in may ask
    slips = tone.warnings(text[:MAX_TEXT])
    return HTMLResponse(draw("desk/_tone.html", view_of(request, site), slips=slips))


@router.post("/desk/cases/{case_id}/typing", status_code=204, dependencies=[Depends(own_page)])
async def typing(site: CurrentSite, agent: CurrentAgent, case_id: RowId) -> Response:
    """A reply is being written: colleagues who have the case open are told."""
    await site.services.desk.typing(case_id, agent)
    return Response(status_code=204)
