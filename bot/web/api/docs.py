"""The API's documentation page at `/docs`, from our own copy of Swagger UI."""

from __future__ import annotations

from fastapi import APIRouter, Request
from starlette.responses import HTMLResponse

from bot.web.pages import page, view_of
from bot.web.wiring import CurrentSite

router = APIRouter(include_in_schema=False)


@router.get("/docs")
async def docs(site: CurrentSite, request: Request) -> HTMLResponse:
    """Reads `/openapi.json` in the browser."""
    return page("docs.html", view_of(request, site))
