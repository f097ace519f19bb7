"""Questions that the bot asks an agent in a topic, to be answered by replying to them.

What they are about stands in their own words, so an answer is understood after a restart, too; and what answers one is
never taken for a message to the customer.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

from bot.channels.telegram.order_actions import BY_TITLE, OrderAction

MARK: Final = "✍"
_QUESTION: Final = re.compile(rf"{MARK} #(\d+) ([^：\n]+)：")


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """What an agent is asked for: the case, and what is done with the answer."""

    case_id: int
    action: OrderAction


def question_text(case_id: int, action: OrderAction) -> str:
    """What the agent reads. The first character is a single UTF-16 unit: it bears the mention."""
    return f"{MARK} #{case_id} {action.title}：{action.question}？请回复这条消息。"


def is_question(text: str) -> bool:
    """Whether this is a question of ours, known or not."""
    return text.startswith(MARK)


def question_in(text: str) -> Question | None:
    """The question; None when it is not known any more."""
    found = _QUESTION.match(text)
    action = BY_TITLE.get(found[2]) if found else None
    return Question(case_id=int(found[1]), action=action) if found and action is not None else None
