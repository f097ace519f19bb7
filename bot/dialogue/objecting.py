"""不对, 不是这个, or a thing that the order has not: something is wrong, and not yet said is what is right instead."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Final

from bot.core.conversation import FrameKind
from bot.dialogue import context
from bot.dialogue.asking import CONFIRM
from bot.dialogue.collect import filled, slots_needed, take_mentions
from bot.dialogue.confirming import answers_plainly
from bot.dialogue.order_items import lacks
from bot.dialogue.order_slot import doubt
from bot.dialogue.order_things import keeps_a_part
from bot.dialogue.order_words import order_pointed_at
from bot.dialogue.replacing import ask_anew, rewind
from bot.dialogue.turn import GUESSED, Talk
from bot.dialogue.understanding import Message, Reading
from bot.scripts.slots import FREE_TEXT, SlotType

_OBJECTION: Final = re.compile(
    r"^\W*(?:好像|那个|这个)?(?:不对|(?:说|写|弄|搞|填|选)?错了?|wrong|not right|that'?s wrong)(?:了|吧|啊|呀|的)?\W*$",
    re.IGNORECASE,
)
_NOT_THIS: Final = re.compile(
    r"\W*不是[这那]一?[个件款](?:订单)?[吧啊呀的]?\W*|\W*not (?:this|that) (?:one|order)\W*", re.IGNORECASE
)


def object_to_order(talk: Talk, message: Message, _reading: Reading) -> bool:
    """不对, or 不是这个, where the bot took an order that nobody had named: which one is asked, the rest stays.

    Where more than the order is to be confirmed, a bare 不对 may be about any of it.
    """
    frame = talk.top
    if frame is None or GUESSED not in frame.slots or answers_open(talk, message):
        return False
    needed = [slot for slot in slots_needed(talk, frame) if filled(talk, frame, slot)]
    slot = next((one for one in needed if one.type is SlotType.ORDER and not one.than), None)
    alone = frame.asking != CONFIRM or len(needed) == 1
    if slot is None or not (_NOT_THIS.fullmatch(message.text) or (alone and is_objection(message))):
        return False
    talk.note("the order that was taken is not the one")
    ask_anew(talk, slot)
    return True


def hear_objection(talk: Talk, message: Message, _reading: Reading) -> bool:
    """不对, at a confirmation, and not what is right: it is put again in other words. Said again, it is a no."""
    frame = talk.top
    if frame is None or frame.asking != CONFIRM or talk.state.misses or not is_objection(message):
        return False
    if answers_open(talk, message):
        return False
    talk.state = replace(talk.state, misses=1)
    return True


def contradict(talk: Talk, message: Message, *, question: bool) -> bool:
    """拖鞋小了, in the middle of returning a thermos flask: which order is meant is asked, and the rest of it is taken.

    Args:
        talk: the turn in the making.
        message: what was said.
        question: whether it asks something, which may be about any product.
    """
    frame = talk.top
    asked = talk.pack.slots.get(frame.asking) if frame else None
    if frame is None or frame.kind is not FrameKind.FLOW or question or message.press is not None:
        return False
    if (
        asked is not None
        and asked.type in (FREE_TEXT | {SlotType.PRODUCT, SlotType.ORDER, SlotType.VARIANT})
        and not asked.of_item
    ):
        return False
    needed = slots_needed(talk, frame)
    slot = next((one for one in needed if one.type is SlotType.ORDER and not one.than), None)
    if slot is None or any(one.type is SlotType.PRODUCT for one in needed) or not filled(talk, frame, slot):
        return False
    order = context.bound_order(talk, frame.slots[slot.name])
    if order is None or not lacks(talk, order, message) or order_pointed_at(talk, slot, message, other=False):
        return False
    rewind(talk)
    take_mentions(talk, needed, message)
    return doubt(talk, slot, order.number, message)


def is_objection(message: Message) -> bool:
    """不对 or 写错了, and not what is right instead."""
    return _OBJECTION.search(message.text) is not None


def answers_open(talk: Talk, message: Message) -> bool:
    """Whether the words, which may name a value or object to one, are a plain answer to the open confirmation."""
    frame = talk.top
    if frame is None or frame.asking != CONFIRM or keeps_a_part(talk, message):
        return False
    return answers_plainly(talk, frame, message.text)
