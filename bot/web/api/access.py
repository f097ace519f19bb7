"""Who calls the API, what they may do, and what every endpoint documents about it."""

from __future__ import annotations

from http import HTTPStatus
from typing import Annotated, Any, Final

from fastapi import Depends, Header, HTTPException, Request
from fastapi.security import HTTPAuthorizationCredentials, HTTPBearer

from bot.core.roles import Agent
from bot.desk.permissions import require
from bot.web.api import models
from bot.web.pages import view_of
from bot.web.problems import PROBLEM_JSON
from bot.web.wiring import CurrentSite

PREFIX: Final = "/api/v1"
ACT: Final = "x-act"
"""Where the OpenAPI document names the row of `bot.desk.permissions.PERMISSIONS` that an endpoint falls under."""

PERFORM: Final = "perform.{action}"
"""The act of an endpoint that performs whatever action its body names."""

_BEARER: Final = HTTPBearer(
    auto_error=False, description="The `token` of `POST /api/v1/sessions`, or one of `kefu agents token`"
)

Credentials = Annotated[HTTPAuthorizationCredentials | None, Depends(_BEARER)]


async def bearer(site: CurrentSite, request: Request, credentials: Credentials) -> Agent:
    """The agent whose token came with the request."""
    agent = await site.services.accounts.caller(credentials.credentials) if credentials else None
    if agent is None:
        told = view_of(request, site).t("api.no_token")
        raise HTTPException(401, told, headers={"WWW-Authenticate": "Bearer"})
    return agent


Caller = Annotated[Agent, Depends(bearer)]
IdempotencyKey = Annotated[str, Header(min_length=1, max_length=100, pattern=r"^[\x21-\x7e]+$")]


def problems(*statuses: int) -> dict[int | str, dict[str, Any]]:
    """What an endpoint documents about the errors it may answer with."""
    content = {PROBLEM_JSON: {"schema": {"$ref": f"#/components/schemas/{models.Problem.__name__}"}}}
    return {status: {"content": content, "description": HTTPStatus(status).phrase} for status in statuses}


def acts(act: str, *statuses: int) -> dict[str, Any]:
    """Arguments of an endpoint that only agents of some roles may use: it says and checks which act it is.

    Args:
        act: a row of `PERMISSIONS`.
        statuses: the errors it may answer with, beside those of every endpoint.
    """

    async def allowed(caller: Caller) -> None:
        require(caller, act)

    return {
        "dependencies": [Depends(allowed)],
        "responses": problems(403, *statuses),
        "openapi_extra": {ACT: str(act)},
    }
