"""While the customer waits for a person: the bot answers plain questions of fact, and says how the queue stands.

What is to be done about the matter is the person's who comes, and their case stays open: no flow begins, nothing is
asked, nothing is registered. Once somebody has taken the case the bot is silent. See docs/decisions/0009-waiting.md.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Final

from bot.dialogue.frames import advance
from bot.dialogue.replies import common, say_reply
from bot.dialogue.starting import start
from bot.dialogue.turn import Talk
from bot.dialogue.understanding import Message, meant, read
from bot.scripts.book import POLITE, Intent, Part

PAUSE: Final = timedelta(minutes=3)
"""At least this long between two such lines."""

_HURRY: Final = frozenset({Part.HURRY, Part.GREETING})
"""Whoever waits and writes 在吗 does not greet."""


def hear_waiting(talk: Talk, message: Message) -> None:
    """Answer a question of fact; say how the queue stands if the customer asks for a person again or hurries us.

    Raises:
        TemplateError: a text or condition could not be evaluated.
        ScriptGone: the scripts lack something that a frame needs.
    """
    intents = meant(talk, read(talk, message))
    asks = message.press == "human" or any(intent.engine == "handoff" or intent.part in _HURRY for intent in intents)
    if intents and not asks and all(_is_fact(intent) for intent in intents):
        start(talk, intents, message)
        advance(talk)
        talk.note("a question of fact, while nobody has taken the case")
        return
    last = talk.state.last_waiting_line_at
    if not asks or (last is not None and talk.now - last < PAUSE):
        talk.note("silent: the customer waits for a person")
        return
    if say_reply(talk, common("still_waiting")):
        talk.state = replace(talk.state, last_waiting_line_at=talk.now)


def _is_fact(intent: Intent) -> bool:
    """多少钱包邮: one reply that needs nothing asked. 谢谢 and 好的, said to who waits, need none."""
    return bool(intent.reply) and not intent.needs and intent.part not in POLITE
