"""What a flow only listens for is heard at its confirmation too: 只取消一件, at 确认取消吗？, is no yes to all of it.

Slots that no step asks for (`{collect: [part], when: part}`) are taken from what was said before; who thinks of it when
the whole is to be confirmed is not asked the same again.
"""

from __future__ import annotations

from dataclasses import replace

from bot.core.conversation import Frame, FrameKind
from bot.dialogue import context
from bot.dialogue.asking import CONFIRM
from bot.dialogue.collect import slot_of, take_mentions
from bot.dialogue.turn import Talk
from bot.dialogue.understanding import Message, message_of
from bot.scripts.flows import Collect
from bot.scripts.slots import OF_THE_ORDER


def hear_late(talk: Talk, message: Message) -> bool:
    """Take what the flow on top listens for, and go back to where it counts. False when the message says none of it."""
    frame = talk.top
    flow = talk.pack.flows.get(frame.name) if frame is not None and frame.kind is FrameKind.FLOW else None
    if frame is None or flow is None or frame.asking != CONFIRM or message.press is not None or not message.text:
        return False
    steps = [step for step in flow.steps[: frame.step] if isinstance(step, Collect)]
    names = dict.fromkeys(name for step in steps for name in step.slots if step.listens_for(name))
    if not take_mentions(talk, [slot_of(talk, name) for name in names], message):
        return False
    changed = talk.state.frames[-1]
    talk.change(replace(changed, step=changed.settled, asking="", tries=0))
    return True


def hear_before(talk: Talk, frame: Frame, step: Collect) -> None:
    """Take what a step listens for from the sentence that opened the frame, once it is known which order it is about.

    只取消枕头 was said before the order's number and digits were, and is no less about the pillow alone.
    """
    slots = [slot_of(talk, name) for name in step.slots if step.listens_for(name)]
    missing = [slot for slot in slots if slot.type in OF_THE_ORDER and slot.name not in frame.slots]
    if missing and not frame.asking and context.order_in_talk(talk) is not None:
        take_mentions(talk, missing, message_of(talk, frame.utterance))
