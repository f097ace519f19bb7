"""While the customer waits for a person the bot keeps silent, but for one honest line when they ask again."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Final

from bot.dialogue.replies import common, say_reply
from bot.dialogue.turn import Talk
from bot.dialogue.understanding import Message, meant, read

PAUSE: Final = timedelta(minutes=3)
"""At least this long between two such lines."""

_HURRY: Final = frozenset({"hurry_reply", "greeting"})
"""Whoever waits and writes 在吗 does not greet."""


def hear_waiting(talk: Talk, message: Message) -> None:
    """Say how the queue stands if the customer asks for a person again or hurries us. Raises TemplateError."""
    intents = meant(talk, read(talk, message))
    asks = message.press == "human" or any(intent.engine == "handoff" or intent.id in _HURRY for intent in intents)
    last = talk.state.last_waiting_line_at
    if not asks or (last is not None and talk.now - last < PAUSE):
        talk.note("silent: the customer waits for a person")
        return
    if say_reply(talk, common("still_waiting")):
        talk.state = replace(talk.state, last_waiting_line_at=talk.now)
