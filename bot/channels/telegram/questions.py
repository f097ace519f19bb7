"""Questions that the bot asks an agent in a topic, to be answered by replying to them.

A question is the post that the store knows as one: words prove nothing, since a customer's words stand in posts of the
bot as well. What answers a post that only looks like a question is never taken for a message to the customer.
"""

from __future__ import annotations

from typing import Final

from bot.channels.telegram.order_actions import OrderAction

MARK: Final = "✍"


def question_text(case_id: int, action: OrderAction) -> str:
    """What the agent reads. The first character is a single UTF-16 unit: it bears the mention."""
    return f"{MARK} #{case_id} {action.title}：{action.question}？请回复这条消息。"


def looks_asked(text: str) -> bool:
    """Whether this is a question of ours, known still or not."""
    return text.startswith(MARK)
