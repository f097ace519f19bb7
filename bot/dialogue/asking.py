"""Putting the open question: worded differently each time, three times at most, then a person."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from enum import Enum, auto
from typing import Final

from bot.core.actions import HandOffReason
from bot.core.conversation import Frame
from bot.core.messages import Button
from bot.dialogue import context, points
from bot.dialogue.handoff import hand_off
from bot.dialogue.order_things import thing_buttons
from bot.dialogue.points import Question
from bot.dialogue.replies import YES_NO, common, fresh, say_reply, words
from bot.dialogue.turn import Talk
from bot.dialogue.variants import variant_buttons
from bot.scripts.slots import Slot, SlotType

MAX_ASKS: Final = 3
"""How often one question is put, whatever the reason."""

MAX_QUESTIONS: Final = 6
"""Questions in a row about one matter that bring nothing new, however they and the answers are worded."""

CONFIRM: Final = "confirm"
"""What `Frame.asking` holds while a confirmation is open."""

ASK: Final = "ask:"
"""`Say.reply` of a slot's question is this and the slot's name."""

_BUTTONS: Final[Mapping[SlotType, Callable[[Talk, Slot], tuple[Button, ...]]]] = {
    SlotType.ITEMS: thing_buttons,
    SlotType.VARIANT: variant_buttons,
}


class Progress(Enum):
    """How far a step came."""

    DONE = auto()  # go on with the next step
    WAITING = auto()  # the customer or the shell must answer first
    LEFT = auto()  # the frame was closed


def put(talk: Talk, frame: Frame, slot: Slot, *, buttons: Sequence[Button] = ()) -> Progress:
    """Ask for a slot. `frame` is the one on top. Raises TemplateError."""
    tries = frame.tries if frame.asking == slot.name else 0
    if _enough(talk, frame, tries):
        return Progress.WAITING if not talk.over else Progress.LEFT
    noted = words(talk, common("noted")) if talk.noted and frame.asking == slot.name else None
    counted = 0 if noted else 1
    talk.change(replace(frame, asking=slot.name, tries=tries + counted, questions=frame.questions + counted))
    name = f"{ASK}{slot.name}"
    text = _worded(talk, slot, tries if not noted else 0, rotation=talk.state.rotation.get(name, 0))
    if text is None:
        return _speechless(talk)
    talk.say(f"{noted}\n{text}" if noted else text, reply=name, buttons=tuple(buttons) or slot_buttons(talk, slot))
    return Progress.WAITING


def put_reply(
    talk: Talk,
    frame: Frame,
    asking: str,
    reply: str,
    *,
    buttons: Sequence[Button] = (),
    lead: str = "",
    missed: str = "",
) -> Progress:
    """Ask with a reply of the scripts, `lead` before it: a confirmation, which intent was meant, or a proof.

    `missed` is what was said before and not understood, as `Talk.missed` has it.
    """
    tries = frame.tries if frame.asking == asking else 0
    if _enough(talk, frame, tries):
        return Progress.WAITING if not talk.over else Progress.LEFT
    talk.change(replace(frame, asking=asking, tries=tries + 1, questions=frame.questions + 1))
    about = question_key(frame) if asking == CONFIRM else ""
    said = say_reply(talk, reply, buttons=buttons, about=about, lead=lead, missed={"kind": missed})
    return Progress.WAITING if said else _speechless(talk)


def question_key(frame: Frame) -> str:
    """What the confirmation of a frame is about, as 8 hexadecimal digits: the request, the step, what was collected.

    The same as long as the question is: put again it stays, a slot that changes makes it another.
    """
    told = {name: value for name, value in frame.slots.items() if not name.startswith("_")}
    text = json.dumps([frame.name, frame.opened, frame.step, told], ensure_ascii=True, sort_keys=True)
    return hashlib.sha256(text.encode()).hexdigest()[:8]


def verdict_of(frame: Frame, press: str | None) -> bool | None:
    """The yes or no that a press gives to the confirmation of a frame; None for one that stood below another question.

    A bare `yes` comes from windows that offer words of their own.
    """
    value, _, key = (press or "").partition(":")
    if value not in YES_NO or key not in ("", question_key(frame)):
        return None
    return value == "yes"


def _enough(talk: Talk, frame: Frame, tries: int) -> bool:
    """The same question is put three times at most; beside an answer the fourth is left out, else a person comes.

    Questions that change and bring nothing new (不对，是台灯那单; 不对，是杯子那单; …) end with a person too.
    """
    if frame.questions >= MAX_QUESTIONS:
        hand_off(talk, HandOffReason.STUCK)
        return True
    if tries < MAX_ASKS:
        return False
    if talk.says or talk.harmless:
        talk.note("the open question was put often enough")
    else:
        hand_off(talk, HandOffReason.STUCK)
    return True


def _worded(talk: Talk, slot: Slot, tries: int, *, rotation: int) -> str | None:
    """The question in words that were not just said.

    `ask` the first time and when the bot comes back to it after answering something else, as `again` may say that
    the answer was not understood; `again` when it was not. The other one if there are no fresh words.
    """
    values = context.build(talk)
    first, again = (Question.ASK, slot.ask, rotation), (Question.AGAIN, slot.again, max(0, tries - 1))
    for kind, texts, at in [again, first] if tries and not talk.says else [first, again]:
        wording = fresh(talk, texts, values, first=at)
        if wording is not None:
            place = points.question(slot.name, kind)
            talk.reach(place, points.wording_of(place, wording[0]))
            return wording[1]
    return None


def _speechless(talk: Talk) -> Progress:
    """The scripts have no other words for the question that the customer has just read."""
    if talk.says or talk.harmless:
        return Progress.WAITING
    hand_off(talk, HandOffReason.STUCK)
    return Progress.LEFT


def slot_buttons(talk: Talk, slot: Slot) -> tuple[Button, ...]:
    """What the slot may be answered with by a press; none where words or photos are wanted."""
    if slot.type in _BUTTONS:
        return _BUTTONS[slot.type](talk, slot)
    if slot.type is not SlotType.CHOICE:
        return ()
    return tuple(Button(value=f"{slot.name}:{option.id}", title=option.title) for option in slot.options)
