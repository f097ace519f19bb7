"""Commands that agents write in a topic. A line that begins with a slash never reaches a customer.

A Chinese keyboard gives ／ or 、 for the slash, so a note begun with one of these is still a note.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

from aiogram.types import BotCommand

from bot.channels.telegram.words import OUTCOMES
from bot.core.cases import Outcome

COMMANDS: Final = (
    BotCommand(command="claim", description="接待这位顾客"),
    BotCommand(command="note", description="写备注，顾客看不到：/note 内容"),
    BotCommand(command="back", description="交回机器人，可写谈妥的结果：/back 已同意补发"),
    BotCommand(command="close", description="结束接待，可写结果：/close 已退款"),
    BotCommand(command="on", description="上线，开始接待"),
    BotCommand(command="off", description="下线，不再派新的顾客"),
)
HINT: Final = (
    "可用的命令：/claim 接待，/note 备注，/back 交回机器人，/close 结束，/on 上线，/off 下线。"
    "以 / 开头的话不会发给顾客。"
)
_NAMES: Final = "|".join(command.command for command in COMMANDS)
_COMMAND: Final = re.compile(rf"(?:[/／]|、(?=(?:{_NAMES})\b))([^\s@]*)(?:@\w+)?\s*(.*)", re.DOTALL | re.IGNORECASE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Command:
    """`name` without the slash, in lower case, and what follows it."""

    name: str
    argument: str


def command_in(text: str) -> Command | None:
    """The command that this message is; None for a message to the customer."""
    found = _COMMAND.match(text.lstrip())
    return Command(name=found[1].lower(), argument=found[2].strip()) if found else None


def outcome_named(words: str) -> Outcome | None:
    """The outcome in words of the desk (已退款) or by its name (refunded); solved when nothing is said."""
    if not words:
        return Outcome.SOLVED
    return next((outcome for outcome, title in OUTCOMES.items() if words.lower() in {outcome.value, title}), None)
