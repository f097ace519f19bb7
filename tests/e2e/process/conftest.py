"""kefu as its own process, so that it can be killed."""

from __future__ import annotations

import asyncio
import json
import os
import signal
import socket
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import httpx
import pytest
from websockets.asyncio.client import ClientConnection, connect

SCRIPTS = Path(__file__).parents[3] / "scripts_yaml"
READY_SECONDS = 60


@dataclass
class Kefu:
    """A shop of its own folder and port, started and stopped as often as the test wants."""

    home: Path
    shared: Path
    port: int
    quiet_seconds: float = 0.1
    scripts: Path = SCRIPTS
    extra: str = ""
    process: asyncio.subprocess.Process | None = None

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    @property
    def config(self) -> Path:
        path = self.home / "config.yaml"
        path.write_text(
            f"scripts: {self.scripts}\n"
            "database: sqlite:///kefu.db\n"
            f"files: {self.shared}/files\n"  # compiled matchers are beside them: one fit for all tests
            f"quiet_seconds: {self.quiet_seconds}\n"
            f"web: {{port: {self.port}}}\n"
            f"{self.extra}",
            encoding="utf-8",
        )
        return path

    async def run(self, *arguments: str, **environment: str) -> tuple[int, str]:
        """A `kefu` command to its end: exit code, and all it printed."""
        process = await self._start(*arguments, **environment)
        output, _ = await asyncio.wait_for(process.communicate(), READY_SECONDS)
        return process.returncode or 0, output.decode()

    async def start(self) -> None:
        """Start the shop and return when it is ready for customers."""
        self.process = await self._start("run", "--config", str(self.config))
        async with httpx.AsyncClient() as client, asyncio.timeout(READY_SECONDS):
            while True:
                try:
                    if (await client.get(f"{self.url}/readyz")).status_code == httpx.codes.OK:
                        return
                except httpx.TransportError:
                    assert self.process.returncode is None, await self.output()
                await asyncio.sleep(0.05)

    async def kill(self, which: signal.Signals = signal.SIGKILL) -> int:
        """Send the signal and wait for the end; returns the exit code."""
        assert self.process is not None
        self.process.send_signal(which)
        return await asyncio.wait_for(self.process.wait(), READY_SECONDS)

    async def output(self) -> str:
        """What the ended process printed."""
        assert self.process is not None
        assert self.process.stdout is not None
        return (await self.process.stdout.read()).decode()

    async def _start(self, *arguments: str, **environment: str) -> asyncio.subprocess.Process:
        return await asyncio.create_subprocess_exec(
            sys.executable,
            "-m",
            "bot.cli",
            *arguments,
            cwd=self.home,
            env={**os.environ, "KEFU_SECRET": "s" * 40, "PYTHONPATH": str(SCRIPTS.parent), **environment},
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.STDOUT,
        )


@dataclass
class Visitor:
    """A customer's chat window, speaking the protocol of bot/web/chat.py."""

    kefu: Kefu
    token: str = ""
    seen: dict[int, dict[str, Any]] = field(default_factory=dict)

    @asynccontextmanager
    async def window(self) -> AsyncIterator[ClientConnection]:
        """An open window that has said hello."""
        address = f"ws://127.0.0.1:{self.kefu.port}/ws/chat"
        async with connect(address, origin=self.kefu.url) as socket:  # type: ignore[arg-type]  # a str is an Origin
            await socket.send(json.dumps({"kind": "hello"} | ({"token": self.token} if self.token else {})))
            welcome = await self.until(socket, "welcome")
            self.token = welcome["token"]
            yield socket

    async def send(self, socket: ClientConnection, identity: str, text: str) -> None:
        """Send a message and return when it is acknowledged, that is: safely stored."""
        await socket.send(json.dumps({"kind": "message", "id": identity, "text": text}))
        await self.until(socket, "ack")

    async def until(self, socket: ClientConnection, kind: str) -> dict[str, Any]:
        """Read frames until one of this kind comes, keeping all entries."""
        async with asyncio.timeout(READY_SECONDS):
            while True:
                frame: dict[str, Any] = json.loads(await socket.recv())
                self.seen |= {entry["seq"]: entry for entry in frame.get("entries", ())}
                if frame["kind"] == kind:
                    return frame

    async def answers(self, socket: ClientConnection, count: int) -> list[str]:
        """What the shop has said, once it has said this much."""
        while len(self.said()) < count:
            await self.until(socket, "entries")
        return self.said()

    def said(self) -> list[str]:
        """What the shop has said so far, in order."""
        return [entry["text"] for _, entry in sorted(self.seen.items()) if entry["author"] != "customer"]


@pytest.fixture
async def kefu(tmp_path: Path, tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Kefu]:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    shop = Kefu(home=tmp_path, shared=tmp_path_factory.getbasetemp(), port=port)
    yield shop
    if shop.process is not None and shop.process.returncode is None:
        await shop.kill()
