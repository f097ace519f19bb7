"""Another order's number in the middle of an answer: XM1001 浙江省杭州市…, asked for the address of XM1002.

What is done goes to the order that was named last, never to the one before; what else the message says is the answer.
"""

from __future__ import annotations

import re

from bot.core.conversation import Frame
from bot.dialogue.answers import read_answer
from bot.dialogue.asking import CONFIRM
from bot.dialogue.codes import serials
from bot.dialogue.collect import accept
from bot.dialogue.cues import CUES
from bot.dialogue.order_slot import claim
from bot.dialogue.order_words import bound_number, looks_like_theirs
from bot.dialogue.questions import is_question
from bot.dialogue.replacing import ask_anew, replace_value
from bot.dialogue.turn import BINDING, Talk
from bot.dialogue.understanding import Message, message_of
from bot.scripts.slots import Slot, SlotType


def turn_to_another(talk: Talk, frame: Frame, slot: Slot, message: Message) -> bool:
    """Take the order named within the answer, and the rest as the answer. False when none is named, or the same.

    A number that is not theirs yet is to be proved first.

    Args:
        talk: the turn in the making.
        frame: the flow on top.
        slot: its order, which has a value.
        message: what was said; it wants nothing else than what is under way.
    """
    asked = talk.pack.slots.get(frame.asking)
    if slot.than or is_question(message) or (asked is not None and asked.type in (SlotType.TRACKING, SlotType.ORDER)):
        return False
    number = bound_number(talk, message)
    strange = [code for code in serials(message.text) if looks_like_theirs(talk, code)]
    if number is not None and number.upper() in message.text.upper():
        if number == frame.slots.get(slot.name):
            return False
        talk.note(f"{number} is named within the answer")
        replace_value(talk, frame, slot, number)
        _take_rest(talk, asked, message, number)
        return True
    if len(strange) != 1 or not claim(talk, message_of(talk, strange[0]), asked=False):
        return False
    talk.note(f"{strange[0]} is named within the answer, and to be proved first")
    if frame.asking != CONFIRM:
        _take_rest(talk, asked, message, strange[0])
    ask_anew(talk, slot)
    return BINDING in talk.state.frames[-1].slots


def _take_rest(talk: Talk, asked: Slot | None, message: Message, number: str) -> None:
    """The answer without the order's number, and without 订单 before it."""
    words = rf"(?:{CUES.labels_of_codes.pattern}|\s)*{re.escape(number)}"
    rest = message_of(talk, re.sub(words, " ", message.text, flags=re.IGNORECASE).strip(), photos=message.photos)
    answer = read_answer(talk, asked, rest) if asked is not None and rest.text else None
    if asked is not None and answer is not None and answer.sure:
        accept(talk, asked, answer.value)
