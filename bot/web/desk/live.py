"""Keeps an open desk window up to date: one event stream that sends the panels that changed.

While the stream is open, its agent counts as present, and as looking at the case that is open in it.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from typing import Annotated, Final

from fastapi import APIRouter, Depends, Query, Request
from fastapi.sse import EventSourceResponse, ServerSentEvent

from bot.core.errors import StorageError
from bot.core.roles import Agent
from bot.service.presence import WRITES
from bot.web.desk.lists import Looking, Tab, filters
from bot.web.desk.panels import as_partials, draw_panels
from bot.web.desk.session import COOKIE, CurrentAgent
from bot.web.pages import view_of
from bot.web.wiring import MAX_ROW_ID, CurrentSite, Site

_REDRAW_SECONDS: Final = 20.0
"""Waiting times and the session's end are looked at so often even when nothing rings."""
_CALM_SECONDS: Final = 0.2
"""At most five updates a second, however busy the shop is."""

router = APIRouter(include_in_schema=False)


async def _looking(
    filtered: Annotated[Looking, Depends(filters)],
    tab: Tab = Tab.OPEN,
    case: Annotated[int | None, Query(ge=1, le=MAX_ROW_ID)] = None,
) -> Looking:
    return replace(filtered, tab=tab, case_id=case)


async def _conversation(site: CurrentSite, looking: Annotated[Looking, Depends(_looking)]) -> int:
    """Id of the case's conversation, 0 without a case. Before the stream begins: an unknown case is a plain 404."""
    return (await site.services.desk.card(looking.case_id)).conversation.id if looking.case_id is not None else 0


def _topics(looking: Looking, conversation: int) -> tuple[str, ...]:
    if looking.case_id is None:
        return ("desk",)
    return ("desk", f"conversation:{conversation}", f"visitor:{conversation}", f"at:{looking.case_id}")


@router.get("/desk/events", response_class=EventSourceResponse)
async def events(
    site: CurrentSite,
    request: Request,
    agent: CurrentAgent,
    conversation: Annotated[int, Depends(_conversation)],
    looking: Annotated[Looking, Depends(_looking)],
) -> AsyncIterator[ServerSentEvent]:
    """Panels as htmx partials, whenever they change; `signed-out` when the session has ended."""
    sent: dict[str, str] = {}
    with _present(site, agent, looking):
        async with site.services.bell.listen(*_topics(looking, conversation)) as rings:
            async for _ in _beats(rings, site.closing, lambda: _pause(site, looking, conversation)):
                try:
                    panels = await _panels(site, request, looking)
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


@contextmanager
def _present(site: Site, agent: Agent, looking: Looking) -> Iterator[None]:
    """The agent is here, and colleagues at the same case hear of their coming and going."""
    presence, desk, case = site.services.presence, site.services.desk, looking.case_id
    with presence.here(agent.id):
        if case is None:
            yield
            return
        try:
            with presence.looking(case, agent):
                desk.look(case, agent)
                yield
        finally:
            desk.look(case, agent)


async def _panels(site: Site, request: Request, looking: Looking) -> dict[str, str] | None:
    """The panels as they are now; None when the session has ended."""
    agent = await site.services.accounts.who(request.cookies.get(COOKIE, ""))
    return None if agent is None else await draw_panels(site, view_of(request, site), agent, looking)


def _pause(site: Site, looking: Looking, conversation: int) -> float:
    """Seconds until the panels are looked at again: who stops writing says nothing, and is not to stand there long."""
    if looking.case_id is None:
        return _REDRAW_SECONDS
    sign = site.services.presence.signs.of(conversation)
    writing = site.services.desk.watch(looking.case_id).writing or sign.customer_writes(site.services.clock())
    return WRITES.total_seconds() if writing else _REDRAW_SECONDS


async def _beats(rings: AsyncIterator[None], closing: asyncio.Event, pause: Callable[[], float]) -> AsyncIterator[None]:
    """Now, after each ring, and after each pause; ends when the server stops."""
    stop = asyncio.ensure_future(closing.wait())
    ring = asyncio.ensure_future(anext(rings))
    try:
        while not stop.done():
            yield
            await asyncio.wait({stop, ring}, timeout=pause(), return_when=asyncio.FIRST_COMPLETED)
            if ring.done():
                ring = asyncio.ensure_future(anext(rings))
    finally:
        stop.cancel()
        ring.cancel()
