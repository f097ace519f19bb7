"""Buttons: a press means exactly one thing, and one pressed too late is harmless."""

from __future__ import annotations

from bot.core.conversation import Frame, FrameKind
from bot.dialogue.answers import pressed_value
from bot.dialogue.asking import CONFIRM, verdict_of
from bot.dialogue.collect import slots_needed
from bot.dialogue.offered import start_about_order
from bot.dialogue.order_words import PRESS
from bot.dialogue.replacing import correct_to
from bot.dialogue.replies import MAX_TOLD, common, say_reply
from bot.dialogue.starting import PERSON
from bot.dialogue.turn import Talk
from bot.dialogue.understanding import Message, Reading, message_of
from bot.scripts.slots import OF_THE_ORDER, Slot, SlotType


def hear_press(talk: Talk, message: Message, _reading: Reading) -> bool:
    """Handle a press that is not the answer to the open question; False leaves it to that.

    Yes and no answer a confirmation, an option its slot (or corrects it), an order likewise, an intent begins.
    """
    if message.press is None:
        return False
    value = message.press
    frame = talk.top
    if any(answers_press(talk, one, value) for one in talk.state.frames):
        return False
    intent = talk.pack.intents.get(value)
    if intent is not None and (not intent.engine or intent.engine in PERSON):
        start_about_order(talk, intent, message_of(talk, message.text or intent.title))
        return True
    slot = _slot_of(talk, value)
    choice = value.partition(":")[2]
    if slot is not None and correct_to(talk, slot, pressed_value(talk, slot, choice) or choice):
        return True
    talk.note(f"the button {value!r} no longer fits")
    talk.harmless = True
    talk.stale = True
    if frame is None:
        say_reply(talk, common("nudge"), most=MAX_TOLD)
    return True


def answers_press(talk: Talk, frame: Frame, value: str) -> bool:
    """Whether a button's value answers the open question of this frame. Below the top a bare yes answers nothing."""
    if frame.kind is FrameKind.ASK_WHICH:
        return value in frame.options
    if frame.asking == CONFIRM:
        return verdict_of(frame, value) is not None and (frame is talk.top or ":" in value)
    slot = talk.pack.slots.get(frame.asking)
    return slot is not None and _fits(talk, slot, value)


def _fits(talk: Talk, slot: Slot, value: str) -> bool:
    if slot.type is SlotType.ORDER:
        return value.startswith(PRESS)
    name, _, choice = value.partition(":")
    pickable = slot.type is SlotType.CHOICE or slot.type in OF_THE_ORDER
    return pickable and name == slot.name and pressed_value(talk, slot, choice) is not None


def _slot_of(talk: Talk, value: str) -> Slot | None:
    """The slot of the frame on top that a button such as `reason:quality` fills."""
    frame = talk.top
    slots = slots_needed(talk, frame) if frame is not None else ()
    return next((slot for slot in slots if _fits(talk, slot, value)), None)
