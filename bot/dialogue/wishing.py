"""New things the customer wants or asks, with nothing open or in the middle of something."""

from __future__ import annotations

from bot.dialogue.answers import read_mention
from bot.dialogue.asking import CONFIRM
from bot.dialogue.collect import filled, slots_needed
from bot.dialogue.context import order_in_talk
from bot.dialogue.piece_remedies import wishes_for_each
from bot.dialogue.questions import is_question
from bot.dialogue.registered import is_bare
from bot.dialogue.starting import start, start_about, tells_again
from bot.dialogue.turn import Talk
from bot.dialogue.understanding import Message, Reading, likely, meant
from bot.scripts.book import Intent, Part
from bot.scripts.slots import SlotType


def hear_wish(talk: Talk, message: Message, reading: Reading) -> bool:
    """New things the customer wants, or asks in the middle of something."""
    wanted = wishes_for_each(talk, message, [intent for intent in meant(talk, reading) if not intent.engine])
    if talk.top is not None and _asks_what_happened(talk) and not is_question(message):
        wanted = [intent for intent in wanted if not tells_again(talk, talk.top, intent)]
    if _same_again(talk, message, wanted):
        return False
    if not wanted and talk.top is None:
        wanted = [one for one in likely(talk, reading) if one.part is Part.RUDE]
    order = order_in_talk(talk) if talk.top is None and talk.warm and is_bare(talk, message.text) else None
    if order is not None and len(wanted) == 1:  # I don't want it, of the order just told about
        start_about(talk, wanted[0], message, order)
    elif wanted:
        start(talk, wanted, message)
    return bool(wanted)


def _same_again(talk: Talk, message: Message, wanted: list[Intent]) -> bool:
    """取消了还能恢复吗, at 确认取消吗, is no wish to cancel: if it tells nothing new, it was not understood."""
    frame = talk.top
    if frame is None or frame.asking != CONFIRM or [one.id for one in wanted] != [frame.intent]:
        return False
    return not any(
        read_mention(talk, slot, message) is not None
        for slot in slots_needed(talk, frame)
        if not filled(talk, frame, slot)
    )


def _asks_what_happened(talk: Talk) -> bool:
    """Whether a text about a thing of the order is asked for, or pictures of it."""
    slot = talk.pack.slots.get(talk.top.asking) if talk.top else None
    return slot is not None and (slot.of_item or slot.type is SlotType.IMAGES)
