"""What the customer wrote while the orders could not be looked up: kept, and heard again when they can be.

改地址, 600120260001, 科技路8号 王小明 13912345678: nothing of it means anything while nobody knows the orders, and all
of it is what the flow would ask for next.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from bot.dialogue.collect import slots_needed, take_mentions
from bot.dialogue.corrections import correct, is_correction
from bot.dialogue.leaving import leave
from bot.dialogue.turn import MAX_WORDS, MEANWHILE, Talk
from bot.dialogue.understanding import Message, Reading, match_text, meant, message_of
from bot.scripts.book import POLITE

_KEPT: Final = 8


def keep(talk: Talk, message: Message, reading: Reading) -> bool:
    """Keep the words for the frame that waits for the orders. False when they are a matter of their own.

    A no to what was said before is no word to keep: it is heard at once. 不是台灯 是保温杯 is about nothing else.
    """
    frame = talk.top
    if frame is None or not frame.retries or message.blank or message.press is not None:
        return False
    intents = meant(talk, reading)
    if not frame.asking and {one.engine for one in intents} == {"deny"}:
        leave(talk)
        return True
    if not is_correction(message) and any(not one.engine and one.part not in POLITE for one in intents):
        return False
    kept = frame.slots.get(MEANWHILE)
    lines = [*(kept if isinstance(kept, list) else []), message.text[:MAX_WORDS]][-_KEPT:]
    talk.change(replace(frame, slots={**frame.slots, MEANWHILE: lines}))
    return True


def hear_again(talk: Talk) -> None:
    """The frame on top takes from the kept words what it still lacks, and what they correct.

    Words that were neither are owned up to where a question is put again, so that a yes is one to what stands there.
    """
    frame = talk.state.frames[-1]
    slots = {name: value for name, value in frame.slots.items() if name != MEANWHILE}
    talk.change(replace(frame, slots=slots))
    lines = frame.slots[MEANWHILE]
    for line in lines if isinstance(lines, list) else []:
        talk.note(f"heard again: {line!r}")
        message = message_of(talk, str(line))
        taken = take_mentions(talk, slots_needed(talk, talk.state.frames[-1]), message)
        if not taken and not correct(talk, message) and not _says_nothing(talk, message):
            talk.missed = "statement"


def _says_nothing(talk: Talk, message: Message) -> bool:
    """好的 and 我再想想 ask for nothing."""
    intents = meant(talk, match_text(talk, message.text))
    return message.blank or (bool(intents) and all(one.engine or one.part in POLITE for one in intents))
