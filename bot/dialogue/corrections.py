"""不对，是另一单: one slot changes, the rest stays, and the old value is kept until the new one holds."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from bot.core.conversation import Frame, FrameKind, JsonValue
from bot.dialogue import context
from bot.dialogue.addresses import is_address
from bot.dialogue.amending import (
    amended,
    begins_instead,
    only_numbers,
    right_words,
    says_instead,
    says_right,
    without_cue,
)
from bot.dialogue.answers import complete, denied, read_answer, read_mention
from bot.dialogue.asking import CONFIRM
from bot.dialogue.collect import accept, filled, slots_needed, take_mentions
from bot.dialogue.heard_late import hear_late
from bot.dialogue.languages import VERY_SURE
from bot.dialogue.order_items import came_or_wanted, lacks
from bot.dialogue.order_pointing import in_its_place, names_what_it_has
from bot.dialogue.order_slot import claim, doubt
from bot.dialogue.order_things import things_corrected
from bot.dialogue.order_words import order_pointed_at, says_other, without_labels
from bot.dialogue.piece_reading import evidence
from bot.dialogue.pieces import about_same
from bot.dialogue.points import Question, question
from bot.dialogue.replies import say_reply
from bot.dialogue.turn import BESIDE, GUESSED, PHONES, Talk
from bot.dialogue.understanding import Answer, Message, match_text, meant, message_of
from bot.dialogue.variants import combined
from bot.scripts.book import FREE_TEXT, Slot, SlotType
from intents import normalize

_CUE: Final = re.compile(
    r"^(?:哦|啊|诶|哎|等等|等下)?[，, ]*(?:不对|不是|错了|说错|写错|弄错|搞错|发错了?号|改一?下|我是说)"
    r"|(?:换成|改成|改为|应该是|(?<!别)(?<!不要)(?<!不会)(?:说错了|弄错了|搞错了))"
    r"|^(?:电话|手机号?|号码|名字|姓名|收[货件]人|地址|门牌号?)[^，。,\d]{0,6}?(?:错了?|不对|应该)|门牌号?是"
    r"|^[^，。,?？吗呢\d]{1,6}?[选填写说点留打]?错了?\W*(?:应该)?[是叫为]"
    r"|^(?:我?(?:说|要|指)的)?是.{1,10}那一?[单个](?:订单)?[吧啊呀的]?$"
    r"|^(?:no\b(?!\W*thank)|sorry\b|wait\b|actually\b|oops\b|not (?:the |my )?\w+\W+(?=.*\w))"
    r"|\b(?:i meant?|instead|should be|change (?:it )?to|make it)\b",
    re.IGNORECASE,
)
_OBJECTION: Final = re.compile(
    r"^\W*(?:好像|那个|这个)?(?:不对|(?:说|写|弄|搞|填|选)?错了?|wrong|not right|that'?s wrong)(?:了|吧|啊|呀|的)?\W*$",
    re.IGNORECASE,
)
_NOT_THIS: Final = re.compile(
    r"\W*不是[这那]一?[个件款](?:订单)?[吧啊呀的]?\W*|\W*not (?:this|that) (?:one|order)\W*", re.IGNORECASE
)
_RATHER: Final = re.compile(r"\W*(?:算了|还是|那就|不[换退改修补要]了|rather|instead)", re.IGNORECASE)
_WRONG_NUMBER: Final = re.compile(r"(?:不是|不要|不用|\bnot)\s*[¥$]?\d+(?:\.\d+)?\s*(?:元|块钱?|yuan\b)?")


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
    if hear_late(talk, message):
        return True
    known = [slot for slot in reversed(slots_needed(talk, frame)) if filled(talk, frame, slot)]
    known.sort(key=lambda slot: slot.type is not SlotType.ADDRESS)  # 李芳改成李方 电话也改… is more than a phone
    right = _without_wrong(talk, message)
    if not is_correction(message) and not (right is not message and right.values("product")):  # 取消伞 不是台灯
        return any(_change_silently(talk, frame, slot, right, other=other) for slot in known)
    if any(_change(talk, frame, slot, right) for slot in known) or _said_again(talk, frame, known, right):
        return True
    if any(_deny(talk, frame, slot, message) for slot in known):
        return True
    return _amend(talk, frame, known, message, wish=wish, other=other)


def _amend(talk: Talk, frame: Frame, known: Sequence[Slot], message: Message, *, wish: bool, other: bool) -> bool:
    """不对，是89号, for a text to be confirmed: what it names is replaced; asked again where that is not clear.

    名字错了, which sounds like the wish to change an address, is about the one that was just given.
    """
    kinds = (SlotType.TEXT, SlotType.ADDRESS, SlotType.VARIANT)
    slot = next((slot for slot in known if slot.type in kinds), None)
    right = right_words(message.text)
    about = frame.asking in (CONFIRM, slot.name) if slot is not None and not frame.retries else bool(frame.retries)
    if slot is None or not about or not right:
        return False
    named, named_alone = match_text(talk, right), message_of(talk, right)
    others = any(one.flow and one.id != frame.intent for one in meant(talk, named))
    if others and named.matches[0].confidence >= VERY_SURE:  # 改成退货吧
        return False
    told = slot.type is SlotType.ADDRESS or says_right(message.text)
    about_it = only_numbers(right) or _leads_to(slot, message) or (told and not other) or _rewords(slot, message)
    if wish and not about_it:
        return False
    whole = read_mention(talk, slot, named_alone) if slot.type is SlotType.ADDRESS else None
    text = str(whole.value) if whole else amended(str(frame.slots[slot.name]), right)
    answer = read_answer(talk, slot, message_of(talk, text)) if text else None
    if answer is None:
        talk.note(f"{slot.name} is wrong, and {right!r} is no value for it")
        ask_anew(talk, slot)
    else:
        _set(talk, frame, slot, answer.value)
    return True


def _rewords(slot: Slot, message: Message) -> bool:
    """改成 新年快乐, at the text of a card, is what the card shall say, though an item may be changed in such words."""
    return slot.type is SlotType.TEXT and begins_instead(message.text)


def _leads_to(slot: Slot, message: Message) -> bool:
    """还是换成白色吧, at a confirmation, begins as answers to this slot do, and is no wish of its own."""
    begins = slot.lead_in.match(without_cue(message.text)) if slot.lead_in else None
    return begins is not None and says_instead(begins.group())


def _deny(talk: Talk, frame: Frame, slot: Slot, message: Message) -> bool:
    """不是质量问题, and not what it is instead: asked again, and the old value counts until the new one is there."""
    value = frame.slots[slot.name]
    option = next((option for option in slot.options if option.id == value), None)
    if option is None or not denied(option, message.text):
        return False
    talk.note(f"{slot.name} is denied")
    ask_anew(talk, slot)
    return True


def _said_again(talk: Talk, frame: Frame, known: Sequence[Slot], message: Message) -> bool:
    """不是1块，是200, where 200 is what is to be confirmed: no new value, and neither a yes nor a no."""
    if frame.asking != CONFIRM:
        return False
    read = [(slot, read_mention(talk, slot, message)) for slot in known if slot.type is SlotType.NUMBER]
    return any(answer is not None and answer.value == frame.slots[slot.name] for slot, answer in read)


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
    _rewind(talk)
    take_mentions(talk, needed, message)
    return doubt(talk, slot, order.number, message)


def correct_to(talk: Talk, slot: Slot, value: str) -> bool:
    """Set a slot of the frame on top to a value that a button stands for. False when it is no value of the slot."""
    frame = talk.top
    if frame is None or not complete(talk, slot, value):
        return False
    if not filled(talk, frame, slot) or not _refused(talk, frame, slot, value):
        _rewind(talk)
        accept(talk, slot, value)
    return True


def object_to_order(talk: Talk, message: Message) -> bool:
    """不对, or 不是这个, where the bot took an order that nobody had named: which one is asked, the rest stays.

    Where more than the order is to be confirmed, a bare 不对 may be about any of it.
    """
    frame = talk.top
    if frame is None or GUESSED not in frame.slots:
        return False
    needed = [slot for slot in slots_needed(talk, frame) if filled(talk, frame, slot)]
    slot = next((one for one in needed if one.type is SlotType.ORDER and not one.than), None)
    alone = frame.asking != CONFIRM or len(needed) == 1
    if slot is None or not (_NOT_THIS.fullmatch(message.text) or (alone and is_objection(message))):
        return False
    talk.note("the order that was taken is not the one")
    ask_anew(talk, slot)
    return True


def is_objection(message: Message) -> bool:
    """不对 or 写错了, and not what is right instead."""
    return _OBJECTION.search(message.text) is not None


def is_correction(message: Message) -> bool:
    """Whether the words say that something was wrong."""
    return _CUE.search(message.text) is not None or says_other(message)


def _without_wrong(talk: Talk, message: Message) -> Message:
    """不是1块，是200: the value that is denied is taken out, so that the one that is right remains."""
    text = message.text
    for entity in message.entities:
        text = re.sub(rf"(?:不是|不要|\bnot(?: the| my)?)\s*{re.escape(entity.text)}", "", text)
    text = _WRONG_NUMBER.sub("", text)
    return message if text == message.text else replace(message_of(talk, text), photos=message.photos)


def _change(talk: Talk, frame: Frame, slot: Slot, message: Message) -> bool:
    if slot.type is SlotType.TEXT and says_right(message.text):  # 抬头错了 应该是…: not what stands behind 抬头
        return False
    right = right_words(message.text) if slot.type is SlotType.CHOICE and says_right(message.text) else ""
    answer = read_mention(talk, slot, message_of(talk, right) if right else message)
    if slot.type is SlotType.ITEMS:
        answer = things_corrected(talk, slot, frame.slots[slot.name], message)
    named = answer is not None and slot.type is SlotType.ORDER and answer.words != answer.value  # 换成A2 is an order
    if answer is not None and named and came_or_wanted(message, answer.words):
        return False
    if answer is not None and answer.value == "":
        ask_anew(talk, slot)
        return True
    if answer is not None and answer.value != frame.slots[slot.name] and slot.type is not SlotType.IMAGES:
        _set(talk, frame, slot, answer.value)
        return True
    if slot.type is not SlotType.ORDER:
        return False
    return _another_order(talk, slot, message)


def _change_silently(talk: Talk, frame: Frame, slot: Slot, message: Message, *, other: bool) -> bool:
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
    if answer.value == "":  # 台灯别退, of the lamp that was to be returned: what else is asked
        ask_anew(talk, slot)
    elif answer.value != frame.slots[slot.name]:  # else it was only said again: 就是质量问题
        _set(talk, frame, slot, answer.value)
    return True


def _said_silently(talk: Talk, frame: Frame, slot: Slot, message: Message, *, other: bool) -> Answer | None:
    """What the message says about a slot that is filled, if it may say so here without 不对."""
    match slot.type:
        case SlotType.NUMBER if frame.asking == CONFIRM:
            return read_mention(talk, slot, message) or read_answer(talk, slot, message)
        case SlotType.ADDRESS if frame.asking == CONFIRM or PHONES in frame.slots:
            alone = only_numbers(message.text) or bool(message.values("phone"))
            part = None if other and not alone else _part_of_address(talk, frame, slot, message)
            return read_mention(talk, slot, message) or part  # 10号 is a size in any other place
        case SlotType.ITEMS if not other and (frame.asking == CONFIRM or not _is_answer(talk, frame, message)):
            return _things(talk, frame, slot, message)
        case SlotType.VARIANT if frame.asking == CONFIRM:
            return read_mention(talk, slot, message) or read_answer(talk, slot, message)
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
    if not is_address(message) or SlotType.PHONE not in {one.type for one in slots_needed(talk, frame)}:
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
        return alone and claim(talk, message, asked=False) and _another_order(talk, slot, message)
    if answer.value != frame.slots[slot.name]:
        _set(talk, frame, slot, answer.value)
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


def _set(talk: Talk, frame: Frame, slot: Slot, value: JsonValue) -> None:
    talk.note(f"{slot.name} is corrected")
    if slot.type is SlotType.VARIANT:
        value = combined(talk, slot, str(frame.slots[slot.name]), str(value))
    if not _refused(talk, frame, slot, value):
        _rewind(talk)
        if slot.type is SlotType.ITEMS:
            _forget_evidence(talk, str(frame.slots[slot.name]), str(value))
        if slot.type is not SlotType.ORDER:  # 不对，是台灯那单; 不对，是杯子那单; … leads nowhere, another phone does
            talk.change(replace(talk.state.frames[-1], questions=0))
        accept(talk, slot, value)


def _forget_evidence(talk: Talk, before: str, now: str) -> None:
    """不对 是台灯: the photos of 四件套, and what it was to be paid back, say nothing about the lamp."""
    frame, order = talk.state.frames[-1], context.order_in_talk(talk)
    if order is not None and not about_same(talk.book, order, before, now):
        own = evidence(talk, frame)
        talk.change(replace(frame, slots={name: one for name, one in frame.slots.items() if name not in own}))


def _refused(talk: Talk, frame: Frame, slot: Slot, value: JsonValue) -> bool:
    """A new value that does not hold is told so, and leaves the old one where it is."""
    if slot.require is None:
        return False
    talk.change(replace(frame, slots={**frame.slots, slot.name: value}))
    holds = slot.require.holds(context.build(talk))
    if not holds:
        talk.note(f"the new {slot.name} does not hold: the old one stays")
        talk.reach(question(slot.name, Question.OTHERWISE))
        say_reply(talk, slot.otherwise)
    talk.change(frame)
    return not holds


def _another_order(talk: Talk, slot: Slot, message: Message) -> bool:
    """Another order is meant, but not yet which: ask, and keep the old one until it is known."""
    if claim(talk, message, asked=False):
        talk.note("another order, to be verified")
    elif not says_other(message):
        return False
    ask_anew(talk, slot)
    return True


def ask_anew(talk: Talk, slot: Slot) -> None:
    """Ask for a slot that was answered; the old value counts until the new one is there."""
    _rewind(talk)
    talk.change(replace(talk.state.frames[-1], asking=slot.name, tries=0))


def _rewind(talk: Talk) -> None:
    """Go back to what was done or said last, never over it: other slots and steps may be needed now."""
    frame = talk.state.frames[-1]
    if frame.kind is not FrameKind.FLOW:
        return
    talk.change(replace(frame, step=frame.settled, asking="", tries=0))
