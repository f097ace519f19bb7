"""What the customer wrote while the orders could not be looked up: kept, and heard again when they can be.

改地址, 600120260001, 科技路8号 王小明 13912345678: nothing of it means anything while nobody knows the orders, and all
of it is what the flow would ask for next.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from bot.dialogue.collect import slots_needed, take_mentions
from bot.dialogue.turn import MAX_WORDS, MEANWHILE, Talk
from bot.dialogue.understanding import Message, Reading, meant, message_of
from bot.scripts.book import POLITE

_KEPT: Final = 8


def keep(talk: Talk, message: Message, reading: Reading) -> bool:
    """Keep the words for the frame that waits for the orders. False when they are a matter of their own."""
    frame = talk.top
    if frame is None or not frame.retries or message.blank or message.press is not None:
        return False
    if any(not intent.engine and intent.part not in POLITE for intent in meant(talk, reading)):
        return False
    kept = frame.slots.get(MEANWHILE)
    lines = [*(kept if isinstance(kept, list) else []), message.text[:MAX_WORDS]][-_KEPT:]
    talk.change(replace(frame, slots={**frame.slots, MEANWHILE: lines}))
    return True


def hear_again(talk: Talk) -> None:
    """The frame on top takes from the kept words what it still lacks."""
    frame = talk.state.frames[-1]
    slots = {name: value for name, value in frame.slots.items() if name != MEANWHILE}
    talk.change(replace(frame, slots=slots))
    lines = frame.slots[MEANWHILE]
    for line in lines if isinstance(lines, list) else []:
        talk.note(f"heard again: {line!r}")
        take_mentions(talk, slots_needed(talk, talk.state.frames[-1]), message_of(talk, str(line)))
