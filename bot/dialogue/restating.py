"""Another value of what was answered, said without a word of 不对: it takes the place of the old one."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Final

from bot.core.conversation import Frame
from bot.dialogue.addresses import is_address
from bot.dialogue.amending import only_numbers
from bot.dialogue.answers import read_answer, read_mention
from bot.dialogue.asking import CONFIRM
from bot.dialogue.collect import accept, slots_needed
from bot.dialogue.order_pointing import in_its_place, names_what_it_has
from bot.dialogue.order_slot import claim
from bot.dialogue.order_things import keeps_a_part, things_corrected
from bot.dialogue.order_within import turn_to_another
from bot.dialogue.order_words import order_pointed_at, without_labels
from bot.dialogue.phones_said import unclear_phones
from bot.dialogue.registered import is_bare
from bot.dialogue.relabelling import exchanged
from bot.dialogue.replacing import ask_anew, ask_which_other, replace_value
from bot.dialogue.turn import BESIDE, PHONES, Talk
from bot.dialogue.understanding import Answer, Message
from bot.dialogue.variants import variant_turned_down
from bot.scripts.slots import FREE_TEXT, Slot, SlotType
from intents import normalize

_RATHER: Final = re.compile(r"\W*(?:算了|还是|那就|不[换退改修补要]了|rather|instead)", re.IGNORECASE)


def restate(talk: Talk, frame: Frame, slot: Slot, message: Message, *, other: bool) -> bool:
    """A value without 不对: a number or an address to be confirmed, an option's own word, an order's number."""
    if message.press is not None or not message.text:
        return False
    if slot.type is SlotType.ORDER:
        return _point_at_order(talk, frame, slot, message, other=other)
    answer = _said_silently(talk, frame, slot, message, other=other)
    if answer is None or not answer.sure:
        return False
    if slot.type is SlotType.CHOICE and len(normalize(message.text).text) - len(answer.words) > BESIDE:
        return False
    if answer.value == "":  # 台灯别退, of the lamp that was to be returned; 不要木纹了: what else is asked
        ask_anew(talk, slot)
    elif answer.value != frame.slots[slot.name]:  # else it was only said again: 就是质量问题
        replace_value(talk, frame, slot, answer.value)
    return True


def _said_silently(talk: Talk, frame: Frame, slot: Slot, message: Message, *, other: bool) -> Answer | None:
    """What the message says about a slot that is filled, if it may say so here without 不对."""
    match slot.type:
        case SlotType.NUMBER if frame.asking == CONFIRM:
            return read_mention(talk, slot, message) or read_answer(talk, slot, message)
        case SlotType.ADDRESS if frame.asking == CONFIRM or PHONES in frame.slots:
            alone = only_numbers(message.text) or bool(message.values("phone")) or bool(unclear_phones(message.text))
            alone = alone or bool(exchanged(str(frame.slots[slot.name]), message.text.strip()))  # 8号改18号
            part = None if other and not alone else _part_of_address(talk, frame, slot, message)
            return read_mention(talk, slot, message) or part  # 10号 is a size in any other place
        case SlotType.ITEMS if not other and (frame.asking == CONFIRM or not _is_answer(talk, frame, message)):
            return _things(talk, frame, slot, message)
        case SlotType.ITEMS if frame.asking == CONFIRM and keeps_a_part(talk, message):  # remove the lamp: care
            return _things(talk, frame, slot, message)
        case SlotType.VARIANT if frame.asking == CONFIRM:
            left = variant_turned_down(talk, slot, str(frame.slots[slot.name]), message)
            return left or read_mention(talk, slot, message) or read_answer(talk, slot, message)
        case SlotType.CHOICE if frame.asking == CONFIRM and is_bare(talk, message.text):
            return None  # 不要了, at the confirmation of an exchange, is a no to it, and not the reason for it
        case SlotType.CHOICE if not _is_answer(talk, frame, message) or _changes_mind(message):
            return read_mention(talk, slot, message)
    return None


def _things(talk: Talk, frame: Frame, slot: Slot, message: Message) -> Answer | None:
    """Other things of the order; 台灯也一起退 adds to those chosen, unless they are registered already."""
    done = talk.state.done
    if done is not None and (done.name, done.slots) == (frame.name, frame.slots):
        return read_mention(talk, slot, message) or read_answer(talk, slot, message)
    return things_corrected(talk, slot, frame.slots[slot.name], message) or read_answer(talk, slot, message)


def _part_of_address(talk: Talk, frame: Frame, slot: Slot, message: Message) -> Answer | None:
    """文三路10号 or 3栋502, where an address is to be confirmed: that part of it, and the rest stays."""
    said = is_address(message) or bool(unclear_phones(message.text))
    if not said or SlotType.PHONE not in {one.type for one in slots_needed(talk, frame)}:
        return None
    answer = read_answer(talk, slot, message)
    return replace(answer, sure=True) if answer else None


def _point_at_order(talk: Talk, frame: Frame, slot: Slot, message: Message, *, other: bool) -> bool:
    """600120260002, at "shall I cancel 600120260004?": what is confirmed next is about that order, never the old one.

    A number that is not theirs is to be proved first. One said again answers nothing else: it is no text, no address.
    """
    asked = talk.pack.slots.get(frame.asking)
    if asked is not None and asked.type is SlotType.ORDER:
        return False
    answer = order_pointed_at(talk, slot, message, other=other) or in_its_place(talk, frame, slot, message)
    open_label = frame.asking == CONFIRM or (asked is not None and asked.type is SlotType.ADDRESS)
    if answer is None and open_label and names_what_it_has(talk, frame, slot, message):
        return True
    if answer is None:
        alone = frame.asking == CONFIRM and not other and len(without_labels(message)) <= BESIDE
        if alone and claim(talk, message, asked=False) and ask_which_other(talk, slot, message):
            return True
        return not other and turn_to_another(talk, frame, slot, message)
    if answer.value != frame.slots[slot.name]:
        replace_value(talk, frame, slot, answer.value)
        return True
    if without_labels(message):
        return False
    accept(talk, slot, answer.value)
    talk.change(replace(talk.state.frames[-1], tries=0))  # no answer, and no wrong one either
    return True


def _changes_mind(message: Message) -> bool:
    """不换了退钱, where any text is an answer, is the other option all the same."""
    return _RATHER.match(message.text) is not None


def _is_answer(talk: Talk, frame: Frame, message: Message) -> bool:
    """Whether the open question may be answered by this very message."""
    asked = talk.pack.slots.get(frame.asking)
    if asked is None:
        return False
    any_text = asked.type in FREE_TEXT and asked.unlike is None  # 专票 and 公司 are no names on an invoice
    return any_text or read_answer(talk, asked, message) is not None
