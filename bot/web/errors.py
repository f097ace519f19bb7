"""Where errors become answers: problem details for programs, a line for htmx, a page for people."""

from __future__ import annotations

from http import HTTPStatus
from typing import cast
from urllib.parse import quote, urlsplit

import structlog
from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException
from starlette.responses import HTMLResponse, RedirectResponse, Response

from bot.core.errors import KefuError
from bot.web import problems
from bot.web.desk.session import SignInNeeded
from bot.web.pages import draw, page, view_of
from bot.web.wiring import site_of

log = structlog.get_logger(__name__)


def answer_errors(app: FastAPI) -> None:
    """Register the handlers."""
    app.add_exception_handler(KefuError, _kefu_error)
    app.add_exception_handler(HTTPException, _http_error)
    app.add_exception_handler(RequestValidationError, _invalid)
    app.add_exception_handler(SignInNeeded, _sign_in)
    app.add_exception_handler(Exception, _bug)


async def _kefu_error(request: Request, error: Exception) -> Response:
    problem = problems.of_error(cast("KefuError", error), _language(request))
    if problem.status >= HTTPStatus.INTERNAL_SERVER_ERROR:
        log.error("request_failed", path=request.url.path, error=str(error))
    return _answer(request, problem)


async def _http_error(request: Request, error: Exception) -> Response:
    refused = cast("HTTPException", error)
    return _answer(request, problems.of_status(refused.status_code, str(refused.detail), refused.headers))


async def _invalid(request: Request, error: Exception) -> Response:
    return _answer(request, problems.of_validation(cast("RequestValidationError", error).errors(), _language(request)))


async def _bug(request: Request, _: Exception) -> Response:
    return _answer(request, problems.internal(_language(request)))


async def _sign_in(request: Request, _: Exception) -> Response:
    """To the sign-in page, and back to where the agent was; a form that a script did not send goes back to the desk."""
    if "hx-request" in request.headers:
        shown = urlsplit(request.headers.get("hx-current-url", "")).path
        return Response(status_code=401, headers={"HX-Redirect": _login(shown)})
    return RedirectResponse(_login(request.url.path if request.method == "GET" else ""), status_code=303)


def _login(back: str) -> str:
    return f"/desk/login?back={quote(back)}" if back else "/desk/login"


def _language(request: Request) -> str:
    return view_of(request, site_of(request)).language


def _answer(request: Request, problem: problems.ProblemDetails) -> Response:
    if not request.url.path.startswith("/desk"):
        return problem.response(request.url.path)
    view = view_of(request, site_of(request))
    if "hx-request" in request.headers:
        html = draw("desk/_problem.html", view, problem=problem)
        return HTMLResponse(html, status_code=problem.status, headers=dict(problem.headers))
    return page("desk/problem.html", view, status=problem.status, problem=problem)
