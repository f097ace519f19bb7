"""An agent changed what they wrote: the customer's message in Telegram changes with it, where that is possible."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import zip_longest

import structlog
from aiogram import Bot
from aiogram.exceptions import AiogramError, TelegramBadRequest

from bot.channels.telegram.buttons import keyboard
from bot.channels.telegram.governor import Governor
from bot.channels.telegram.pacing import Lane
from bot.channels.telegram.parts import Part, parts
from bot.desk.wording import conflict
from bot.service.edits import Edit

log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True, kw_only=True)
class Changes:
    """Edits are harmless to repeat: Telegram says "not modified", and nothing is sent twice."""

    bot: Bot
    governor: Governor

    async def rewrite(self, edit: Edit) -> None:
        """The `Rewriter` of this channel. Raises Conflict when Telegram did not take the change."""
        chat_id, ids = int(edit.peer_id), [int(one) for one in edit.sent_as.split(",") if one]
        before, after = parts(edit.entry.content), parts(edit.content)
        if [part.media for part in before] != [part.media for part in after] or len(ids) != len(after):
            raise conflict("edit_too_different")
        for message_id, old, new in zip_longest(ids, before, after):
            if old.text != new.text:
                await self._change_one(chat_id, message_id, new)

    async def _change_one(self, chat_id: int, message_id: int, part: Part) -> None:
        async with self.governor.turn(chat_id, Lane.CUSTOMER) as turn:
            await turn.spend()
            try:
                await self._call(chat_id, message_id, part)
            except TelegramBadRequest as refusal:
                if "message is not modified" not in refusal.message:
                    log.info("edit_refused", error=str(refusal))
                    raise conflict("edit_refused") from refusal
            except AiogramError as error:
                log.warning("edit_failed", error=str(error))
                raise conflict("edit_uncertain") from error

    async def _call(self, chat_id: int, message_id: int, part: Part) -> None:
        if part.media:
            await self.bot.edit_message_caption(
                chat_id=chat_id, message_id=message_id, caption=part.text, reply_markup=keyboard(part.buttons)
            )
        else:
            await self.bot.edit_message_text(
                chat_id=chat_id, message_id=message_id, text=part.text, reply_markup=keyboard(part.buttons)
            )
