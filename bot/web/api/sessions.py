"""The API's endpoints about the caller: signing in and out, who one is, one's shift."""

from __future__ import annotations

import time

from fastapi import APIRouter, Depends, HTTPException, Request, Response

from bot.desk.permissions import Act
from bot.web.api import models
from bot.web.api.access import PREFIX, Caller, Credentials, acts, bearer, problems
from bot.web.pages import view_of
from bot.web.wiring import CurrentSite

router = APIRouter(prefix=PREFIX, tags=["session"], responses=problems(401, 422, 503))


@router.post("/sessions", status_code=201, summary="Sign in", responses=problems(403, 429))
async def sign_in(site: CurrentSite, request: Request, credentials: models.SignIn) -> models.Session:
    """Returns a bearer token that lasts one working day. Programs better use a token that lasts (`kefu agents`)."""
    host = request.client.host if request.client else ""
    wait = site.logins.take(host, now=time.monotonic())
    if wait:
        told = view_of(request, site).t("api.too_many_tries")
        raise HTTPException(429, told, headers={"Retry-After": str(int(wait) + 1)})
    session = await site.services.accounts.sign_in(credentials.login, credentials.password, address=host)
    site.logins.give_back(host, now=time.monotonic())  # an office behind one address begins its shift together
    return models.Session.model_validate(session)


@router.delete(
    "/sessions/current",
    status_code=204,
    summary="Sign out",
    responses=problems(409),
    dependencies=[Depends(bearer)],
)
async def sign_out(site: CurrentSite, credentials: Credentials) -> Response:
    """Ends the session of this token. A token that lasts is revoked with `kefu agents token` and gets 409 here."""
    if credentials:
        await site.services.accounts.sign_out(credentials.credentials)
    return Response(status_code=204)


@router.get("/me", summary="Who am I")
async def me(caller: Caller) -> models.Agent:
    """The agent in whose name this token acts."""
    return models.Agent.model_validate(caller)


@router.post("/shift", summary="Go on or off shift", **acts(Act.SHIFT))
async def shift(site: CurrentSite, caller: Caller, body: models.Shift) -> models.Agent:
    """Who is on shift takes cases, with a desk open or not."""
    return models.Agent.model_validate(await site.services.desk.shift(caller, on=body.on))
