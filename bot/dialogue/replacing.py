"""A new value in the place of an old one, and going back to where it counts.

The old value is kept until the new one holds: what else hangs on it is done or asked again from there.
"""

from __future__ import annotations

from dataclasses import replace

from bot.core.conversation import Frame, FrameKind, JsonValue
from bot.dialogue import context
from bot.dialogue.answers import complete
from bot.dialogue.collect import accept, filled
from bot.dialogue.order_slot import claim
from bot.dialogue.order_words import says_other
from bot.dialogue.piece_reading import evidence
from bot.dialogue.pieces import about_same
from bot.dialogue.points import Question, question
from bot.dialogue.replies import say_reply
from bot.dialogue.turn import Talk
from bot.dialogue.understanding import Message
from bot.dialogue.variants import combined
from bot.scripts.slots import Slot, SlotType


def replace_value(talk: Talk, frame: Frame, slot: Slot, value: JsonValue) -> None:
    """Take the new value and go back to where it counts; one that does not hold leaves everything as it is."""
    talk.note(f"{slot.name} is corrected")
    if slot.type is SlotType.VARIANT:
        value = combined(talk, slot, str(frame.slots[slot.name]), str(value))
    if not _refused(talk, frame, slot, value):
        rewind(talk)
        if slot.type is SlotType.ITEMS:
            _forget_evidence(talk, str(frame.slots[slot.name]), str(value))
        if slot.type is not SlotType.ORDER:  # 不对，是台灯那单; 不对，是杯子那单; … leads nowhere, another phone does
            talk.change(replace(talk.state.frames[-1], questions=0))
        accept(talk, slot, value)


def correct_to(talk: Talk, slot: Slot, value: str) -> bool:
    """Set a slot of the frame on top to a value that a button stands for. False when it is no value of the slot."""
    frame = talk.top
    if frame is None or not complete(talk, slot, value):
        return False
    if not filled(talk, frame, slot) or not _refused(talk, frame, slot, value):
        rewind(talk)
        accept(talk, slot, value)
    return True


def ask_anew(talk: Talk, slot: Slot) -> None:
    """Ask for a slot that was answered; the old value counts until the new one is there."""
    rewind(talk)
    talk.change(replace(talk.state.frames[-1], asking=slot.name, tries=0))


def ask_which_other(talk: Talk, slot: Slot, message: Message) -> bool:
    """Another order is meant, but not yet which: ask, and keep the old one until it is known."""
    if claim(talk, message, asked=False):
        talk.note("another order, to be verified")
    elif not says_other(message):
        return False
    ask_anew(talk, slot)
    return True


def rewind(talk: Talk) -> None:
    """Go back to what was done or said last, never over it: other slots and steps may be needed now."""
    frame = talk.state.frames[-1]
    if frame.kind is not FrameKind.FLOW:
        return
    talk.change(replace(frame, step=frame.settled, asking="", tries=0))


def _forget_evidence(talk: Talk, before: str, now: str) -> None:
    """不对 是台灯: the photos of 四件套, and what it was to be paid back, say nothing about the lamp."""
    frame, order = talk.state.frames[-1], context.order_in_talk(talk)
    if order is not None and not about_same(talk.book, order, before, now):
        own = evidence(talk, frame)
        talk.change(replace(frame, slots={name: one for name, one in frame.slots.items() if name not in own}))


def _refused(talk: Talk, frame: Frame, slot: Slot, value: JsonValue) -> bool:
    """A new value that does not hold is told so, and leaves the old one where it is."""
    if slot.require is None:
        return False
    talk.change(replace(frame, slots={**frame.slots, slot.name: value}))
    holds = slot.require.holds(context.build(talk))
    if not holds:
        talk.note(f"the new {slot.name} does not hold: the old one stays")
        talk.reach(question(slot.name, Question.OTHERWISE))
        say_reply(talk, slot.otherwise)
    talk.change(frame)
    return not holds
