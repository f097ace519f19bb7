"""A wish that was said beside an answer waits below what was answered: 包装好一点, behind the address asked for."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from bot.dialogue.label_wishes import wishes_beside
from bot.dialogue.starting import start
from bot.dialogue.turn import Talk
from bot.dialogue.understanding import Message, message_of
from bot.scripts.book import Intent
from bot.scripts.slots import SlotType


def start_behind_label(talk: Talk, message: Message) -> bool:
    """What stands behind an address: questions are answered first, wishes wait. False when there is nothing."""
    beside = wishes_beside(talk, message.text)
    for intent, said in beside:
        if intent.flow:
            _start_below(talk, [intent], message_of(talk, said))
    for intent, said in beside:
        if not intent.flow:
            start(talk, [intent], message_of(talk, said))
    return bool(beside)


def _start_below(talk: Talk, intents: Sequence[Intent], message: Message) -> None:
    """Open frames that wait until the one on top is done, and are about its order: 包装好一点, behind an address."""
    top, below = talk.state.frames[-1], len(talk.state.frames) - 1
    talk.pop()
    start(talk, intents, message)
    orders = {name: one for name, one in top.slots.items() if name in _order_slots(talk)}
    frames = [replace(one, slots={**orders, **one.slots}) for one in talk.state.frames[below:]]
    talk.state = replace(talk.state, frames=(*talk.state.frames[:below], *frames, top))


def _order_slots(talk: Talk) -> set[str]:
    return {name for name, slot in talk.pack.slots.items() if slot.type is SlotType.ORDER and not slot.than}
