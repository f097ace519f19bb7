"""Calls to the desk group, and what its refusals mean for a topic.

When Telegram says "later", the whole group waits and nothing else does: customers are served over other calls.
"""

from __future__ import annotations

import contextlib
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, TypeVar

import structlog
from aiogram.exceptions import (
    AiogramError,
    TelegramBadRequest,
    TelegramEntityTooLarge,
    TelegramMigrateToChat,
    TelegramRetryAfter,
)
from aiogram.types import ForceReply, InlineKeyboardMarkup, Message, MessageEntity, ReplyParameters, User

from bot.channels.telegram.card import CardView
from bot.channels.telegram.governor import Turn
from bot.channels.telegram.parts import Part
from bot.channels.telegram.texts import units
from bot.channels.telegram.waiting import unless_stopped
from bot.core.errors import NotFound

if TYPE_CHECKING:
    from bot.channels.telegram.forum import Forum

log = structlog.get_logger(__name__)
T = TypeVar("T")

_NAME_LIMIT: Final = 100
_PATIENCE: Final = 5
"""How often in a row Telegram may say "later" before the call is given up."""
_GONE: Final = ("message thread not found", "TOPIC_DELETED", "TOPIC_ID_INVALID")
_POST_GONE: Final = ("message to edit not found", "message can't be edited", "MESSAGE_ID_INVALID")
_ONLY_ON_THE_WEB: Final = "［附件在这里显示不了，请在网页客服台查看］"


class TopicGone(Exception):
    """The topic was deleted, or the group moved: it has to be made anew."""

    def __str__(self) -> str:
        return "the topic was deleted, or the group moved; a new one is made"


class PostGone(Exception):
    """The post that was to be changed was deleted: it has to be made anew."""


@dataclass(slots=True, kw_only=True)
class GroupCalls:
    """What may be done to the group while it is our turn."""

    forum: Forum
    turn: Turn
    group: int

    async def create(self, name: str) -> int:
        """A new topic; returns its thread id."""
        topic = await self._call(lambda: self.forum.bot.create_forum_topic(self.group, name[:_NAME_LIMIT]))
        return topic.message_thread_id

    async def retire(self, thread_id: int, words: str) -> None:
        """Say why a topic is not used, and close it."""
        await self._call(lambda: self.forum.bot.send_message(self.group, words, message_thread_id=thread_id))
        await self._call(lambda: self.forum.bot.close_forum_topic(self.group, thread_id))

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
        message_id = await self.post_view(thread_id, view)
        try:
            await self._call(lambda: self.forum.bot.pin_chat_message(self.group, message_id, disable_notification=True))
        except TelegramBadRequest as refusal:
            log.warning("card_not_pinned", error=str(refusal), hint="give the bot the right to pin messages")
        return message_id

    async def post_view(self, thread_id: int, view: CardView) -> int:
        """Post what can be edited in place later; returns its message id. Raises TopicGone."""

        async def post() -> Message:
            return await self.forum.bot.send_message(
                self.group,
                view.text,
                message_thread_id=thread_id,
                entities=list(view.entities),
                reply_markup=view.keyboard,
            )

        return await self._in_topic(thread_id, post)

    async def edit_view(self, message_id: int, view: CardView) -> None:
        """Change a card or another post in place. Raises PostGone."""
        try:
            await self._call(
                lambda: self.forum.bot.edit_message_text(
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
            if any(sign in refusal.message for sign in _POST_GONE):
                raise PostGone from refusal
            raise

    async def edit_keyboard(self, message_id: int, keyboard: InlineKeyboardMarkup) -> None:
        """Change the buttons of a post alone; that it is gone, or has them already, does not matter."""
        try:
            await self._call(
                lambda: self.forum.bot.edit_message_reply_markup(
                    chat_id=self.group, message_id=message_id, reply_markup=keyboard
                )
            )
        except TelegramBadRequest as refusal:
            log.info("menu_not_shown", error=str(refusal))

    async def ask(self, thread_id: int | None, text: str, *, whom: int) -> int:
        """Ask one person to answer this very message, whose id it returns; nobody else's screen is bothered."""
        name = MessageEntity(type="text_mention", offset=0, length=1, user=User(id=whom, is_bot=False, first_name="-"))
        sent = await self._call(
            lambda: self.forum.bot.send_message(
                self.group,
                text,
                message_thread_id=thread_id,
                entities=[name],
                reply_markup=ForceReply(selective=True),
            )
        )
        return sent.message_id

    async def call_out(self, thread_id: int, name: str, text: str, *, whom: int | None) -> None:
        """Say something in a topic that begins with somebody's name; it rings for an account. Raises TopicGone."""
        account = User(id=whom, is_bot=False, first_name=name) if whom is not None else None
        mention = MessageEntity(type="text_mention", offset=0, length=units(name), user=account)

        async def post() -> Message:
            return await self.forum.bot.send_message(
                self.group,
                f"{name} {text}",
                message_thread_id=thread_id,
                entities=[mention] if account is not None else None,
            )

        await self._in_topic(thread_id, post)

    async def say(self, thread_id: int | None, text: str, *, reply_to: int) -> None:
        """Answer somebody's message."""
        target = ReplyParameters(message_id=reply_to, allow_sending_without_reply=True)
        await self._call(
            lambda: self.forum.bot.send_message(self.group, text, message_thread_id=thread_id, reply_parameters=target)
        )

    async def _post(self, thread_id: int, part: Part) -> None:
        async def post() -> Message:
            return await self.forum.poster.post(part, self.group, thread_id)

        await self._in_topic(thread_id, post, weight=part.weight)

    async def _in_topic(self, thread_id: int, post: Callable[[], Awaitable[Message]], *, weight: int = 1) -> int:
        """Post where people can answer: a closed topic is opened first. Returns the message id."""
        if thread_id in self.forum.closed:
            await self._reopen(thread_id)
        try:
            sent = await self._call(post, weight=weight)
        except TelegramBadRequest as refusal:
            if any(sign in refusal.message for sign in _GONE):
                raise TopicGone from refusal
            if "TOPIC_CLOSED" not in refusal.message:
                raise
            await self._reopen(thread_id)
            sent = await self._call(post, weight=weight)
        if sent.message_thread_id != thread_id:
            # A topic deleted a moment ago: Telegram took the message and put it into General.
            with contextlib.suppress(AiogramError):
                await self.forum.bot.delete_message(self.group, sent.message_id)
            raise TopicGone
        return sent.message_id

    async def _reopen(self, thread_id: int) -> None:
        self.forum.closed.discard(thread_id)
        try:
            await self._call(lambda: self.forum.bot.reopen_forum_topic(self.group, thread_id))
        except TelegramBadRequest as refusal:
            if any(sign in refusal.message for sign in _GONE):
                raise TopicGone from refusal
            if "TOPIC_NOT_MODIFIED" not in refusal.message:
                raise

    async def _call(self, make: Callable[[], Awaitable[T]], *, weight: int = 1) -> T:
        stopping = self.forum.stopping
        for _ in range(_PATIENCE):
            await unless_stopped(stopping, lambda: self.turn.spend(weight))
            try:
                return await make()
            except TelegramRetryAfter as delay:
                log.info("desk_group_told_to_wait", seconds=delay.retry_after)
                self.forum.governor.refused(self.group, delay.retry_after)
            except TelegramMigrateToChat as moved:
                await self.forum.moved(moved.migrate_to_chat_id)
                raise TopicGone from moved
        await unless_stopped(stopping, lambda: self.turn.spend(weight))
        return await make()
