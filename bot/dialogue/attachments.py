"""What was sent beside words: photos that a flow wants now or later, and what nobody here can read.

Neither is an answer to another question or a miss: that question stays open, and its buttons are shown again.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from bot.core.conversation import Frame
from bot.dialogue.asking import CONFIRM
from bot.dialogue.collect import accept, slots_needed
from bot.dialogue.digressing import fits
from bot.dialogue.patience import miss
from bot.dialogue.reminding import open_buttons
from bot.dialogue.replies import MAX_TOLD, common, say_reply
from bot.dialogue.turn import Talk
from bot.dialogue.understanding import Message, Reading
from bot.scripts.slots import SlotType
from intents import normalize

_KEPT_PHOTOS: Final = 6
_SHORT: Final = 24  # characters of a message that says nothing but that there is no photo


def hear_photos(talk: Talk, message: Message, reading: Reading) -> bool:
    """Photos go to the flow that wants them, now or later, or are kept until one does."""
    if not message.photos:
        return False
    frame = talk.top
    if any(fits(talk, one, message, reading) for one in talk.state.frames if _asks_photos(talk, one)):
        return False
    _keep(talk, frame, message.photos)
    if not message.blank or message.press is not None:
        return False
    if frame is None:
        say_reply(talk, common("photo_received"))
    elif frame.asking:
        confirms = frame.asking == CONFIRM
        buttons = () if confirms else open_buttons(talk, frame)
        say_reply(talk, common("photo_kept"), buttons=buttons, most=MAX_TOLD)
        _leave_open(talk, anew=confirms)
    return True


def hear_no_photos(talk: Talk, message: Message, _reading: Reading) -> bool:
    """没照片, where one is wanted, is no wish of its own: asked once more, with another way to go on; then a person."""
    frame = talk.top
    slot = talk.pack.slots.get(frame.asking) if frame else None
    text = normalize(message.text).text
    if frame is None or slot is None or message.photos or not 0 < len(text) <= _SHORT:
        return False
    if not any(normalize(word).text in text for word in slot.cannot):
        return False
    miss(talk, frame, message)
    return True


def hear_unreadable(talk: Talk, message: Message, _reading: Reading) -> bool:
    """A voice message, a file, a sticker or a place on the map, and nothing else: it is said what helps instead."""
    if message.unread is None or not message.blank or message.photos:
        return False
    frame = talk.top
    slot = talk.pack.slots.get(frame.asking) if frame else None
    media = {"kind": message.unread.value, "asked": slot.type.value if slot else None}
    confirms = frame is not None and frame.asking == CONFIRM
    buttons = open_buttons(talk, frame) if frame and not confirms else ()
    say_reply(talk, common("unsupported_media"), buttons=buttons, media=media)
    _leave_open(talk, anew=confirms)
    return True


def _leave_open(talk: Talk, *, anew: bool) -> None:
    """A yes is one to the last thing they read: what is to be confirmed is put below once more, all else is not."""
    talk.harmless, talk.quiet = anew, not anew


def _keep(talk: Talk, frame: Frame | None, photos: tuple[str, ...]) -> None:
    slots = [slot for slot in slots_needed(talk, frame) if slot.type is SlotType.IMAGES] if frame else []
    if frame is None or not slots:
        talk.state = replace(talk.state, photos=(*talk.state.photos, *photos)[-_KEPT_PHOTOS:])
        return
    before = frame.slots.get(slots[0].name)
    together = [*(before if isinstance(before, list) else []), *photos]
    accept(talk, slots[0], together[: int(slots[0].max or _KEPT_PHOTOS)])


def _asks_photos(talk: Talk, frame: Frame) -> bool:
    slot = talk.pack.slots.get(frame.asking)
    return slot is not None and slot.type is SlotType.IMAGES
