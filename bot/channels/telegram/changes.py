"""An agent edited what they wrote in a topic: the customer's message changes with it, where that is possible."""

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
from bot.channels.telegram.translate import CHANNEL
from bot.core.cases import Agent
from bot.core.errors import Conflict
from bot.core.messages import Delivery
from bot.service.edits import Edit, Edits

log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True, kw_only=True)
class Changes:
    """Edits are harmless to repeat: Telegram says "not modified", and nothing is sent twice."""

    bot: Bot
    governor: Governor
    edits: Edits

    async def make(self, seq: int, agent: Agent, text: str) -> str:
        """Change message `seq`; what the agent must know beyond success, or nothing.

        Raises:
            Conflict: it cannot be changed, or Telegram did not take the change; nothing was kept then.
            NotAllowed: agents of this role write to no customer.
        """
        edit = await self.edits.plan(seq, agent, text)
        if edit.entry.delivery is Delivery.SENT and edit.channel == CHANNEL:
            await self._change(edit)
        await self.edits.keep(edit, agent)
        if edit.entry.delivery is Delivery.SENT and edit.channel != CHANNEL:
            return "已改。顾客重新打开聊天窗口后才会看到。"
        return ""

    async def _change(self, edit: Edit) -> None:
        chat_id, ids = int(edit.peer_id), [int(one) for one in edit.sent_as.split(",") if one]
        before, after = parts(edit.entry.content), parts(edit.content)
        if [part.media for part in before] != [part.media for part in after] or len(ids) != len(after):
            raise Conflict("改动前后的长短差太多，没有同步给顾客，请把改好的话再发一条。")
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
                    raise Conflict("顾客那边的消息改不了（可能已被删除），没有同步，请再发一条。") from refusal
            except AiogramError as error:
                log.warning("edit_failed", error=str(error))
                raise Conflict("Telegram 没有答应，不知道顾客那边改了没有，请稍后再改一次。") from error

    async def _call(self, chat_id: int, message_id: int, part: Part) -> None:
        if part.media:
            await self.bot.edit_message_caption(
                chat_id=chat_id, message_id=message_id, caption=part.text, reply_markup=keyboard(part.buttons)
            )
        else:
            await self.bot.edit_message_text(
                chat_id=chat_id, message_id=message_id, text=part.text, reply_markup=keyboard(part.buttons)
            )
