"""Closing what is under way because the customer does not want it any more."""

from __future__ import annotations

from bot.dialogue.replies import common, say_reply
from bot.dialogue.superseding import give_up_rivals
from bot.dialogue.turn import Talk
from bot.dialogue.wording import Outcome


def leave(talk: Talk, *, silently: bool = False) -> None:
    """Close the frame on top. Raises TemplateError, ScriptGone."""
    frame = talk.state.frames[-1]
    if frame.intent:
        talk.tried(frame.intent, Outcome.CANCELLED)
    talk.pop()
    give_up_rivals(talk, frame)
    if not silently:
        say_reply(talk, common("cancelled"))
