"""Commands that agents write in a topic. A line that begins with a slash never reaches a customer.

A Chinese keyboard gives ／ or 、 for the slash, and what is pasted may begin with marks that nobody sees: a note begun
with any of these is still a note. What only looks like a command is refused at the door to customers.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final

from aiogram.types import BotCommand

from bot.channels.telegram.words import OUTCOMES
from bot.core.cases import Outcome
from bot.desk.drafts import ALIKE, COMMAND_WORDS, seen_only, unseen_stripped

COMMANDS: Final = (
    BotCommand(command="claim", description="接待这位顾客"),
    BotCommand(command="note", description="写备注，顾客看不到：/note 内容"),
    BotCommand(command="back", description="交回机器人，可写谈妥的结果：/back 已同意补发"),
    BotCommand(command="close", description="结束接待，可写结果：/close 已退款"),
    BotCommand(command="on", description="上线，开始接待"),
    BotCommand(command="off", description="下线，不再派新的顾客"),
)
HINT: Final = (
    "可用的命令：/claim 接待，/note 备注，/back 交回机器人，/close 结束，/on 上线，/off 下线；"
    "快捷回复写 /名字，有空要填就写 /名字 字段=值。其他以 / 开头的话不会发给顾客。"
)
_ALIASES: Final = MappingProxyType(
    {"接待": "claim", "备注": "note", "交回": "back", "结束": "close", "上线": "on", "下线": "off"}
)
_SLASHES: Final = frozenset("/／")
_COMMAND: Final = re.compile(r"(?P<word>[^\s@]*)(?:@\w+)?\s*(?P<argument>.*)", re.DOTALL)


@dataclass(frozen=True, slots=True, kw_only=True)
class Command:
    """`name` without the slash, in lower case and English where it is one of ours, and what follows it."""

    name: str
    argument: str


def command_in(text: str) -> Command | None:
    """The command that this message is; None for other words, of which `bot.desk.drafts` says whether they may go."""
    begun = unseen_stripped(text)
    slash, found = begun[:1], _COMMAND.match(unseen_stripped(begun[1:]))
    if found is None or slash not in {*_SLASHES, *ALIKE}:
        return None
    word = unicodedata.normalize("NFKC", seen_only(found["word"])).lower()
    if slash in ALIKE and word not in COMMAND_WORDS:
        return None
    return Command(name=_ALIASES.get(word, word), argument=found["argument"].strip())


def outcome_named(words: str) -> Outcome | None:
    """The outcome in words of the desk (已退款) or by its name (refunded); solved when nothing is said."""
    if not words:
        return Outcome.SOLVED
    return next((outcome for outcome, title in OUTCOMES.items() if words.lower() in {outcome.value, title}), None)
