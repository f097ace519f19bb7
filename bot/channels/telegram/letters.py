"""Customers' messages on their way to the one door in: attachments fetched, pressed buttons told apart."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, replace
from typing import Final

import structlog
from aiogram import Bot
from aiogram.exceptions import AiogramError

from bot.channels.telegram.buttons import is_digest, pressed
from bot.channels.telegram.files import Files
from bot.channels.telegram.translate import CHANNEL, Letter, Standing
from bot.core.messages import Content, Incoming, TranscriptEntry
from bot.core.ports import Clock, Store, UnitOfWork
from bot.service.door import Door

log = structlog.get_logger(__name__)

_LOOKED_BACK: Final = 200
"""Messages in which a pressed button is looked for."""
_SHUT: Final = frozenset({"kicked", "left"})
"""What Telegram calls the bot's standing in a chat whose customer blocked it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Letters:
    """Stores what customers send. A message is in the store when `receive` returns."""

    bot: Bot
    door: Door
    store: Store
    clock: Clock
    files: Files
    account: str

    async def receive(self, letter: Letter) -> None:
        """Store it once. Raises StorageError: Telegram must not be told that it was received."""
        incoming = letter.incoming
        fetched = await asyncio.gather(*(self.files.fetch_or_name(each) for each in letter.attachments))
        content = replace(incoming.content, media=(*incoming.content.media, *fetched))
        if content.press is not None and is_digest(content.press):
            content = await self._with_value(incoming, content, content.press)
        await self.door.receive(replace(incoming, content=content))
        if letter.callback_id is not None:
            await self._stop_the_clock(letter.callback_id)

    async def stand(self, standing: Standing) -> None:
        """A customer blocked the bot, or let it in again: agents must know. Strangers leave no trace."""
        now = self.clock()
        since = now if standing.status in _SHUT else None

        def use_case(uow: UnitOfWork) -> int | None:
            conversation = uow.conversations.find(CHANNEL, self.account, str(standing.chat_id))
            if conversation is None:
                return None
            uow.customers.save(replace(uow.customers.get(conversation.id), unreachable_since=since))
            return conversation.id

        conversation_id = await self.store.transact(use_case)
        if conversation_id is not None:
            self.door.bell.ring("desk", f"conversation:{conversation_id}")

    async def _with_value(self, incoming: Incoming, content: Content, data: str) -> Content:
        """The press with the value that its button stands for; one that is no longer known stays as it is."""
        now = self.clock()

        def query(uow: UnitOfWork) -> list[TranscriptEntry]:
            conversation = uow.conversations.of_peer(incoming.channel, incoming.account, incoming.peer, now=now)
            return uow.transcript.last(conversation.id, _LOOKED_BACK)

        button = pressed(data, await self.store.read(query))
        return content if button is None else replace(content, press=button.value, text=button.title)

    async def _stop_the_clock(self, callback_id: str) -> None:
        """The message is safe by now; that the button stops blinking is a courtesy."""
        try:
            await self.bot.answer_callback_query(callback_id)
        except AiogramError as error:
            log.info("press_not_answered", error=str(error))
