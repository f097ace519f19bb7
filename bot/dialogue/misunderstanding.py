"""What no rule took: an open question is put again in other words; without one, a person reads it."""

from __future__ import annotations

from dataclasses import replace

from bot.core.actions import HandOffReason
from bot.dialogue.consent import question_holds
from bot.dialogue.handoff import hand_off
from bot.dialogue.patience import miss
from bot.dialogue.replies import MAX_TOLD, common, say_reply
from bot.dialogue.turn import Talk
from bot.dialogue.understanding import Message, Reading
from bot.dialogue.wordless import says_anything


def not_understood(talk: Talk, message: Message, _reading: Reading) -> bool:
    """Not understood. An open question is put again in other words; without one, a person reads it."""
    frame = talk.top
    if frame is None:
        wordless = not talk.state.misses and not says_anything(message)
        talk.state = replace(talk.state, misses=talk.state.misses + 1)
        if not talk.lost and not wordless:
            _to_a_person(talk, message)
        else:
            say_reply(talk, common("nudge"), most=MAX_TOLD)
        return True
    if frame.retries:
        return True  # it waits for the orders, not for an answer
    miss(talk, frame, message)
    return True


def _to_a_person(talk: Talk, message: Message) -> None:
    """Soon after a person agreed on something, whoever reads it next and the customer are told once more what."""
    state = talk.state
    if not state.agreed or state.agreed_at is None or talk.now - state.agreed_at > question_holds(talk.book.shop):
        hand_off(talk, HandOffReason.NOT_UNDERSTOOD, ask=message.text)
        return
    agreed = {"outcome": state.agreed, "goes_on": False}
    hand_off(talk, HandOffReason.NOT_UNDERSTOOD, ask=message.text, because=common("agreed_unclear"), handed_back=agreed)
