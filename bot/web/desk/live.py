"""Keeps an open desk window up to date: one event stream that sends the panels that changed.

While the stream is open, its agent counts as present.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from typing import Annotated, Final

from fastapi import APIRouter, Depends, Request
from fastapi.sse import EventSourceResponse, ServerSentEvent

from bot.core.cases import Agent
from bot.core.errors import StorageError
from bot.web.desk.panels import Tab, as_partials, draw_panels
from bot.web.desk.session import COOKIE, CurrentAgent
from bot.web.pages import view_of
from bot.web.wiring import CurrentSite, Site

_REDRAW_SECONDS: Final = 20.0
"""Waiting times and the session's end are looked at so often even when nothing rings."""
_CALM_SECONDS: Final = 0.2
"""At most five updates a second, however busy the shop is."""

router = APIRouter(include_in_schema=False)


async def _topics(site: CurrentSite, case: int | None = None) -> tuple[str, ...]:
    """What to listen to. Before the stream begins, so that a case that does not exist is a plain 404."""
    if case is None:
        return ("desk",)
    card = await site.services.desk.card(case)
    return ("desk", f"conversation:{card.conversation.id}")


@router.get("/desk/events", response_class=EventSourceResponse)
async def events(
    site: CurrentSite,
    request: Request,
    agent: CurrentAgent,
    topics: Annotated[tuple[str, ...], Depends(_topics)],
    tab: Tab = Tab.OPEN,
    case: int | None = None,
) -> AsyncIterator[ServerSentEvent]:
    """Panels as htmx partials, whenever they change; `signed-out` when the session has ended."""
    sent: dict[str, str] = {}
    with site.services.presence.here(agent.id):
        async with site.services.bell.listen(*topics) as rings:
            async for _ in _beats(rings, site.closing):
                try:
                    panels = await _panels(site, request, agent, tab, case)
                except StorageError:
                    continue  # the database is busy: what is missed now comes with the next beat
                if panels is None:
                    yield ServerSentEvent(event="signed-out", raw_data="")
                    return
                changed = {name: html for name, html in panels.items() if sent.get(name) != html}
                sent |= changed
                if changed:
                    yield ServerSentEvent(raw_data=as_partials(changed))
                await asyncio.sleep(_CALM_SECONDS)


async def _panels(site: Site, request: Request, agent: Agent, tab: Tab, case: int | None) -> dict[str, str] | None:
    """The panels as they are now; None when the session has ended."""
    if await site.services.accounts.who(request.cookies.get(COOKIE, "")) is None:
        return None
    return await draw_panels(site, view_of(request, site), agent, tab, case)


async def _beats(rings: AsyncIterator[None], closing: asyncio.Event) -> AsyncIterator[None]:
    """Now, after each ring, and after each pause; ends when the server stops."""
    stop = asyncio.ensure_future(closing.wait())
    ring = asyncio.ensure_future(anext(rings))
    try:
        while not stop.done():
            yield
            await asyncio.wait({stop, ring}, timeout=_REDRAW_SECONDS, return_when=asyncio.FIRST_COMPLETED)
            if ring.done():
                ring = asyncio.ensure_future(anext(rings))
    finally:
        stop.cancel()
        ring.cancel()
