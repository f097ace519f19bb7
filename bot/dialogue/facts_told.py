"""What happened, told later or earlier than it is asked: 开线, as the reason of a refund, or at its confirmation.

Whoever works on it reads all of it in the register; the customer says nothing twice.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from bot.core.conversation import Frame, FrameKind
from bot.dialogue.answers import read_answer
from bot.dialogue.collect import accept, filled, slots_needed
from bot.dialogue.questions import is_question
from bot.dialogue.starting import tells_again
from bot.dialogue.text_answers import text_told
from bot.dialogue.turn import Talk
from bot.dialogue.understanding import Message, Reading, meant
from bot.scripts.book import POLITE
from bot.scripts.slots import Slot, SlotType

_JOINTS: Final = {"zh": "；"}


def hear_fact(talk: Talk, message: Message, reading: Reading) -> bool:
    """Add to what was told of a thing, if the message is that and nothing else; the open question stands again."""
    frame = talk.top
    if frame is None or frame.kind is not FrameKind.FLOW or not frame.asking or message.press or is_question(message):
        return False
    wishes = (one for one in meant(talk, reading) if not one.engine and one.part not in POLITE)
    if any(one.id != frame.intent and not tells_again(talk, frame, one) for one in wishes):
        return False
    talk.noted = any(_add(talk, slot, message) for slot in _stories(talk) if slot.name != frame.asking)
    return talk.noted


def keep_fact(talk: Talk, message: Message) -> None:
    """An option's own word (开线, for a fault) is also what happened, where that would be asked for next."""
    for slot in _stories(talk):
        if not filled(talk, talk.state.frames[-1], slot):
            _add(talk, slot, message)


def keep_story(talk: Talk, frame: Frame, message: Message, taken: Sequence[str]) -> None:
    """快递放驿站了也不打电话, asked what happened, tells what it is about and what happened.

    Args:
        talk: the turn in the making.
        frame: as it was when the message came.
        message: what was said.
        taken: the slots that were read from it; a mere amount or phone is no story.
    """
    asked = talk.pack.slots.get(frame.asking)
    choices = all(talk.pack.slots[name].type is SlotType.CHOICE for name in taken)
    if asked is None or not asked.of_item or not taken or not choices or is_question(message):
        return
    answer = read_answer(talk, asked, message)
    if answer is not None and asked.type is SlotType.TEXT:
        accept(talk, asked, answer.value)


def _stories(talk: Talk) -> list[Slot]:
    """The texts of the flow on top that tell what happened to a thing."""
    frame = talk.state.frames[-1]
    return [one for one in slots_needed(talk, frame) if one.type is SlotType.TEXT and one.of_item]


def _add(talk: Talk, slot: Slot, message: Message) -> bool:
    told, frame = text_told(talk, slot, message), talk.state.frames[-1]
    known = str(frame.slots.get(slot.name, ""))
    if told is None or str(told.value) in known:
        return False
    joint = _JOINTS.get(talk.pack.language, "; ")
    accept(talk, slot, f"{known}{joint}{told.value}" if known else told.value)
    return True
