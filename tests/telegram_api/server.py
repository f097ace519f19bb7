"""A Bot API server for tests: real HTTP on 127.0.0.1, Telegram's rules and refusals, a world that tests direct.

    async with BotApiServer(token="1:abc") as api:
        bot = Bot(api.token, session=AiohttpSession(api=TelegramAPIServer.from_base(api.url)))

It runs in the event loop of the test, so everything that changes the world is a plain call, and
`await api.wait_for(...)` wakes at the change itself. A bot in another process needs nothing else: it is given
`api.url`. A test that blocks its thread (a synchronous browser driver, `subprocess.run`) uses
`threaded.ThreadedBotApi`, the same server in a thread of its own. There is no control interface over HTTP: the test
that directs the world is always in this process.
"""

from __future__ import annotations

import asyncio
import contextlib
import time
from inspect import isawaitable
from typing import TYPE_CHECKING, Any, Self

from aiohttp import web

from . import methods_chats, methods_copy, methods_edit, methods_forum, methods_send, methods_updates
from .budget import GroupBudget
from .checks import METHODS, answer_problems, check_request
from .customers import CustomerActions
from .faults import Faults
from .files import UPLOAD_LIMIT
from .models import User
from .registry import HANDLERS
from .staff import StaffActions
from .transcript import Call, Transcript
from .webhook import deliver
from .wire import ApiError, Json, Method, arguments, read_body
from .world import World

if TYPE_CHECKING:
    from collections.abc import Callable
    from types import TracebackType

SERVED_BY = (methods_chats, methods_copy, methods_edit, methods_forum, methods_send, methods_updates)
"""Importing these fills the registry."""

DEFAULT_TOKEN = "7100000001:AAE-test-server-token-of-the-shop-bot"
_FORM_OVERHEAD = 1024 * 1024


class BotApiServer(CustomerActions, StaffActions, Transcript, Faults):
    """The server and everything a test does with it. `violations` must be empty at the end of a test."""

    def __init__(self, token: str = DEFAULT_TOKEN, *, clock: Callable[[], float] = time.time) -> None:
        super().__init__()
        self.token = token
        bot = User(id=int(token.partition(":")[0]), first_name="小店客服", username="shop_kefu_bot", is_bot=True)
        self.world = World(bot=bot, clock=clock)
        self.budget = GroupBudget()
        self.url = ""
        self._webhook_changed = asyncio.Event()
        self.world.listeners += [self.notify, self._webhook_changed.set]
        self._runner = web.AppRunner(self._application(), shutdown_timeout=0.1, access_log=None)
        self._delivery: asyncio.Task[None] | None = None

    @property
    def violations(self) -> list[str]:
        """Requests no real server takes, and answers of this one that a client could not read."""
        return self.world.violations

    async def __aenter__(self) -> Self:
        await self._runner.setup()
        await web.TCPSite(self._runner, "127.0.0.1", 0).start()
        self.url = f"http://127.0.0.1:{self._runner.addresses[0][1]}"
        self._delivery = asyncio.create_task(deliver(self.world, self._webhook_changed))
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.world.updates.close()
        if self._delivery is not None:
            self._delivery.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await self._delivery
        await self._runner.cleanup()

    def _application(self) -> web.Application:
        application = web.Application(client_max_size=UPLOAD_LIMIT + _FORM_OVERHEAD)
        application.router.add_route("*", "/bot{token}/{method}", self._serve)
        application.router.add_get("/file/bot{token}/{path:.+}", self._serve_file)
        application.router.add_route("*", "/{other:.*}", self._serve_nothing)
        return application

    async def _serve(self, request: web.Request) -> web.StreamResponse:
        try:
            self._check_token(request)
            method, call = await self._received(request)
        except ApiError as refusal:
            return _answer(refusal.code, refusal.wire())
        dropped, error = False, None
        try:
            answer, dropped = await self._perform(method, call)
            status = 200
        except ApiError as refusal:
            answer, status, error = refusal.wire(), refusal.code, refusal.description
        if not dropped:
            self._check_answer(method, answer)
        self._log(method, call, error=error, dropped=dropped)
        if dropped and request.transport is not None:
            request.transport.close()
        return _answer(status, answer)

    def _check_token(self, request: web.Request) -> None:
        if request.match_info["token"] != self.token:
            raise ApiError(401)

    async def _received(self, request: web.Request) -> tuple[Method, Any]:
        """The method and its checked, typed request; whatever does not fit is a violation."""
        name = request.match_info["method"]
        method = METHODS.get(name.lower())
        if method is None or name.lower() not in HANDLERS:
            self.violations.append(f"{name}: this server does not serve it")
            raise ApiError(404)
        try:
            body = await read_body(request)
        except web.HTTPRequestEntityTooLarge:
            raise ApiError(413) from None
        try:
            return method, check_request(method, arguments(body, method))
        except ApiError as refusal:
            self.violations.append(f"{name}: {refusal.description}")
            raise

    async def _perform(self, method: Method, call: Any) -> tuple[Json, bool]:
        """The answer, and whether the connection is to be cut instead of giving it."""
        chat_id = _chat_id(call)
        fault = self.take_fault(method.__api_method__, chat_id)
        if fault is not None and not fault.stored and await fault.strike():
            return {}, True
        if chat_id is not None:
            self.budget.spend(chat_id, method.__api_method__, _weight(call), self.world.clock())
        result = HANDLERS[method.__api_method__.lower()](self.world, call)
        answer = {"ok": True, "result": await result if isawaitable(result) else result}
        cut = fault is not None and fault.stored and await fault.strike()
        return answer, cut

    def _check_answer(self, method: Method, answer: Json) -> None:
        problems = answer_problems(method, answer)
        self.violations.extend(f"answer to {method.__api_method__}: {problem}" for problem in problems)

    def _log(self, method: Method, call: Any, *, error: str | None, dropped: bool) -> None:
        params = call.model_dump(mode="python", exclude_unset=True, exclude_none=True)
        self.call_log.append(
            Call(
                method=method.__api_method__,
                chat_id=_chat_id(call),
                params=params,
                at=self.world.clock(),
                error=error,
                dropped=dropped,
            )
        )
        self.notify()

    async def _serve_file(self, request: web.Request) -> web.StreamResponse:
        blob = self.world.files.at(request.match_info["path"])
        if request.match_info["token"] != self.token or blob is None:
            return await self._serve_nothing(request)
        return web.Response(body=blob.data, content_type="application/octet-stream")

    async def _serve_nothing(self, request: web.Request) -> web.StreamResponse:
        return _answer(404, ApiError(404).wire())


def _answer(status: int, document: Json) -> web.Response:
    return web.json_response(document, status=status)


def _chat_id(call: Any) -> int | None:
    try:
        return int(call.chat_id)
    except (AttributeError, TypeError, ValueError):
        return None  # a method without a chat, or a chat by its public name


def _weight(call: Any) -> int:
    return len(getattr(call, "media", None) or getattr(call, "message_ids", None) or [call])
