"""Who is at the desk: the session cookie, sign-in and sign-out, and the check against forged requests.

The cookie is `SameSite=Strict` and every request that changes something must come from our own page (`Origin`), so
that a page elsewhere can neither act as an agent nor sign one in.
"""

from __future__ import annotations

import time
from typing import Annotated, Final

from fastapi import APIRouter, Depends, Form, HTTPException, Request
from starlette.responses import HTMLResponse, RedirectResponse, Response

from bot.core.errors import NotAllowed
from bot.core.roles import Agent
from bot.desk.wording import of_error
from bot.web.pages import page, view_of
from bot.web.security import from_own_page
from bot.web.wiring import CurrentSite, Site

COOKIE: Final = "kefu_desk"
_HOME: Final = "/desk"

router = APIRouter(include_in_schema=False)


class SignInNeeded(Exception):
    """Nobody is signed in, or the session has ended."""


async def signed_in(site: CurrentSite, request: Request) -> Agent:
    """The agent of the request. Raises SignInNeeded."""
    agent = await site.services.accounts.who(request.cookies.get(COOKIE, ""))
    if agent is None:
        raise SignInNeeded
    return agent


async def own_page(site: CurrentSite, request: Request) -> None:
    """Refuses a changing request that does not come from our own page."""
    if not from_own_page(request, site.settings):
        raise HTTPException(403, view_of(request, site).t("desk.not_own_page"))


CurrentAgent = Annotated[Agent, Depends(signed_in)]


@router.get("/desk/login")
async def login_page(site: CurrentSite, request: Request, back: str = _HOME) -> Response:
    """The form."""
    return _form(site, request, back=back)


@router.post("/desk/login", dependencies=[Depends(own_page)])
async def login(
    site: CurrentSite,
    request: Request,
    login: Annotated[str, Form(max_length=100)],
    password: Annotated[str, Form(max_length=200)],
    back: Annotated[str, Form(max_length=500)] = _HOME,
) -> Response:
    """Start a session, or show the form again with what was wrong."""
    view = view_of(request, site)
    host = request.client.host if request.client else ""
    if site.logins.take(host, now=time.monotonic()):
        return _form(site, request, status=429, back=back, login=login, error=view.t("desk.too_many_tries"))
    try:
        session = await site.services.accounts.sign_in(login, password, address=host)
    except NotAllowed as error:
        return _form(site, request, status=403, back=back, login=login, error=of_error(error, view.language))
    site.services.desk.arrive(session.agent)
    site.logins.give_back(host, now=time.monotonic())  # an office behind one address begins its shift together
    response = RedirectResponse(back if _is_desk(back) else _HOME, status_code=303)
    response.set_cookie(
        COOKIE,
        session.token,
        max_age=int((session.expires_at - view.now).total_seconds()),
        path=_HOME,
        secure=site.settings.secure_cookies,
        httponly=True,
        samesite="strict",
    )
    return response


@router.post("/desk/logout", dependencies=[Depends(own_page)])
async def logout(site: CurrentSite, request: Request) -> Response:
    """End the session everywhere."""
    await site.services.accounts.sign_out(request.cookies.get(COOKIE, ""))
    response = RedirectResponse("/desk/login", status_code=303)
    response.delete_cookie(COOKIE, path=_HOME)
    return response


def _form(
    site: Site, request: Request, *, status: int = 200, back: str, login: str = "", error: str = ""
) -> HTMLResponse:
    return page(
        "desk/login.html",
        view_of(request, site),
        status=status,
        demo=site.settings.demo,
        back=back,
        login=login,
        error=error,
    )


def _is_desk(path: str) -> bool:
    return path == _HOME or path.startswith((f"{_HOME}/", f"{_HOME}?"))
