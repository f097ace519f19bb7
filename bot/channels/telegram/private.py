"""Private chats of agents with the bot: commands they write there, and what only they are to read."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import structlog
from aiogram import Bot
from aiogram.exceptions import AiogramError, TelegramForbiddenError, TelegramRetryAfter
from aiogram.types import InlineKeyboardButton, InlineKeyboardMarkup

from bot.channels.telegram.commands import command_in
from bot.channels.telegram.doing import COMMANDS, SHIFTS, shift
from bot.channels.telegram.governor import Governor
from bot.channels.telegram.pacing import Lane
from bot.channels.telegram.people import People
from bot.channels.telegram.translate import Letter

log = structlog.get_logger(__name__)

_IN_TOPICS: Final = "这个命令要写在客服群里那位顾客的话题中，在这里没有执行，也没有人看到。"
_NEVER_MET: Final = "chat not found"
_WELCOME: Final = "{name}，您好。顾客等久了我会在这里私下提醒您。/on 上线，/off 下线。"


@dataclass(frozen=True, slots=True, kw_only=True)
class Private:
    """An agent may be a customer of the shop as well: whatever is no command of the desk is a customer's message."""

    bot: Bot
    governor: Governor
    people: People

    async def hear(self, letter: Letter) -> bool:
        """A command of an agent; False when a customer wrote it, or it is none of the desk's."""
        command, chat_id = command_in(letter.command), int(letter.incoming.peer.id)
        if command is None or command.name not in {"start", *SHIFTS, *COMMANDS}:
            return False
        agent = await self.people.agent(chat_id)
        if agent is None:
            return False
        if command.name in SHIFTS:
            told = await shift(self.people.tools, agent, command)
        else:
            told = _WELCOME.format(name=agent.name) if command.name == "start" else _IN_TOPICS
        problem = await self.tell(chat_id, told)
        if problem:
            log.info("private_answer_not_sent", error=problem)
        return True

    async def tell(self, chat_id: int, text: str, *, link: str = "") -> str:
        """Say something to an agent, with a button to the topic; why it did not reach them, or nothing."""
        keyboard = None
        if link:
            keyboard = InlineKeyboardMarkup(inline_keyboard=[[InlineKeyboardButton(text="打开话题", url=link)]])
        try:
            async with self.governor.turn(chat_id, Lane.ANSWER) as turn:
                await turn.spend()
                await self.bot.send_message(chat_id, text, reply_markup=keyboard)
        except TelegramRetryAfter as delay:
            self.governor.refused(chat_id, delay.retry_after)
            return "Telegram 要求稍后再发"
        except AiogramError as error:
            if isinstance(error, TelegramForbiddenError) or _NEVER_MET in str(error):
                return "还没和机器人私聊过，请先给它发 /start"
            log.warning("private_message_failed", error=str(error))
            return "Telegram 没有送达"
        return ""


def topic_link(group: int, thread_id: int) -> str:
    """Where a topic of a supergroup opens for its members."""
    return f"https://t.me/c/{str(group).removeprefix('-100')}/{thread_id}"
