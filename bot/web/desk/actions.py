"""What an agent does with a case or a task, as form posts.

A note has its own form, endpoint and use case, with no field in common with a reply. With htmx the answer is the
changed panels; without, the browser is sent back to the case, or to the list of tasks.
"""

from __future__ import annotations

import secrets
from typing import Annotated, Final, Literal

from fastapi import APIRouter, Depends, File, Form, Request, UploadFile
from starlette.responses import RedirectResponse, Response

from bot.core.cases import Outcome
from bot.core.conversation import JsonValue
from bot.core.customers import LONGEST_TAG, LONGEST_TEMPERAMENT, Tier
from bot.core.messages import Content
from bot.core.roles import Role
from bot.web.desk.answers import listed_again, shown_again
from bot.web.desk.session import CurrentAgent, own_page
from bot.web.media import keep
from bot.web.wiring import CurrentSite, RowId

router = APIRouter(include_in_schema=False, dependencies=[Depends(own_page)])

_SLOT: Final = "slot."
_MOST_PICTURES: Final = 10
"""Of one answer, as in the API."""
_DIGITS: Final = 19
"""Of an id: longer ones no database holds."""


@router.post("/desk/cases/{case_id}/claim")
async def claim(site: CurrentSite, request: Request, agent: CurrentAgent, case_id: RowId) -> Response:
    """Take the case."""
    await site.services.desk.claim(case_id, agent)
    return await shown_again(site, request, agent, case_id)


@router.post("/desk/cases/{case_id}/replies")
async def reply(
    site: CurrentSite,
    request: Request,
    agent: CurrentAgent,
    case_id: RowId,
    text: Annotated[str, Form(max_length=20_000)] = "",
    key: Annotated[str, Form(max_length=64)] = "",
    pictures: Annotated[list[UploadFile], File(max_length=_MOST_PICTURES)] = [],  # noqa: B006  # FastAPI copies it
) -> Response:
    """Answer the customer, with pictures if any; takes a waiting case. With the same key again, it is sent once."""
    await site.services.desk.admit_reply(case_id, agent, key=key or None)
    media = [await keep(site, request, picture) for picture in pictures if picture.filename]
    await site.services.desk.reply(case_id, agent, Content(text=text, media=tuple(media)), key=key or None)
    return await shown_again(site, request, agent, case_id)


@router.post("/desk/cases/{case_id}/notes")
async def note(
    site: CurrentSite,
    request: Request,
    agent: CurrentAgent,
    case_id: RowId,
    note: Annotated[str, Form(max_length=20_000)],
    key: Annotated[str, Form(max_length=64)] = "",
) -> Response:
    """Write to colleagues. With the same key again, it is kept once."""
    await site.services.desk.note(case_id, agent, note, key=key or None)
    return await shown_again(site, request, agent, case_id)


@router.post("/desk/cases/{case_id}/messages/{seq}/retry")
async def retry(site: CurrentSite, request: Request, agent: CurrentAgent, case_id: RowId, seq: RowId) -> Response:
    """Send a message once more that did not arrive, or may not have."""
    await site.services.desk.retry(case_id, agent, seq)
    return await shown_again(site, request, agent, case_id)


@router.post("/desk/cases/{case_id}/transfer")
async def transfer(
    site: CurrentSite,
    request: Request,
    agent: CurrentAgent,
    case_id: RowId,
    to: Annotated[str, Form(max_length=40)] = "",
    note: Annotated[str, Form(max_length=20_000)] = "",
) -> Response:
    """Pass the case on: `to` is `role:<role>` or `agent:<id>`."""
    kind, _, name = to.partition(":")
    role = Role(name) if kind == "role" and name in set(Role) else None
    colleague = int(name) if kind == "agent" and name.isdecimal() and len(name) < _DIGITS else None
    await site.services.desk.transfer(case_id, agent, to_agent=colleague, to_role=role, note=note)
    return await shown_again(site, request, agent, case_id)


@router.post("/desk/cases/{case_id}/escalate")
async def escalate(
    site: CurrentSite,
    request: Request,
    agent: CurrentAgent,
    case_id: RowId,
    why: Annotated[str, Form(max_length=2000)] = "",
) -> Response:
    """Pass the case to the supervisors."""
    await site.services.desk.escalate(case_id, agent, why)
    return await shown_again(site, request, agent, case_id)


@router.post("/desk/cases/{case_id}/return")
async def give_back(
    site: CurrentSite,
    request: Request,
    agent: CurrentAgent,
    case_id: RowId,
    outcome: Annotated[str, Form(max_length=2000)] = "",
) -> Response:
    """Return the conversation to the bot, with what was agreed (fields `slot.<name>`)."""
    form = await request.form()
    slots = {name.removeprefix(_SLOT): str(value) for name, value in form.items() if name.startswith(_SLOT)}
    await site.services.desk.give_back(case_id, agent, outcome, {name: value for name, value in slots.items() if value})
    return await shown_again(site, request, agent, case_id)


@router.post("/desk/cases/{case_id}/close")
async def close(
    site: CurrentSite, request: Request, agent: CurrentAgent, case_id: RowId, outcome: Annotated[Outcome, Form()]
) -> Response:
    """End the case."""
    await site.services.desk.close(case_id, agent, outcome)
    return await shown_again(site, request, agent, case_id)


@router.post("/desk/cases/{case_id}/reopen")
async def reopen(site: CurrentSite, request: Request, agent: CurrentAgent, case_id: RowId) -> Response:
    """Take up an ended case again."""
    await site.services.desk.reopen(case_id, agent)
    return await shown_again(site, request, agent, case_id)


@router.post("/desk/cases/{case_id}/customer")
async def note_customer(  # one parameter for each field of the form
    site: CurrentSite,
    request: Request,
    agent: CurrentAgent,
    case_id: RowId,
    key: Annotated[str, Form(min_length=16, max_length=64)],
    tier: Annotated[Tier | Literal[""], Form()] = "",
    tag: Annotated[str, Form(max_length=LONGEST_TAG)] = "",
    temperament: Annotated[str, Form(max_length=LONGEST_TEMPERAMENT)] = "",
) -> Response:
    """Remember a tag of the customer, their temperament, how much they matter; blank fields change nothing."""
    given = {"tag": tag.strip(), "temperament": temperament.strip()}
    told: dict[str, JsonValue] = {name: value for name, value in given.items() if value}
    if told:
        await site.services.registers.perform(case_id, agent, "note_customer", told, key=key)
    if tier:
        await site.services.desk.set_tier(case_id, agent, Tier(tier))
    return await shown_again(site, request, agent, case_id)


@router.post("/desk/cases/{case_id}/untag")
async def untag(
    site: CurrentSite, request: Request, agent: CurrentAgent, case_id: RowId, tag: Annotated[str, Form(max_length=40)]
) -> Response:
    """A tag of the customer is no longer right. Once more is no harm, so that it needs no key of the page."""
    key = secrets.token_urlsafe(24)
    await site.services.registers.perform(case_id, agent, "note_customer", {"untag": tag}, key=key)
    return await shown_again(site, request, agent, case_id)


@router.post("/desk/cases/{case_id}/block")
async def block(site: CurrentSite, request: Request, agent: CurrentAgent, case_id: RowId) -> Response:
    """Answer this customer no more."""
    await site.services.desk.block(case_id, agent)
    return await shown_again(site, request, agent, case_id)


@router.post("/desk/cases/{case_id}/unblock")
async def unblock(site: CurrentSite, request: Request, agent: CurrentAgent, case_id: RowId) -> Response:
    """Answer this customer again."""
    await site.services.desk.unblock(case_id, agent)
    return await shown_again(site, request, agent, case_id)


@router.post("/desk/shift")
async def shift(site: CurrentSite, request: Request, agent: CurrentAgent, on: Annotated[bool, Form()]) -> Response:
    """Go on or off shift; the event stream brings the button's new state."""
    await site.services.desk.shift(agent, on=on)
    return Response(status_code=204) if "hx-request" in request.headers else RedirectResponse("/desk", status_code=303)


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
    return await shown_again(site, request, agent, case_id)


@router.post("/desk/cases/{case_id}/tasks/{task_id}/finish")
async def finish(site: CurrentSite, request: Request, agent: CurrentAgent, case_id: RowId, task_id: RowId) -> Response:
    """Mark a task done, from the card of its case."""
    await site.services.desk.finish(task_id, agent)
    return await shown_again(site, request, agent, case_id)


@router.post("/desk/tasks/{task_id}")
async def decide_listed(
    site: CurrentSite, request: Request, agent: CurrentAgent, task_id: RowId, approve: Annotated[bool, Form()]
) -> Response:
    """Approve or refuse a price change, from the list of tasks."""
    await site.services.desk.decide(task_id, agent, approve=approve)
    return await listed_again(site, request, agent)


@router.post("/desk/tasks/{task_id}/finish")
async def finish_listed(site: CurrentSite, request: Request, agent: CurrentAgent, task_id: RowId) -> Response:
    """Mark a task done, from the list of tasks."""
    await site.services.desk.finish(task_id, agent)
    return await listed_again(site, request, agent)
