"""An answer to the question that a digression covers: 质量问题, for the return, while 您问的是哪一款 is open above it.

It counts as that answer and is no miss. The customer has come back to the matter: it goes on, a question of theirs that
nobody could answer yet is dropped, and a flow that they began meanwhile waits below.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from bot.core.conversation import Frame, FrameKind
from bot.dialogue.answering import hear_answer
from bot.dialogue.answers import read_answer, read_mention
from bot.dialogue.asking import CONFIRM
from bot.dialogue.consent import picks
from bot.dialogue.pressing import answers_press
from bot.dialogue.questions import is_question
from bot.dialogue.turn import Talk
from bot.dialogue.understanding import Message, Reading, meant
from bot.scripts.slots import FREE_TEXT, Slot, SlotType
from intents import normalize

_MORE: Final = 6  # characters beside an answer that may be a matter of their own


def hear_outer(talk: Talk, message: Message, reading: Reading) -> bool:
    """Take the message as the answer to a covered question. False when it is none; nothing has changed then."""
    before = talk.state
    for frame in reversed(talk.state.frames[:-1]):
        if not fits(talk, frame, message, reading):
            continue
        _come_back(talk, frame)
        if hear_answer(talk, message, reading):
            talk.note(f"answers {frame.asking} of {frame.name}, below what was open")
            return True
        talk.state = before
    return False


def fits(talk: Talk, frame: Frame, message: Message, reading: Reading) -> bool:
    """Whether the message surely answers the question of this frame: by its own button, or in so many words."""
    if not frame.asking:
        return False
    if message.press is not None:
        return answers_press(talk, frame, message.press)
    slot = talk.pack.slots.get(frame.asking)
    if slot is None:
        return False
    if slot.type is SlotType.IMAGES:
        return bool(message.photos)
    if _is_the_text(talk, slot, message, reading):
        return True
    answer = read_mention(talk, slot, message)
    wishes = [one for one in meant(talk, reading) if (one.flow or one.reply) and one.id != frame.intent]
    rest = len(normalize(message.text).text) - len(answer.words) if answer else 0
    return answer is not None and (not wishes or rest <= _MORE)


def _is_the_text(talk: Talk, slot: Slot, message: Message, reading: Reading) -> bool:
    """张三, at 要不要现在登记 that came between, says neither yes nor no: it is the title that was asked for before."""
    top = talk.top
    if top is None or top.asking != CONFIRM or slot.type not in FREE_TEXT or is_question(message):
        return False
    answer = read_answer(talk, slot, message)
    return answer is not None and not meant(talk, reading) and picks(talk, top, message.text) is None


def _come_back(talk: Talk, frame: Frame) -> None:
    """Bring a covered frame to the top, without the unanswered questions above it."""
    frames = talk.state.frames
    at = frames.index(frame)
    flows = tuple(one for one in frames[at + 1 :] if one.kind is FrameKind.FLOW)
    talk.state = replace(talk.state, frames=(*frames[:at], *flows, frame))
