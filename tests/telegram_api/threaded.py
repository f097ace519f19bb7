"""The same server in a thread of its own, for tests that block theirs."""

from __future__ import annotations

import asyncio
import threading
from typing import TYPE_CHECKING, Self, TypeVar

from .server import DEFAULT_TOKEN, BotApiServer

if TYPE_CHECKING:
    from collections.abc import Callable, Coroutine
    from types import TracebackType
    from typing import Any

Value = TypeVar("Value")


class ThreadedBotApi:
    """`do` runs a deed in the server's loop and hands back its result; `wait_for` blocks until something shows."""

    def __init__(self, token: str = DEFAULT_TOKEN) -> None:
        self._token = token
        self._api: BotApiServer | None = None

    def __enter__(self) -> Self:
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever, name="bot-api", daemon=True)
        self._thread.start()
        self._api = self._run(self._start())
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._run(self._server.__aexit__(kind, error, trace))
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join()
        self._loop.close()

    @property
    def url(self) -> str:
        return self._server.url

    @property
    def token(self) -> str:
        return self._token

    def do(self, deed: Callable[[BotApiServer], Value]) -> Value:
        """`threaded.do(lambda api: api.user_says(user, "在吗"))`."""

        async def run() -> Value:
            return deed(self._server)

        return self._run(run())

    def wait_for(self, predicate: Callable[[BotApiServer], Value], timeout_s: float = 5.0) -> Value:
        """As `BotApiServer.wait_for`, with the server as the predicate's argument."""
        return self._run(self._server.wait_for(lambda: predicate(self._server), timeout_s))

    @property
    def _server(self) -> BotApiServer:
        if self._api is None:
            raise RuntimeError("the Bot API server is not running: use `with ThreadedBotApi() as api:`")
        return self._api

    async def _start(self) -> BotApiServer:
        return await BotApiServer(self._token).__aenter__()

    def _run(self, work: Coroutine[Any, Any, Value]) -> Value:
        return asyncio.run_coroutine_threadsafe(work, self._loop).result()
