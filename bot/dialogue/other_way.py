"""退一半就行, at a whole refund to be confirmed: the number belongs to another choice than the one that was made.

Which choice that is stands in the flow: the step that asks for the number says when it does.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Final

from bot.core.conversation import Frame, FrameKind
from bot.dialogue import context
from bot.dialogue.answers import read_answer
from bot.dialogue.asking import CONFIRM
from bot.dialogue.collect import filled, slots_needed
from bot.dialogue.consent import picks
from bot.dialogue.questions import is_question
from bot.dialogue.turn import Talk
from bot.dialogue.understanding import Message, Reading
from bot.scripts.flows import Collect
from bot.scripts.slots import Slot, SlotType
from bot.scripts.templates import Expression

_SHORT: Final = 10  # characters of a message that says little beside its number: 不用全退 退20


def hear_other_way(talk: Talk, message: Message, _reading: Reading) -> bool:
    """Take a number that was not asked for, with the choice by which it would have been. False when there is none."""
    frame = talk.top
    if frame is None or frame.kind is not FrameKind.FLOW or frame.asking != CONFIRM or message.press is not None:
        return False
    if is_question(message) or message.values("product") or picks(talk, frame, message.text) is not None:
        return False
    for when, slot in _numbers_passed_over(talk, frame):
        answer = read_answer(talk, slot, message)
        if answer is None or not (answer.sure or len(message.text) <= _SHORT):
            continue
        for choice in _other_choices(talk, frame):
            slots = {**frame.slots, **choice, slot.name: answer.value}
            talk.change(replace(frame, slots=slots, step=frame.settled, asking="", tries=0))
            if when.holds(context.build(talk)):
                talk.note(f"{slot.name} = {answer.value!r}, and so {choice}")
                return True
        talk.change(frame)
    return False


def _numbers_passed_over(talk: Talk, frame: Frame) -> Iterator[tuple[Expression, Slot]]:
    """The numbers of a share that the flow would have asked for, had another choice been made, and when it does."""
    for step in talk.pack.flows[frame.name].steps[: frame.step]:
        if not isinstance(step, Collect) or step.when is None or step.when.holds(context.build(talk)):
            continue
        for name in step.slots:
            slot = talk.pack.slots[name]
            if slot.type is SlotType.NUMBER and slot.options:
                yield step.when, slot


def _other_choices(talk: Talk, frame: Frame) -> Iterator[dict[str, str]]:
    for slot in slots_needed(talk, frame):
        if slot.type is SlotType.CHOICE and filled(talk, frame, slot):
            yield from ({slot.name: one.id} for one in slot.options if one.id != frame.slots[slot.name])
