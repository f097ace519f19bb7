"""Counts requests and open sockets by the route they went to: its template, never the address itself."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Final

from bot.core.measures import Answered, SocketMoved

if TYPE_CHECKING:
    from starlette.types import ASGIApp, Message, Receive, Scope, Send

    from bot.core.measures import Meter

_METHODS: Final = frozenset({"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"})
_OTHER: Final = "other"
"""For whatever a client may choose freely: methods nobody knows, addresses no route is for."""
_FAILED: Final = 500


class Metering:
    """Tells the meter of answers and of sockets that open and end. Plain ASGI, so that streams are not buffered."""

    def __init__(self, app: ASGIApp, meter: Meter) -> None:
        self.app = app
        self.meter = meter

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass on, counting."""
        match scope["type"]:
            case "http":
                await self._request(scope, receive, send)
            case "websocket":
                await self._socket(scope, receive, send)
            case _:
                await self.app(scope, receive, send)

    async def _request(self, scope: Scope, receive: Receive, send: Send) -> None:
        began = time.perf_counter()
        status = 0

        def count(of: int) -> None:
            nonlocal status
            status = of
            method = scope["method"] if scope["method"] in _METHODS else _OTHER
            seconds = time.perf_counter() - began
            self.meter(Answered(route=_route(scope), method=method, status=of, seconds=seconds))

        async def send_counting(message: Message) -> None:
            if message["type"] == "http.response.start":
                count(message["status"])
            await send(message)

        try:
            await self.app(scope, receive, send_counting)
        except Exception:
            if not status:  # the server answers what nobody caught with a 500
                count(_FAILED)
            raise

    async def _socket(self, scope: Scope, receive: Receive, send: Send) -> None:
        opened = ""

        async def send_counting(message: Message) -> None:
            nonlocal opened
            if message["type"] == "websocket.accept" and not opened:
                opened = _route(scope)
                self.meter(SocketMoved(route=opened, change=1))
            await send(message)

        try:
            await self.app(scope, receive, send_counting)
        finally:
            if opened:
                self.meter(SocketMoved(route=opened, change=-1))


def _route(scope: Scope) -> str:
    """The template that the router found; a mounted folder counts as one route."""
    path: str = getattr(scope.get("route"), "path", "")
    mounted: str = scope["root_path"] if "endpoint" in scope else ""
    return path or mounted or _OTHER
