"""The API's endpoints: thin, one service call each. Errors take the shape of bot/web/problems.py."""

from __future__ import annotations

import time
from http import HTTPStatus
from typing import Annotated, Any, Final, Literal

from fastapi import APIRouter, Depends, Header, HTTPException, Request, Response
from fastapi.security import HTTPAuthorizationCredentials, HTTPBearer

from bot.core import cases
from bot.core.messages import Content
from bot.web.api import answers, models
from bot.web.problems import PROBLEM_JSON
from bot.web.wiring import CurrentSite, RowId

_BEARER: Final = HTTPBearer(auto_error=False, description="The `token` of `POST /api/v1/sessions`")


def problems(*statuses: int) -> dict[int | str, dict[str, Any]]:
    """What an endpoint documents about the errors it may answer with."""
    content = {PROBLEM_JSON: {"schema": models.Problem.model_json_schema()}}
    return {status: {"content": content, "description": HTTPStatus(status).phrase} for status in statuses}


router = APIRouter(prefix="/api/v1", tags=["desk"], responses=problems(401, 422, 503))

Credentials = Annotated[HTTPAuthorizationCredentials | None, Depends(_BEARER)]


async def bearer(site: CurrentSite, credentials: Credentials) -> cases.Agent:
    """The agent whose token came with the request."""
    agent = await site.services.accounts.who(credentials.credentials) if credentials else None
    if agent is None:
        raise HTTPException(401, "需要有效的令牌，请先登录。", headers={"WWW-Authenticate": "Bearer"})
    return agent


Caller = Annotated[cases.Agent, Depends(bearer)]
IdempotencyKey = Annotated[str, Header(min_length=1, max_length=100, pattern=r"^[\x21-\x7e]+$")]


@router.post("/sessions", status_code=201, summary="Sign in", responses=problems(403, 429))
async def sign_in(site: CurrentSite, request: Request, credentials: models.SignIn) -> models.Session:
    """Returns a bearer token that lasts one working day."""
    host = request.client.host if request.client else ""
    wait = site.logins.take(host, now=time.monotonic())
    if wait:
        raise HTTPException(429, "试得太快了，请稍等。", headers={"Retry-After": str(int(wait) + 1)})
    session = await site.services.accounts.sign_in(credentials.login, credentials.password)
    return models.Session.model_validate(session)


@router.delete("/sessions/current", status_code=204, summary="Sign out", dependencies=[Depends(bearer)])
async def sign_out(site: CurrentSite, credentials: Credentials) -> Response:
    """Ends the session of this token."""
    if credentials:
        await site.services.accounts.sign_out(credentials.credentials)
    return Response(status_code=204)


@router.get("/cases", summary="Cases", dependencies=[Depends(bearer)])
async def list_cases(site: CurrentSite, status: Literal["open", "ended"] = "open") -> list[models.CaseRow]:
    """Waiting and taken cases, oldest first; or the newest ended ones."""
    desk, now = site.services.desk, site.services.clock()
    rows = await (desk.queue() if status == "open" else desk.ended())
    return [answers.row(row, site.tokens, now=now) for row in rows]


@router.get("/cases/{case_id}", summary="A case's card", responses=problems(404), dependencies=[Depends(bearer)])
async def get_card(site: CurrentSite, case_id: RowId) -> models.Card:
    """The handoff, order, customer, tasks, messages, notes and history."""
    return answers.card(await site.services.desk.card(case_id), site.tokens, now=site.services.clock())


@router.post("/cases/{case_id}/claim", summary="Take a case", responses=problems(404, 409))
async def claim(site: CurrentSite, caller: Caller, case_id: RowId) -> models.Case:
    """Of two who try at once, one gets 409 with the other's name."""
    return models.Case.model_validate(await site.services.desk.claim(case_id, caller))


@router.post("/cases/{case_id}/replies", status_code=201, summary="Answer the customer", responses=problems(404, 409))
async def reply(site: CurrentSite, caller: Caller, case_id: RowId, body: models.ReplyText) -> models.Message:
    """Takes a waiting case. The message's `delivery` starts as `waiting`."""
    entry = await site.services.desk.reply(case_id, caller, Content(text=body.text))
    return answers.message(entry, site.tokens, now=site.services.clock())


@router.post("/cases/{case_id}/notes", status_code=201, summary="Write a note", responses=problems(404, 409))
async def note(site: CurrentSite, caller: Caller, case_id: RowId, body: models.NoteText) -> models.Note:
    """For colleagues only."""
    return models.Note.model_validate(await site.services.desk.note(case_id, caller, body.note))


@router.post("/cases/{case_id}/return", summary="Return to the bot", responses=problems(404, 409))
async def give_back(site: CurrentSite, caller: Caller, case_id: RowId, body: models.GiveBack) -> models.Case:
    """The bot tells the customer what was agreed and goes on."""
    return models.Case.model_validate(await site.services.desk.give_back(case_id, caller, body.outcome))


@router.post("/cases/{case_id}/close", summary="Close a case", responses=problems(404, 409))
async def close(site: CurrentSite, caller: Caller, case_id: RowId, body: models.Close) -> models.Case:
    """With how it ended."""
    return models.Case.model_validate(await site.services.desk.close(case_id, caller, body.outcome))


@router.post(
    "/cases/{case_id}/actions", status_code=201, summary="Perform an action", responses=problems(403, 404, 409)
)
async def perform(
    site: CurrentSite, caller: Caller, case_id: RowId, body: models.ActionRequest, idempotency_key: IdempotencyKey
) -> models.Performance:
    """For the customer of the case; the actions are those that flows may `do`.

    The same `Idempotency-Key` again gives the same answer, with other arguments 409. An order that is not proved to
    be this customer's, and what its state does not allow, get 409, audited.
    """
    registers = site.services.registers
    entry = await registers.perform(case_id, caller, body.action, body.args, key=idempotency_key)
    return models.Performance.model_validate(entry)
