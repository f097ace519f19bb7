"""What tests read back: messages as people see them, their history, calls, and waiting for something to appear."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeVar

from .models import Group, Place, Topic, User
from .wire import Json

if TYPE_CHECKING:
    from collections.abc import Callable

    from .world import World

Value = TypeVar("Value")
Where = User | Place | int
"""A private chat, a group, one topic of it, or a bare chat id."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Call:
    """One request of the bot and how it ended: `error` is the refusal, `dropped` a connection cut on purpose."""

    method: str
    chat_id: int | None
    params: Json
    at: float
    error: str | None
    dropped: bool


class Transcript:
    """Reading only; nothing here changes the world."""

    world: World

    def __init__(self) -> None:
        super().__init__()
        self.call_log: list[Call] = []
        self._changed = asyncio.Event()

    def conversation(self, where: Where) -> list[Json]:
        """All messages there, of everybody, as they look now."""
        chat_id, thread_id = _address(where)
        chat = self.world.chats.get(chat_id)
        messages = list(chat.messages.values()) if chat is not None else []
        return [message for message in messages if thread_id in {None, message.get("message_thread_id")}]

    def sent(self, where: Where) -> list[Json]:
        """The bot's own messages there, as they look now, without service messages."""
        return [
            message
            for message in self.conversation(where)
            if message["from"]["id"] == self.world.bot.id and not _is_service(message)
        ]

    def texts(self, where: Where) -> list[str]:
        """The texts or captions of `sent`."""
        return [text_of(message) for message in self.sent(where)]

    def edits(self, message: Json) -> list[Json]:
        """Every form this message had, the first as it was sent."""
        return self.world.chats[message["chat"]["id"]].versions[message["message_id"]]

    def deleted(self, where: Where) -> list[int]:
        """Ids of deleted messages of the whole chat."""
        return self.world.chats[_address(where)[0]].deleted

    def calls(self, method: str | None = None, where: Where | None = None) -> list[Call]:
        """Requests so far, of one method (any case) or all, to one chat or all."""
        chat_id = None if where is None else _address(where)[0]
        return [
            call
            for call in self.call_log
            if (method is None or call.method.lower() == method.lower())
            and (chat_id is None or call.chat_id == chat_id)
        ]

    async def wait_for(self, predicate: Callable[[], Value], timeout_s: float = 10.0) -> Value:
        """The first truthy value of `predicate`, asked again after each change of the world.

        Raises:
            AssertionError: nothing came in time; it tells what was called until then.
        """
        try:
            async with asyncio.timeout(timeout_s):
                while not (value := predicate()):
                    await self._changed.wait()
        except TimeoutError:
            raise AssertionError(f"nothing after {timeout_s} s; calls so far:\n{self._story()}") from None
        return value

    async def wait_for_text(self, where: Where, fragment: str, timeout_s: float = 10.0) -> Json:
        """The bot's newest message there that holds the fragment."""

        def newest() -> Json | None:
            found = [message for message in self.sent(where) if fragment in text_of(message)]
            return found[-1] if found else None

        message = await self.wait_for(newest, timeout_s)
        assert message is not None
        return message

    def notify(self) -> None:
        """Wake everybody who waits, to ask again."""
        self._changed.set()
        self._changed = asyncio.Event()

    def _story(self) -> str:
        ends = ((call, "cut" if call.dropped else call.error or "ok") for call in self.call_log[-30:])
        return "\n".join(f"  {call.method} {call.params}: {end}" for call, end in ends)


def text_of(message: Json) -> str:
    return str(message.get("text") or message.get("caption") or "")


def _address(where: Where) -> tuple[int, int | None]:
    match where:
        case Topic():
            return where.group.id, where.thread_id
        case User() | Group():
            return where.id, None
        case int():
            return where, None


def _is_service(message: Json) -> bool:
    return "pinned_message" in message or any(key.startswith("forum_topic_") for key in message)
