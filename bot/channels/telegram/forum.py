"""The desk group: every call to it, one after another, with what its refusals mean for a topic.

A group may be posted to about twenty times a minute. When Telegram says "later", the whole group waits and nothing
else does: customers are served over other calls.
"""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from typing import Final, TypeVar

import structlog
from aiogram import Bot
from aiogram.exceptions import (
    AiogramError,
    TelegramBadRequest,
    TelegramEntityTooLarge,
    TelegramMigrateToChat,
    TelegramRetryAfter,
)
from aiogram.types import BotCommandScopeChat, ReplyParameters

from bot.channels.telegram.card import CardView
from bot.channels.telegram.commands import COMMANDS
from bot.channels.telegram.parts import Part
from bot.channels.telegram.posting import Poster
from bot.channels.telegram.waiting import Stopped, pause, unless_stopped
from bot.core.errors import NotFound

log = structlog.get_logger(__name__)
T = TypeVar("T")

_NAME_LIMIT: Final = 100
_PATIENCE: Final = 5
_GONE: Final = ("message thread not found", "TOPIC_DELETED", "TOPIC_ID_INVALID")
_CARD_GONE: Final = ("message to edit not found", "message can't be edited", "MESSAGE_ID_INVALID")
_ONLY_ON_THE_WEB: Final = "［附件在这里显示不了，请在网页客服台查看］"


class TopicGone(Exception):
    """The topic was deleted, or the group moved: it has to be made anew."""


class CardGone(Exception):
    """The card was deleted: it has to be posted anew."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Notice:
    """A line for one agent, as an answer to what they wrote."""

    thread_id: int | None
    reply_to: int
    text: str


@dataclass(slots=True, kw_only=True)
class Forum:
    """The group. `group` changes when Telegram says that the group moved; `closed` are topics that people closed."""

    bot: Bot
    poster: Poster
    group: int
    stopping: asyncio.Event
    closed: set[int] = field(default_factory=set)
    _turn: asyncio.Lock = field(default_factory=asyncio.Lock)
    _notices: asyncio.Queue[Notice] = field(default_factory=asyncio.Queue)

    async def create(self, name: str) -> int:
        """A new topic; returns its thread id."""
        topic = await self._call(lambda: self.bot.create_forum_topic(self.group, name[:_NAME_LIMIT]))
        return topic.message_thread_id

    async def post(self, thread_id: int, part: Part) -> None:
        """Show messages. An attachment that Telegram does not take is named instead. Raises TopicGone."""
        try:
            await self._post(thread_id, part)
        except (TelegramBadRequest, TelegramEntityTooLarge, NotFound) as refusal:
            if not part.media:
                raise
            log.warning("desk_attachment_refused", error=str(refusal))
            await self._post(thread_id, Part(text=f"{part.text}\n{_ONLY_ON_THE_WEB}".strip()))

    async def post_card(self, thread_id: int, view: CardView) -> int:
        """Post a card and pin it; returns its message id. Raises TopicGone."""

        async def post() -> tuple[int | None, int]:
            sent = await self.bot.send_message(
                self.group,
                view.text,
                message_thread_id=thread_id,
                entities=list(view.entities),
                reply_markup=view.keyboard,
            )
            return sent.message_thread_id, sent.message_id

        message_id = await self._in_topic(thread_id, post)
        try:
            await self._call(lambda: self.bot.pin_chat_message(self.group, message_id, disable_notification=True))
        except TelegramBadRequest as refusal:
            log.warning("card_not_pinned", error=str(refusal), hint="give the bot the right to pin messages")
        return message_id

    async def edit_card(self, message_id: int, view: CardView) -> None:
        """Change a card in place. Raises CardGone."""
        try:
            await self._call(
                lambda: self.bot.edit_message_text(
                    chat_id=self.group,
                    message_id=message_id,
                    text=view.text,
                    entities=list(view.entities),
                    reply_markup=view.keyboard,
                )
            )
        except TelegramBadRequest as refusal:
            if "message is not modified" in refusal.message:
                return
            if any(sign in refusal.message for sign in _CARD_GONE):
                raise CardGone from refusal
            raise

    def answer(self, notice: Notice) -> None:
        """Tell an agent something, soon; the caller does not wait for the group."""
        self._notices.put_nowait(notice)

    async def run(self) -> None:
        """Introduce the commands, then post notices until the shop stops."""
        with contextlib.suppress(Stopped):
            await self._introduce()
            while True:
                await self._say(await unless_stopped(self.stopping, self._notices.get))

    async def _introduce(self) -> None:
        scope = BotCommandScopeChat(chat_id=self.group)
        try:
            await self._call(lambda: self.bot.set_my_commands(list(COMMANDS), scope=scope))
        except (AiogramError, TopicGone) as error:
            log.warning("desk_commands_not_set", error=str(error))

    async def _say(self, notice: Notice) -> None:
        target = ReplyParameters(message_id=notice.reply_to, allow_sending_without_reply=True)
        try:
            await self._call(
                lambda: self.bot.send_message(
                    self.group, notice.text, message_thread_id=notice.thread_id, reply_parameters=target
                )
            )
        except (AiogramError, TopicGone) as error:
            log.warning("desk_notice_not_sent", error=str(error))

    async def _post(self, thread_id: int, part: Part) -> None:
        async def post() -> tuple[int | None, int]:
            sent = await self.poster.post(part, self.group, thread_id)
            return sent.message_thread_id, sent.message_id

        await self._in_topic(thread_id, post)

    async def _in_topic(self, thread_id: int, post: Callable[[], Awaitable[tuple[int | None, int]]]) -> int:
        """Post where people can answer: a closed topic is opened first. Returns the message id."""
        if thread_id in self.closed:
            await self._reopen(thread_id)
        try:
            landed, message_id = await self._call(post)
        except TelegramBadRequest as refusal:
            if any(sign in refusal.message for sign in _GONE):
                raise TopicGone from refusal
            if "TOPIC_CLOSED" not in refusal.message:
                raise
            await self._reopen(thread_id)
            landed, message_id = await self._call(post)
        if landed != thread_id:
            # A topic deleted a moment ago: Telegram took the message and put it into General.
            with contextlib.suppress(AiogramError):
                await self.bot.delete_message(self.group, message_id)
            raise TopicGone
        return message_id

    async def _reopen(self, thread_id: int) -> None:
        self.closed.discard(thread_id)
        try:
            await self._call(lambda: self.bot.reopen_forum_topic(self.group, thread_id))
        except TelegramBadRequest as refusal:
            if any(sign in refusal.message for sign in _GONE):
                raise TopicGone from refusal
            if "TOPIC_NOT_MODIFIED" not in refusal.message:
                raise

    async def _call(self, make: Callable[[], Awaitable[T]]) -> T:
        async with self._turn:
            for _ in range(_PATIENCE):
                try:
                    return await make()
                except TelegramRetryAfter as delay:
                    log.info("desk_group_told_to_wait", seconds=delay.retry_after)
                    await pause(self.stopping, delay.retry_after)
                except TelegramMigrateToChat as moved:
                    self.group = moved.migrate_to_chat_id
                    log.warning("desk_group_moved", hint=f"set telegram.desk_group: {self.group} in config.yaml")
                    raise TopicGone from moved
            return await make()
