"""Hearing the answer to the open question: a slot, a yes or no, or which of the intents offered."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Final

from bot.core.conversation import Frame, FrameKind
from bot.dialogue.answers import complete, read_answer, read_mention
from bot.dialogue.asking import CONFIRM
from bot.dialogue.choosing import hear_choice
from bot.dialogue.collect import accept, slot_of, slots_needed, take_mentions
from bot.dialogue.confirming import hear_confirmation
from bot.dialogue.corrections import is_correction
from bot.dialogue.facts_told import keep_fact
from bot.dialogue.languages import VERY_SURE
from bot.dialogue.order_items import orders_of
from bot.dialogue.order_slot import all_of_it, choose, claim, each_of_them, insist, narrow, none_of_these
from bot.dialogue.order_words import (
    NONE_OF_THESE,
    bound_number,
    narrowed,
    says_other,
    without_labels,
)
from bot.dialogue.questions import QUESTION, is_question
from bot.dialogue.second_wish import hear_rest
from bot.dialogue.starting import start, tells_again
from bot.dialogue.text_answers import is_printed
from bot.dialogue.turn import BESIDE, BINDING, Talk
from bot.dialogue.understanding import Answer, Message, Reading, match_text, meant, message_of
from bot.dialogue.volunteering import also_said, gives_order, is_only_a_phone, picks_later, tells_a_code
from bot.dialogue.waiting_below import start_behind_label
from bot.scripts.book import POLITE, Intent
from bot.scripts.slots import FREE_TEXT, Slot, SlotType
from intents import exact_option

_WRITTEN: Final = FREE_TEXT | {SlotType.VARIANT}  # what is wanted may sound like a wish of its own: 白色的
_WORDED: Final = FREE_TEXT | {SlotType.CHOICE}  # no number is an answer to these
_YES_NO: Final = frozenset({"affirm", "deny"})
_CHANGE_OF_MIND: Final = re.compile(
    r"^\W*(?:算了|还是|等等|等下|不用了|不换了|不改了|actually|never ?mind|forget it|wait)", re.IGNORECASE
)
_MONEY_BACK: Final = re.compile(r"退钱|退款|部分退|退(?:一半|一部分|我?\s*\d)|\b(?:refund|money back)\b", re.IGNORECASE)


def hear_answer(talk: Talk, message: Message, reading: Reading) -> bool:
    """Take the message as the answer to the open question. False when it is none; nothing has changed then."""
    frame = talk.top
    if frame is None:
        return False
    if frame.kind is FrameKind.ASK_WHICH:
        return hear_choice(talk, frame, message, reading)
    if frame.asking == CONFIRM:
        return hear_confirmation(talk, frame, message, reading)
    if not frame.asking:
        return False
    return _fill(talk, frame, slot_of(talk, frame.asking), message, reading)


def _fill(talk: Talk, frame: Frame, slot: Slot, message: Message, reading: Reading) -> bool:
    if slot.type is SlotType.ORDER and _prove(talk, frame, slot, message, reading):
        return True
    if slot.type in _WORDED and not without_labels(message) and gives_order(talk, frame, message):
        return True
    answer = read_answer(talk, slot, message)
    if slot.type is SlotType.ORDER and _another(talk, slot, answer, message):
        return True
    if (answer is None or slot.type in FREE_TEXT) and picks_later(talk, frame, message):
        return True
    if answer is None or _is_none(talk, frame, slot, answer, message, reading):
        return gives_order(talk, frame, message) or also_said(talk, frame, message, reading)
    _take(talk, frame, slot, answer, message, reading)
    return True


def _take(talk: Talk, frame: Frame, slot: Slot, answer: Answer, message: Message, reading: Reading) -> None:
    """The slot has its value; what else the message says is heard as well."""
    if slot.type is SlotType.ORDER:
        choose(talk, slot, str(answer.value), message)
    else:
        accept(talk, slot, answer.value)
    talk.note(f"{slot.name} = {answer.value!r}")
    if _turns_over(talk, slot, answer, message) or not complete(talk, slot, answer.value):
        return
    rest = _rest(talk, slot, answer, message)
    take_mentions(talk, slots_needed(talk, talk.state.frames[-1]), rest, spent=answer.words or _used_up(slot, message))
    if slot.type is SlotType.ORDER and is_question(message):
        start(talk, _others(talk, frame, reading), message)
    else:
        _answer_beside(talk, frame, answer, message)


def _turns_over(talk: Talk, slot: Slot, answer: Answer, message: Message) -> bool:
    """整单都不要了, asked what to take back, is a wish of its own: it takes the place of what was asked about."""
    picked = (
        next((one for one in slot.options if one.id == answer.value), None) if slot.type is SlotType.CHOICE else None
    )
    if picked is None or not picked.starts:
        return False
    at = len(talk.state.frames) - 1
    start(talk, [talk.pack.intents[picked.starts]], message)
    talk.state = replace(talk.state, frames=(*talk.state.frames[:at], *talk.state.frames[at + 1 :]))
    return True


def _is_none(talk: Talk, frame: Frame, slot: Slot, answer: Answer, message: Message, reading: Reading) -> bool:
    """Whether what was read is no answer after all: 好 is no text, and what only sounds like one may mean another."""
    if slot.type in FREE_TEXT - {SlotType.ADDRESS} and _says_only(talk, reading, frozenset({"affirm"})):
        return True
    if slot.type is SlotType.CHOICE and _only_yes_or_no(talk, slot, message, reading):
        return True
    if is_only_a_phone(talk, frame, slot, message):
        return True
    return not answer.sure and (_objects(slot, message) or _means_other(talk, frame, slot, message, reading))


def _says_only(talk: Talk, reading: Reading, engines: frozenset[str]) -> bool:
    said = {one.engine for one in meant(talk, reading)}
    return bool(said) and said <= engines


def _only_yes_or_no(talk: Talk, slot: Slot, message: Message, reading: Reading) -> bool:
    """好 is like 质量不好, 不用了 sounds like 用不了, and neither tells anything, unless an option has the word."""
    if message.press is not None or not _says_only(talk, reading, _YES_NO):
        return False
    words = {one.id: (one.title, *one.match, *one.answer) for one in slot.options}
    exact = exact_option(message.text, words)
    return exact is None and read_mention(talk, slot, message) is None


def _objects(slot: Slot, message: Message) -> bool:
    """不是 是台灯, asked for the reason, sounds like one and objects to something else."""
    return slot.type is SlotType.CHOICE and is_correction(message)


def _rest(talk: Talk, slot: Slot, answer: Answer, message: Message) -> Message:
    """What an answer leaves of a message: the 1 that picked an order from a list is no price as well."""
    if answer.words and answer.words in message.text:
        return message_of(talk, message.text.replace(answer.words, " ", 1), photos=message.photos)
    used_up = answer.sure and not answer.words and slot.type not in FREE_TEXT
    return replace(message, text="", entities=()) if used_up else message


def _used_up(slot: Slot, message: Message) -> str:
    """The words that answer nothing else. 客服三天没回我, told as what happened, also says whom it is about."""
    return "" if slot.type in FREE_TEXT else message.text


def _another(talk: Talk, slot: Slot, answer: Answer | None, message: Message) -> bool:
    """另一单 is no order yet: which one is still the question, now of all orders and not only of the likely ones."""
    none = answer is not None and answer.value == NONE_OF_THESE
    if not none and (answer is not None or not says_other(message)):
        return False
    if none or narrowed(talk, slot):
        none_of_these(talk, slot)
    return True


def _prove(talk: Talk, frame: Frame, slot: Slot, message: Message, reading: Reading) -> bool:
    """Asked for an order: number and digits of one that is not the customer's yet, or "none of these"."""
    if tells_a_code(talk, frame, message):
        return True
    if claim(talk, message, asked=True):
        if len(without_labels(message)) >= BESIDE:
            start(talk, _questions(talk, frame, reading), message)
        return True
    named = says_other(message) or bound_number(talk, message) is not None  # XM1002 别弄错了
    if bool(reading.matches) and {one.engine for one in meant(talk, reading)} == {"affirm"} and insist(talk, slot):
        return True
    if not named and all_of_it(talk, slot, message):
        take_mentions(talk, slots_needed(talk, talk.state.frames[-1]), message)
        return True
    if not named and each_of_them(talk, slot, message):
        return True
    if not named and read_answer(talk, slot, message) is None and narrow(talk, slot, message):
        return True
    named = named or read_answer(talk, slot, message) is not None  # no, I meant the lamp
    denied = not named and any(intent.engine == "deny" for intent in meant(talk, reading))
    if denied and BINDING not in frame.slots and orders_of(talk):
        none_of_these(talk, slot)
        return True
    return False


def _answer_beside(talk: Talk, frame: Frame, answer: Answer, message: Message) -> None:
    """质量问题，那运费谁出: the rest of an answer may be a question, which is answered before the next one is put."""
    rest = message.text.replace(answer.words, "", 1).strip() if answer.words else ""
    slot = talk.pack.slots.get(frame.asking)
    if slot is not None and slot.type is SlotType.CHOICE:
        keep_fact(talk, message)
    if slot is not None and hear_rest(talk, slot, answer, message):
        return
    if slot is not None and slot.type is SlotType.ADDRESS and start_behind_label(talk, message):
        return
    if slot is not None and slot.type is SlotType.ADDRESS:  # 改到 leads up to it, and is no rest
        rest = message.text.partition(answer.words)[2].strip() if answer.words else ""
    again = read_mention(talk, slot, message_of(talk, rest)) if slot is not None else None
    if len(rest) >= BESIDE and (again is None or QUESTION.search(rest)):  # 不喜欢 颜色不好看 says one thing twice
        told = match_text(talk, rest)
        other = [one for one in meant(talk, told) if one.flow and one.id != frame.intent]
        asked = other if slot is not None and slot.type in FREE_TEXT else []  # 今天能发吗, behind an address
        start(talk, [*_questions(talk, frame, told), *asked], message_of(talk, rest))


def _others(talk: Talk, frame: Frame, reading: Reading) -> list[Intent]:
    """台灯什么时候发, asked which order it is about: which, and a question of its own."""
    wanted = [one for one in meant(talk, reading) if not one.engine and one.part not in POLITE]
    return [one for one in wanted if one.id != frame.intent]


def _questions(talk: Talk, frame: Frame, reading: Reading) -> list[Intent]:
    """What is asked besides; not the matter under way and not mere politeness."""
    asked = [intent for intent in meant(talk, reading) if intent.reply and intent.part not in POLITE]
    return [intent for intent in asked if intent.id != frame.intent]


def _means_other(talk: Talk, frame: Frame, slot: Slot, message: Message, reading: Reading) -> bool:
    """Whether the message is clearly an intent of its own, and not just yes or no.

    What customers write about a fault (盖子拧不上) resembles the intents about faults: where any text is an answer,
    only a question, a very sure wish or a change of mind (算了，还是退货吧) is taken for something else.
    """
    others = [intent for intent in meant(talk, reading) if intent.id != frame.intent and intent.engine not in _YES_NO]
    if slot.type is SlotType.TEXT and not is_question(message):
        others = [intent for intent in others if not tells_again(talk, frame, intent)]
    instead = _CHANGE_OF_MIND.search(message.text) or _MONEY_BACK.search(message.text)
    sure = others and (reading.matches[0].confidence >= VERY_SURE or instead)
    asks = is_question(message)
    if is_printed(slot):  # 新年快乐, for a card, is no greeting
        others = [intent for intent in others if asks or (sure and (intent.flow or intent.needs))]
    elif slot.type in _WRITTEN and not sure:
        others = [intent for intent in others if not intent.flow and asks]
    return bool(others)
