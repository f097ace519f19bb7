"""Another thing or order for the wish under way: worked after it, asked about anew, and said so.

台灯也坏了, while the photos of 四件套 are talked about, is no answer about the bedding; 保温杯那单也开, at the invoice
of the lamp, is no invoice in its place.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from bot.core.conversation import Frame, FrameKind, JsonValue
from bot.dialogue import context
from bot.dialogue.asking import CONFIRM
from bot.dialogue.collect import slots_needed, take_mentions
from bot.dialogue.one_by_one import titles_of, wait_for
from bot.dialogue.order_items import lacks
from bot.dialogue.order_things import told_of
from bot.dialogue.order_words import order_named, paired
from bot.dialogue.piece_reading import evidence, other_pieces
from bot.dialogue.piece_words import says_also
from bot.dialogue.text_answers import is_printed
from bot.dialogue.turn import GUESSED, SEEN, Talk
from bot.dialogue.understanding import Message
from bot.scripts.slots import OF_THE_ORDER, SlotType
from intents import normalize


def queue_another(talk: Talk, message: Message, *, wish: bool) -> bool:
    """Let another thing or order wait below the frame on top. False when the message names none.

    Args:
        talk: the turn in the making.
        message: what was said; it wants nothing else than what is under way.
        wish: whether it says clearly that it wants the same.
    """
    frame, rather = talk.top, talk.pack.pieces.rather
    if frame is None or frame.kind is not FrameKind.FLOW or message.press is not None:
        return False
    if rather is not None and rather.search(normalize(message.text).text):
        return False
    also = says_also(talk, message)
    about_it = wish or also or frame.asking == CONFIRM  # 台灯呢, at the sum to be paid back for 四件套
    return (about_it and _queue_piece(talk, frame, message)) or (also and _queue_order(talk, frame, message))


def _queue_piece(talk: Talk, frame: Frame, message: Message) -> bool:
    """Another thing of the order; one that nothing is known about but that it is wanted (也退) is simply added."""
    others, order = other_pieces(talk, frame, message), context.order_in_talk(talk)
    items = [slot for slot in slots_needed(talk, frame) if slot.type is SlotType.ITEMS and slot.name in frame.slots]
    if not others or order is None or not items or not evidence(talk, frame):
        return False
    told = told_of(talk, order, others)
    orders = {slot.name for slot in slots_needed(talk, frame) if slot.type is SlotType.ORDER}
    known = {name: value for name, value in frame.slots.items() if name in orders}
    return _wait(talk, frame, message, {**known, items[0].name: told}, (str(frame.slots[items[0].name]), told))


def _queue_order(talk: Talk, frame: Frame, message: Message) -> bool:
    """Another order, of which is wanted what was told of this one, but for its things and what is wrong with them."""
    slot = next((one for one in slots_needed(talk, frame) if one.type is SlotType.ORDER and not one.than), None)
    current = context.bound_order(talk, frame.slots.get(slot.name)) if slot is not None else None
    asked = talk.pack.slots.get(frame.asking)
    if slot is None or current is None or paired(talk, slot) or (asked is not None and is_printed(asked)):
        return False  # 张三 保温杯那单也开, asked for a name, begins with it
    named = order_named(talk, slot, message)
    other = context.bound_order(talk, named.value) if named is not None else None
    has_it = bool(message.values("product")) and not lacks(talk, current, message)
    if other is None or other.number == current.number or has_it:
        return False
    own = {name for name, one in talk.pack.slots.items() if one.type in OF_THE_ORDER} | evidence(talk, frame).keys()
    known = {name: value for name, value in frame.slots.items() if name not in {*own, GUESSED, SEEN}}
    return _wait(talk, frame, message, {**known, slot.name: other.number}, titles_of(talk, [current, other]))


def _wait(talk: Talk, frame: Frame, message: Message, known: Mapping[str, JsonValue], titles: Sequence[str]) -> bool:
    if not wait_for(talk, frame, message, known, titles):
        return False
    other = talk.state.frames[-2]
    talk.lift(other)
    intent = talk.pack.intents.get(other.intent)
    means = {name: value for name, value in (intent.means if intent else {}).items() if name not in other.slots}
    talk.change(replace(other, slots={**means, **other.slots}))
    take_mentions(talk, slots_needed(talk, talk.state.frames[-1]), message)
    talk.lift(frame)
    return True
