"""A running shop, and a chat window as a program sees it."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from typing import Any
from uuid import uuid4

import pytest
from websockets.asyncio.client import ClientConnection, connect

from bot.core.messages import Peer
from bot.core.ports import UnitOfWork
from bot.core.roles import Role
from bot.core.tasks import Task, TaskDraft, TaskKind
from tests.web_shop.fixtures import book, shop
from tests.web_shop.running import RunningShop

__all__ = ["book", "hand_over", "open_chat", "register", "shop"]


class ChatWindow:
    """Speaks the protocol of bot/web/chat.py."""

    def __init__(self, socket: ClientConnection) -> None:
        self.socket = socket
        self.token = ""
        self.frames: list[dict[str, Any]] = []

    async def hello(self, **members: Any) -> dict[str, Any]:
        await self.send(kind="hello", **members)
        welcome = await self.until(lambda frame: frame["kind"] == "welcome")
        self.token = welcome["token"]
        return welcome

    async def say(self, text: str, **members: Any) -> dict[str, Any]:
        """Send a message and return its ack."""
        message_id = members.pop("id", str(uuid4()))
        await self.send(kind="message", id=message_id, text=text, **members)
        return await self.until(lambda frame: frame.get("id") == message_id)

    async def hears(self, text: str) -> dict[str, Any]:
        """The first entry from the shop, known or still to come, that contains the text."""
        for entry in self.entries:
            if text in entry["text"] and entry["author"] != "customer":
                return entry
        await self.until(lambda frame: any(text in entry["text"] for entry in frame.get("entries", [])))
        return await self.hears(text)

    @property
    def entries(self) -> list[dict[str, Any]]:
        return [entry for frame in self.frames for entry in frame.get("entries", [])]

    async def send(self, **frame: Any) -> None:
        await self.socket.send(json.dumps(frame))

    async def until(self, wanted: Callable[[dict[str, Any]], bool]) -> dict[str, Any]:
        async with asyncio.timeout(10):
            while True:
                frame = json.loads(await self.socket.recv())
                self.frames.append(frame)
                if wanted(frame):
                    return dict(frame)


Register = Callable[..., Awaitable[Task]]
OpenChat = Callable[..., AbstractAsyncContextManager[ChatWindow]]


@pytest.fixture
def open_chat(shop: RunningShop) -> OpenChat:
    """Opens a socket; without arguments like the shop's own page."""

    @asynccontextmanager
    async def opening(origin: str | None = None) -> AsyncIterator[ChatWindow]:
        address = shop.url.replace("http", "ws") + "/ws/chat"
        async with connect(address, origin=origin or shop.url, max_size=None) as socket:  # type: ignore[arg-type]  # Origin is a NewType of str
            yield ChatWindow(socket)

    return opening


@pytest.fixture
def hand_over(open_chat: OpenChat, shop: RunningShop) -> Callable[[ChatWindow], Any]:
    """Makes the window's customer ask for a person; the case's number."""

    async def asking(window: ChatWindow) -> int:
        await window.say("我要人工")
        await window.hears("转接同事")
        rows = await shop.shop.desk.queue()
        return rows[-1].case.id

    return asking


@pytest.fixture
def register(shop: RunningShop) -> Register:
    """Registers a task of a visitor who never asked for a person."""

    async def registering(kind: TaskKind, role: Role, *, order: str = "", **args: str) -> Task:
        def use_case(uow: UnitOfWork) -> Task:
            peer = Peer(id="guest", name="<b>顾客</b>")
            conversation = uow.conversations.of_peer("web", "shop", peer, now=shop.shop.clock())
            return uow.tasks.register(
                TaskDraft(
                    key=f"{kind}:{args}",
                    kind=kind,
                    role=role,
                    conversation_id=conversation.id,
                    order_number=order,
                    args=dict(args),
                    approver=Role.PRE_SALE if kind is TaskKind.PRICE_CHANGE else None,
                ),
                now=shop.shop.clock(),
            )

        task = await shop.shop.store.transact(use_case)
        shop.shop.bell.ring("desk")
        return task

    return registering
