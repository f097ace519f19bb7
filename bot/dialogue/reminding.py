"""The buttons of the open question, once more, below a message that leaves it open."""

from __future__ import annotations

from bot.core.conversation import Frame, FrameKind
from bot.core.messages import Button
from bot.dialogue.asking import CONFIRM, question_key, slot_buttons
from bot.dialogue.order_slot import order_buttons
from bot.dialogue.order_words import offered
from bot.dialogue.replies import bound_buttons, which_buttons
from bot.dialogue.turn import BINDING, Talk
from bot.scripts.flows import Confirm
from bot.scripts.slots import SlotType


def open_buttons(talk: Talk, frame: Frame) -> tuple[Button, ...]:
    """What a press may answer the open question of this frame with; empty when it takes words or photos only.

    Raises:
        TemplateError: which way a confirmation is worded could not be found out.
        ScriptGone: the confirmation has no reply any more.
    """
    if frame.kind is FrameKind.ASK_WHICH:
        return which_buttons(talk, frame.options)
    if frame.asking == CONFIRM:
        step = talk.pack.flows[frame.name].steps[frame.step]
        return bound_buttons(talk, step.reply, about=question_key(frame)) if isinstance(step, Confirm) else ()
    slot = talk.pack.slots.get(frame.asking)
    if slot is None or BINDING in frame.slots:
        return ()
    if slot.type is SlotType.ORDER:
        return tuple(order_buttons(talk, slot, offered(talk, slot)))
    return slot_buttons(talk, slot)
