"""Something said that was not asked, but would have been asked next: 开线了, when asked which order it is about.

It is kept for its own question, and the open one is put again without a word of not having been understood.
"""

from __future__ import annotations

import re
from typing import Final

from bot.core.conversation import Frame
from bot.dialogue.answers import read_mention
from bot.dialogue.collect import accept, filled, slots_needed, take_mentions
from bot.dialogue.facts_told import keep_story
from bot.dialogue.order_slot import claim, narrow
from bot.dialogue.order_words import bound_number, claimed, without_labels
from bot.dialogue.turn import BESIDE, BINDING, Talk
from bot.dialogue.understanding import Message, Reading, meant
from bot.scripts.slots import Slot, SlotType
from intents import exact_option

_A_WORD: Final = 8  # characters of a message that is an option's word and nothing else
_NUMBERED: Final = re.compile(r"^\W*[\d一二三四五六七八九第]")


def gives_order(talk: Talk, frame: Frame, message: Message) -> bool:
    """600120260010, asked whether anything was bought: it was, and whose order it is comes next.

    Number and digits alone, 600120260010 1234, are no answer to 具体是什么情况 and prove the order at once.
    """
    wanted = [slot for slot in slots_needed(talk, frame) if slot.type is SlotType.ORDER]
    if not wanted or any(filled(talk, frame, slot) for slot in wanted) or bound_number(talk, message) is not None:
        return False
    alone = not without_labels(message) and all(
        slot.type is not SlotType.TRACKING for slot in slots_needed(talk, frame)
    )
    return claim(talk, message, asked=alone or BINDING in frame.slots)


def also_said(talk: Talk, frame: Frame, message: Message, reading: Reading) -> bool:
    """Not what was asked, but something that would have been asked next: 开线了, when asked which order.

    退货地址 has the word of an answer in it, and is a question all the same.
    """
    if any(intent.reply for intent in meant(talk, reading)) and not _only_an_address(talk, frame, message):
        return False
    taken = take_mentions(talk, slots_needed(talk, frame), message)
    talk.noted = bool(taken) or _names_thing(talk, frame, message)
    keep_story(talk, frame, message, taken)
    return talk.noted


def tells_a_code(talk: Talk, frame: Frame, message: Message) -> bool:
    """A tax number, asked which order it is about, is no number of an order: a text of the flow says how it looks."""
    number, _ = claimed(talk, message, asked=True)
    texts = [slot for slot in slots_needed(talk, frame) if slot.type is SlotType.TEXT and slot.said is not None]
    told = [one for slot in texts if (one := read_mention(talk, slot, message)) is not None]
    if not number or not any(number in str(one.value).upper() for one in told):
        return False
    talk.noted = bool(take_mentions(talk, texts, message))
    return talk.noted


def picks_later(talk: Talk, frame: Frame, message: Message) -> bool:
    """退款, or 换, asked what is wrong with it: word for word an option of what this flow asks next."""
    if message.press is not None or len(message.text) > _A_WORD or _NUMBERED.search(message.text):
        return False
    for slot in slots_needed(talk, frame):
        if slot.type is not SlotType.CHOICE or slot.name == frame.asking or filled(talk, frame, slot):
            continue
        words = {option.id: (option.title, *option.match) for option in slot.options}
        picked = exact_option(message.text, words)
        if picked is not None:
            accept(talk, slot, picked)
            talk.note(f"{slot.name} = {picked!r}, which is asked later")
            talk.noted = True
            return True
    return False


def is_only_a_phone(talk: Talk, frame: Frame, slot: Slot, message: Message) -> bool:
    """13912345678, asked how a parcel is to be delivered, is the phone that would be asked for next."""
    wanted = slot.type is SlotType.TEXT and any(one.type is SlotType.PHONE for one in slots_needed(talk, frame))
    return wanted and [message.text.strip()] == [entity.text for entity in message.values("phone")]


def _names_thing(talk: Talk, frame: Frame, message: Message) -> bool:
    """台灯, asked what about the invoice: which of the two orders with a lamp is asked next, and of no other."""
    orders = [slot for slot in slots_needed(talk, frame) if slot.type is SlotType.ORDER and not slot.than]
    return any(not filled(talk, frame, slot) and narrow(talk, slot, message) for slot in orders)


def _only_an_address(talk: Talk, frame: Frame, message: Message) -> bool:
    """5 Nanjing Road, Shanghai asks nothing, though it has the words of a question about how long it takes."""
    addresses = [slot for slot in slots_needed(talk, frame) if slot.type is SlotType.ADDRESS]
    found = [read_mention(talk, slot, message) for slot in addresses]
    return any(one is not None and len(message.text.strip()) - len(one.words) < BESIDE for one in found)
