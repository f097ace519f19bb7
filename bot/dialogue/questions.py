"""What words that ask something have."""

from __future__ import annotations

import re
from typing import Final

from bot.dialogue.understanding import Message

QUESTION: Final = re.compile(
    r"[?？吗呢么]|怎么|什么|多少|多久|几[天点号个时]|哪|谁|咋|能不能|可不可以"
    r"|\b(?:how|what|when|where|why|who|which|can i|do you)\b",
    re.IGNORECASE,
)


def is_question(message: Message) -> bool:
    """Whether the words ask something."""
    return QUESTION.search(message.text) is not None
