"""The HTTP server around the application, stopping cleanly while windows are open."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Final

import uvicorn

if TYPE_CHECKING:
    import socket

    from fastapi import FastAPI

_MAX_FRAME: Final = 2 * 1024 * 1024
"""Bytes of one WebSocket message that are read at all; above the protocol's own limit, so that it can be answered."""
_GRACE_SECONDS: Final = 5


class Server(uvicorn.Server):
    """Tells the application to end its live streams before waiting for requests to finish."""

    def __init__(self, config: uvicorn.Config) -> None:
        super().__init__(config)
        self.up = asyncio.Event()
        """Set once connections are accepted."""

    @contextmanager
    def capture_signals(self) -> Iterator[None]:
        """Signals are the composition root's business: it ends more than the web."""
        yield

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        """Start as uvicorn does, and say so."""
        await super().startup(sockets)
        self.up.set()

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        """End the streams, then stop as uvicorn does."""
        self.config.app.state.site.closing.set()  # type: ignore[union-attr]  # `make_server` put our FastAPI there
        await super().shutdown(sockets)


def make_server(app: FastAPI, *, host: str, port: int) -> Server:
    """A server for an application of `create_app`; `serve()` runs it until `should_exit` is set."""
    config = uvicorn.Config(
        app,
        host=host,
        port=port,
        ws="websockets-sansio",
        ws_max_size=_MAX_FRAME,
        lifespan="off",
        log_config=None,
        access_log=False,
        server_header=False,
        timeout_graceful_shutdown=_GRACE_SECONDS,
    )
    return Server(config)
