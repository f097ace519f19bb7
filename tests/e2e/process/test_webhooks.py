"""A process that is killed while a receiver is told tells it again after the restart, under the same id."""

from __future__ import annotations

import asyncio
import signal
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING

from aiohttp import web

from tests.e2e.process.conftest import READY_SECONDS, Visitor
from tests.web_shop.running import SCRIPTS as SMALL_SHOP

if TYPE_CHECKING:
    from tests.e2e.process.conftest import Kefu


async def test_killed_while_a_receiver_thinks_the_message_comes_again(kefu: Kefu) -> None:
    told: list[str] = []
    first, second, thinking = asyncio.Event(), asyncio.Event(), asyncio.Event()

    async def take(request: web.Request) -> web.Response:
        told.append(request.headers["webhook-id"])
        if len(told) == 1:
            first.set()
            await thinking.wait()
        else:
            second.set()
        return web.Response(status=204)

    kefu.scripts = SMALL_SHOP
    kefu.extra = "webhooks: {allow_private_networks: true}\n"
    async with receiving(take) as url:
        added = await kefu.run("webhooks", "add", url, "--event", "case.opened", "--config", str(kefu.config))
        assert added[0] == 0, added[1]
        await kefu.start()
        visitor = Visitor(kefu)
        async with visitor.window() as window, asyncio.timeout(READY_SECONDS):
            await visitor.send(window, "message-1", "我要人工")
            await first.wait()
        assert await kefu.kill() == -signal.SIGKILL
        thinking.set()

        await kefu.start()
        async with asyncio.timeout(READY_SECONDS):
            await second.wait()
        assert await kefu.kill(signal.SIGTERM) == 0  # which lets it note the answer first
        _, listed = await kefu.run("webhooks", "deliveries", "1", "--config", str(kefu.config))

    assert len(told) == 2
    assert len(set(told)) == 1
    assert "case.opened  delivered  tries: 2" in listed


@asynccontextmanager
async def receiving(take: Callable[[web.Request], Awaitable[web.Response]]) -> AsyncIterator[str]:
    """A server in this process; its address."""
    application = web.Application()
    application.router.add_post("/", take)
    runner = web.AppRunner(application, shutdown_timeout=0.1, access_log=None)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    yield f"http://127.0.0.1:{runner.addresses[0][1]}/"
    await runner.cleanup()
