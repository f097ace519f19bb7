"""不对，是另一单: one slot changes, the rest stays, and the old value is kept until the new one holds."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from bot.core.conversation import Frame, FrameKind
from bot.dialogue.amending import (
    amended,
    begins_instead,
    only_numbers,
    right_words,
    says_instead,
    says_right,
    without_cue,
)
from bot.dialogue.amounts import is_number
from bot.dialogue.answers import denied, read_answer, read_mention
from bot.dialogue.asking import CONFIRM
from bot.dialogue.collect import filled, slots_needed
from bot.dialogue.heard_late import hear_late
from bot.dialogue.languages import VERY_SURE
from bot.dialogue.objecting import answers_open, contradict
from bot.dialogue.order_items import came_or_wanted
from bot.dialogue.order_things import things_corrected, things_counted, things_listed
from bot.dialogue.order_words import says_other
from bot.dialogue.phones_said import says_wrong
from bot.dialogue.piece_reading import evidence, other_pieces
from bot.dialogue.questions import is_question
from bot.dialogue.queueing import queue_another
from bot.dialogue.relabelling import corrected
from bot.dialogue.replacing import ask_anew, ask_which_other, replace_value
from bot.dialogue.restating import restate
from bot.dialogue.turn import Talk
from bot.dialogue.understanding import Message, Reading, match_text, meant, message_of
from bot.scripts.slots import Slot, SlotType

_CUE: Final = re.compile(
    r"^(?:哦|啊|诶|哎|等等|等下)?[，, ]*(?:不对|不是|错了|说错|写错|弄错|搞错|发错了?号|改一?下|我是说)"
    r"|(?:换成|改成|改为|应该是|(?<!别)(?<!不要)(?<!不会)(?:说错了|弄错了|搞错了))"
    r"|^(?:电话|手机号?|号码|名字|姓名|收[货件]人|地址|门牌号?)[^，。,\d]{0,6}?(?:错了?|不对|应该)|门牌号?是"
    r"|^[^，。,?？吗呢\d]{1,6}?[选填写说点留打]?错了?\W*(?:应该)?[是叫为]"
    r"|^(?:我?(?:说|要|指)的)?是.{1,10}那一?[单个](?:订单)?[吧啊呀的]?$|^\W*我?[说指]的(?:其实)?是"
    r"|^(?:no\b(?!\W*thank)(?=\W*$|\s*[,.;:!-]|\s+(?:it|i|the|my|not|an?|make|change|should|send|put|write|for|to|this"
    r"|that|\d|(?-i:[A-Z]))|\W*[一-龥])"  # no, 89; but no worries and no plastic
    r"|sorry\b|wait\b|actually\b|oops\b|not (?:the |my )?\w+\W+(?=.*\w))"
    r"|\b(?:i meant?|instead|should be|change (?:it )?to|make it)\b",
    re.IGNORECASE,
)
_WRONG_NUMBER: Final = re.compile(r"(?:不是|不要|不用|\bnot)\s*[¥$]?\d+(?:\.\d+)?\s*(?:元|块钱?|yuan\b)?")


def hear_correction(talk: Talk, message: Message, reading: Reading) -> bool:
    """Another thing or order for what is under way, a thing that its order has not, or a slot corrected."""
    if answers_open(talk, message):
        return False
    wishes = {one.id for one in meant(talk, reading) if one.flow or one.reply}
    other = bool(wishes - {talk.top.intent if talk.top else ""})
    if not is_correction(message):
        if not other and queue_another(talk, message, wish=bool(wishes)):
            return True
        asks = any(one.reply for one in meant(talk, reading)) or (is_question(message) and bool(wishes))
        if contradict(talk, message, question=asks):
            return True
    wish = other or (bool(wishes) and not says_instead(message.text))  # 不对 换成藏青, in the middle of an exchange
    return correct(talk, message, wish=wish, other=other)


def correct(talk: Talk, message: Message, *, wish: bool = False, other: bool = False) -> bool:
    """Change one collected slot if the message corrects it. False when it corrects nothing.

    Args:
        talk: the turn in the making.
        message: what was said.
        wish: whether it clearly says that something is wanted.
        other: whether that is another matter than the one under way.
    """
    frame = talk.top
    if frame is None or frame.kind is FrameKind.ASK_WHICH:
        return False
    if _change_list(talk, frame, message) or hear_late(talk, message):
        return True
    known = [slot for slot in reversed(slots_needed(talk, frame)) if filled(talk, frame, slot)]
    if any(_deny_phone(talk, frame, slot, message) for slot in known):
        return True
    known.sort(key=lambda slot: slot.type is not SlotType.ADDRESS)  # 李芳改成李方 电话也改… is more than a phone
    if says_other(message):  # the other order, of which "other" may be the word of an option as well
        known.sort(key=lambda slot: slot.type is not SlotType.ORDER)
    right = _without_wrong(talk, message)
    if not is_correction(message) and not (right is not message and right.values("product")):  # 取消伞 不是台灯
        return any(restate(talk, frame, slot, _told_to(slot, message, right), other=other) for slot in known)
    if any(_change(talk, frame, slot, _told_to(slot, message, right)) for slot in known) or _said_again(
        talk, frame, known, right
    ):
        return True
    if any(_deny(talk, frame, slot, message) for slot in known):
        return True
    return _amend(talk, frame, known, message, wish=wish, other=other)


def is_correction(message: Message) -> bool:
    """Whether the words say that something was wrong."""
    return _CUE.search(message.text) is not None or says_other(message)


def _change(talk: Talk, frame: Frame, slot: Slot, message: Message) -> bool:
    if slot.type is SlotType.TEXT and says_right(message.text):  # 抬头错了 应该是…: not what stands behind 抬头
        return False
    right = right_words(message.text) if slot.type is SlotType.CHOICE and says_right(message.text) else ""
    answer = read_mention(talk, slot, message_of(talk, right) if right else message)
    if answer is None and slot.type is SlotType.NUMBER and frame.asking == CONFIRM:  # 改成五十
        answer = read_answer(talk, slot, message_of(talk, right_words(message.text)))
    if slot.type is SlotType.ITEMS:
        answer = things_corrected(talk, slot, frame.slots[slot.name], message)
    named = answer is not None and slot.type is SlotType.ORDER and answer.words != answer.value  # 换成A2 is an order
    if answer is not None and named and came_or_wanted(message, answer.words):
        return False
    if answer is not None and answer.value == "":
        ask_anew(talk, slot)
        return True
    if answer is not None and answer.value != frame.slots[slot.name] and slot.type is not SlotType.IMAGES:
        replace_value(talk, frame, slot, answer.value)
        return True
    if slot.type is not SlotType.ORDER:
        return False
    return ask_which_other(talk, slot, message)


def _change_list(talk: Talk, frame: Frame, message: Message) -> bool:
    """只退一件, 再退一个枕头, of the things that are to be confirmed: it says no part of what else is in the order.

    A thing whose reason and photos would be its own is none of this list.
    """
    if frame.asking != CONFIRM or (evidence(talk, frame) and other_pieces(talk, frame, message)):
        return False
    for slot in slots_needed(talk, frame):
        if slot.type is not SlotType.ITEMS or not filled(talk, frame, slot):
            continue
        before = frame.slots[slot.name]
        answer = things_counted(talk, before, message) or things_listed(talk, slot, before, message)
        if answer is not None and answer.value not in ("", before):
            replace_value(talk, frame, slot, answer.value)
            return True
    return False


def _told_to(slot: Slot, message: Message, right: Message) -> Message:
    """What of the message a slot hears: of things also those that are not meant, 不是台灯是枕头 leaves the T-shirt."""
    return message if slot.type is SlotType.ITEMS else right


def _without_wrong(talk: Talk, message: Message) -> Message:
    """不是1块，是200: the value that is denied is taken out, so that the one that is right remains."""
    text = message.text
    for entity in message.entities:
        text = re.sub(rf"(?:不是|不要|\bnot(?: the| my)?)\s*{re.escape(entity.text)}", "", text)
    text = _WRONG_NUMBER.sub("", text)
    return message if text == message.text else replace(message_of(talk, text), photos=message.photos)


def _said_again(talk: Talk, frame: Frame, known: Sequence[Slot], message: Message) -> bool:
    """不是1块，是200, where 200 is what is to be confirmed: no new value, and neither a yes nor a no."""
    if frame.asking != CONFIRM:
        return False
    read = [(slot, read_mention(talk, slot, message)) for slot in known if slot.type is SlotType.NUMBER]
    return any(answer is not None and answer.value == frame.slots[slot.name] for slot, answer in read)


def _deny(talk: Talk, frame: Frame, slot: Slot, message: Message) -> bool:
    """不是质量问题, and not what it is instead: asked again, and the old value counts until the new one is there."""
    value = frame.slots[slot.name]
    option = next((option for option in slot.options if option.id == value), None)
    if option is None or not denied(option, message.text):
        return False
    talk.note(f"{slot.name} is denied")
    ask_anew(talk, slot)
    return True


def _deny_phone(talk: Talk, frame: Frame, slot: Slot, message: Message) -> bool:
    """电话多了一位, where a phone is to be confirmed: which it is, is asked, and nothing is said to be new."""
    if slot.type is not SlotType.PHONE or frame.asking != CONFIRM or message.press is not None:
        return False
    if not says_wrong(message.text, str(frame.slots[slot.name])):
        return False
    ask_anew(talk, slot)
    return True


def _amend(talk: Talk, frame: Frame, known: Sequence[Slot], message: Message, *, wish: bool, other: bool) -> bool:
    """不对，是89号, for a text to be confirmed: what it names is replaced; asked again where that is not clear.

    名字错了, which sounds like the wish to change an address, is about the one that was just given.
    """
    kinds = (SlotType.TEXT, SlotType.ADDRESS, SlotType.VARIANT)
    slot = next((slot for slot in known if slot.type in kinds), None)
    right = right_words(message.text)
    about = frame.asking in (CONFIRM, slot.name) if slot is not None and not frame.retries else bool(frame.retries)
    if slot is None or not about or not right or (slot.of_item and is_number(right)):  # 改成五十 tells no story
        return False
    named, named_alone = match_text(talk, right), message_of(talk, right)
    others = any(one.flow and one.id != frame.intent for one in meant(talk, named))
    if others and named.matches[0].confidence >= VERY_SURE:  # 改成退货吧
        return False
    told = slot.type is SlotType.ADDRESS or says_right(message.text)
    about_it = only_numbers(right) or leads_to(slot, message) or (told and not other) or _rewords(slot, message)
    if wish and not about_it:
        return False
    whole = read_mention(talk, slot, named_alone) if slot.type is SlotType.ADDRESS else None
    before = str(frame.slots[slot.name])
    changed = corrected(before, right) if slot.type is SlotType.ADDRESS else amended(before, right)
    text = str(whole.value) if whole else changed
    answer = read_answer(talk, slot, message_of(talk, text)) if text else None
    if answer is None:
        talk.note(f"{slot.name} is wrong, and {right!r} is no value for it")
        ask_anew(talk, slot)
    else:
        replace_value(talk, frame, slot, answer.value)
    return True


def _rewords(slot: Slot, message: Message) -> bool:
    """改成 新年快乐, at the text of a card, is what the card shall say, though an item may be changed in such words."""
    return slot.type is SlotType.TEXT and begins_instead(message.text)


def leads_to(slot: Slot, message: Message) -> bool:
    """还是换成白色吧, at a confirmation, begins as answers to this slot do, and is no wish of its own."""
    begins = slot.lead_in.match(without_cue(message.text)) if slot.lead_in else None
    return begins is not None and says_instead(begins.group())
