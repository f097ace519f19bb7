"""A whole shop in this process, on SQLite: ready, answering over a WebSocket, stopped by a signal."""

from __future__ import annotations

import asyncio
import json
import os
import signal
import socket
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import httpx
import pytest
from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import ConnectionClosed

from bot import serving
from bot.bootstrap import Shop, open_shop
from bot.config import Config, load_config
from bot.core.errors import ConfigError
from bot.process import listening
from bot.service.turns import Taken
from bot.serving import run_shop

SCRIPTS = Path(__file__).parents[2] / "scripts_yaml"


@pytest.fixture
def config(tmp_path: Path, request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> Config:
    kept = request.config.cache.mkdir("matchers")
    monkeypatch.setattr(Config, "matchers", property(lambda _: kept))
    return write_config(tmp_path)


def write_config(folder: Path, *, quiet: float = 0.05, token: str = "", host: str = "127.0.0.1") -> Config:
    path = folder / "config.yaml"
    path.write_text(
        f"scripts: {SCRIPTS}\nquiet_seconds: {quiet}\nweb: {{host: '{host}', port: 0}}\n"
        "telegram: {api_url: 'http://127.0.0.1:9'}\n",
        encoding="utf-8",
    )
    environment = {"KEFU_SECRET": "s" * 40} | ({"KEFU_TELEGRAM_TOKEN": token} if token else {})
    return load_config(path, environment)


@asynccontextmanager
async def running(config: Config) -> AsyncIterator[tuple[Shop, asyncio.Task[None]]]:
    """The shop, ready; the test ends it."""
    with listening(config) as listener:
        async with open_shop(config.listening_on(listener.getsockname()[1])) as shop:
            ready = asyncio.Event()
            task = asyncio.create_task(run_shop(shop, listener, on_ready=ready.set))
            waiting = asyncio.create_task(ready.wait())
            async with asyncio.timeout(30):
                await asyncio.wait({task, waiting}, return_when=asyncio.FIRST_COMPLETED)
                waiting.cancel()
                yield shop, task
                await task


@asynccontextmanager
async def window(shop: Shop) -> AsyncIterator[ClientConnection]:
    base = shop.config.public_url
    async with connect(f"{base.replace('http', 'ws')}/ws/chat", origin=base) as line:  # type: ignore[arg-type]  # a str is an Origin
        await line.send(json.dumps({"kind": "hello"}))
        await frame(line, "welcome")
        yield line


async def frame(line: ClientConnection, kind: str) -> dict[str, Any]:
    while True:
        got: dict[str, Any] = json.loads(await line.recv())
        if got["kind"] == kind:
            return got


async def say(line: ClientConnection, text: str) -> None:
    await line.send(json.dumps({"kind": "message", "id": "message-1", "text": text}))
    await frame(line, "ack")


async def transcript(config: Config) -> list[tuple[str, bool]]:
    """(author, whether it was sent) of the only conversation, read by a new process of the shop."""
    async with open_shop(config) as shop:
        entries = await shop.store.read(lambda uow: uow.transcript.entries(1))
        return [(entry.author.value, entry.delivery is not None) for entry in entries]


@pytest.mark.parametrize("which", [signal.SIGINT, signal.SIGTERM])
async def test_a_shop_answers_and_ends_by_a_signal_with_its_windows_open(config: Config, which: signal.Signals) -> None:
    async with running(config) as (shop, _), httpx.AsyncClient(base_url=shop.config.public_url) as client:
        assert (await client.get("/readyz")).status_code == 200
        async with window(shop) as line:
            await say(line, "在吗")
            [answer] = (await frame(line, "entries"))["entries"]
            assert (answer["author"], bool(answer["text"])) == ("bot", True)
            os.kill(os.getpid(), which)
    assert signal.getsignal(which) in {signal.default_int_handler, signal.SIG_DFL}


async def test_told_to_stop_while_a_turn_is_under_way_it_finishes_the_turn(
    config: Config, monkeypatch: pytest.MonkeyPatch
) -> None:
    from bot.service.turns import take_turn

    def signalled(*arguments: Any) -> Taken:
        os.kill(os.getpid(), signal.SIGTERM)
        return take_turn(*arguments)

    monkeypatch.setattr("bot.jobs.worker.take_turn", signalled)
    async with running(config) as (shop, _), window(shop) as line:
        await say(line, "在吗")
    assert [author for author, _ in await transcript(config)] == ["customer", "bot"]


async def test_what_was_stored_before_the_stop_is_answered_once_after_the_next_start(
    config: Config, tmp_path: Path
) -> None:
    async with running(write_config(tmp_path, quiet=5)) as (shop, _), window(shop) as line:
        await say(line, "在吗")
        os.kill(os.getpid(), signal.SIGTERM)
    assert await transcript(config) == [("customer", False)]
    async with running(config) as (shop, _), window(shop) as line, shop.bell.listen("conversation:1") as rings:
        while [author for author, _ in await said(shop)] != ["customer", "bot"]:
            await anext(rings)
        os.kill(os.getpid(), signal.SIGTERM)


async def said(shop: Shop) -> list[tuple[str, str]]:
    entries = await shop.store.read(lambda uow: uow.transcript.entries(1))
    return [(entry.author.value, entry.content.text) for entry in entries]


async def test_the_system_may_choose_the_port_and_the_address_may_be_ipv6(config: Config, tmp_path: Path) -> None:
    async with running(write_config(tmp_path, host="::1")) as (shop, _), httpx.AsyncClient() as client:
        assert shop.config.public_url.startswith("http://[::1]:")
        assert (await client.get(f"{shop.config.public_url}/healthz")).status_code == 200
        async with window(shop) as line:
            await say(line, "在吗")
        os.kill(os.getpid(), signal.SIGTERM)


async def test_two_shops_cannot_listen_on_one_port(config: Config) -> None:
    with listening(config) as listener:
        taken = config.listening_on(listener.getsockname()[1])
        with pytest.raises(ConfigError, match="is in use"), listening(taken):
            pytest.fail("both listen")


async def test_a_refused_telegram_token_ends_the_whole_shop_with_its_windows_and_closes_the_database(
    config: Config, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened = asyncio.Event()

    async def refuse(*_: object) -> None:
        await opened.wait()
        raise ConfigError("the token is refused")

    async def run_until_refused() -> None:
        async with running(write_config(tmp_path, token="1:a")) as (shop, task), window(shop) as line:
            ports.append(shop.config.web.port)
            opened.set()
            await asyncio.wait({task})
            with pytest.raises(ConnectionClosed):
                await line.recv()

    ports: list[int] = []
    monkeypatch.setattr(serving, "_serve_telegram", refuse)
    with pytest.raises(ExceptionGroup) as caught:
        await run_until_refused()
    assert caught.group_contains(ConfigError, match="the token is refused")
    with socket.socket() as probe:  # nobody listens any more
        assert probe.connect_ex(("127.0.0.1", ports[0])) != 0


async def test_a_web_server_that_fails_ends_the_shop_instead_of_leaving_it_deaf(
    config: Config, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def fail(self: object) -> None:
        raise OSError("no more file descriptors")

    async def run_until_failed() -> None:
        async with running(config) as (_, task):
            await asyncio.wait({task})

    monkeypatch.setattr("bot.web.server.Server.main_loop", fail)
    with pytest.raises(ExceptionGroup) as caught:
        await run_until_failed()
    assert caught.group_contains(OSError, match="no more file descriptors")
