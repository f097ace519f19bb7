"""Hearing the answer to the open question: a slot, a yes or no, or which of the intents offered."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Final

from bot.core.actions import HandOffReason
from bot.core.conversation import Frame, FrameKind
from bot.dialogue.answers import complete, read_answer, read_mention
from bot.dialogue.asking import CONFIRM
from bot.dialogue.collect import accept, filled, slot_of, slots_needed, take_mentions
from bot.dialogue.confirming import hear_confirmation
from bot.dialogue.corrections import is_correction
from bot.dialogue.facts_told import keep_fact, keep_story
from bot.dialogue.handoff import hand_off
from bot.dialogue.languages import VERY_SURE
from bot.dialogue.order_items import orders_of
from bot.dialogue.order_slot import all_of_it, choose, claim, each_of_them, insist, narrow, none_of_these
from bot.dialogue.order_words import (
    NONE_OF_THESE,
    bound_number,
    claimed,
    narrowed,
    says_other,
    without_labels,
)
from bot.dialogue.second_wish import hear_rest
from bot.dialogue.starting import start, tells_again
from bot.dialogue.text_answers import is_printed
from bot.dialogue.turn import BESIDE, BINDING, MAX_WORDS, Talk
from bot.dialogue.understanding import (
    QUESTION,
    Answer,
    Message,
    Reading,
    is_question,
    match_text,
    meant,
    message_of,
)
from bot.scripts.book import FREE_TEXT, POLITE, Intent, Slot, SlotType
from intents import best_option

_WRITTEN: Final = FREE_TEXT | {SlotType.VARIANT}  # what is wanted may sound like a wish of its own: 白色的
_WORDED: Final = FREE_TEXT | {SlotType.CHOICE}  # no number is an answer to these
_ORDINAL: Final = 5  # characters of 第二个吧: so short, it is a choice before it is anything else
_YES_NO: Final = frozenset({"affirm", "deny"})
_A_WORD: Final = 8  # characters of a message that is an option's word and nothing else
_WORD_FOR_WORD: Final = 2.0  # beyond any likeness: only an option's own words remain
_NUMBERED: Final = re.compile(r"^\W*[\d一二三四五六七八九第]")
_FRAGMENT: Final = 3  # characters of a beginning that the next message may complete
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
        return _choose(talk, frame, message, reading)
    if frame.asking == CONFIRM:
        return hear_confirmation(talk, frame, message, reading)
    if not frame.asking:
        return False
    return _fill(talk, frame, slot_of(talk, frame.asking), message, reading)


def _fill(talk: Talk, frame: Frame, slot: Slot, message: Message, reading: Reading) -> bool:
    if slot.type is SlotType.ORDER and (
        _tells_a_code(talk, frame, message) or _prove(talk, frame, slot, message, reading)
    ):
        return True
    if slot.type in _WORDED and not without_labels(message) and _gives_order(talk, frame, message):
        return True
    answer = read_answer(talk, slot, message)
    if slot.type is SlotType.ORDER and _another(talk, slot, answer, message):
        return True
    if (answer is None or slot.type in FREE_TEXT) and _picks_later(talk, frame, message):
        return True
    bare_yes = slot.type in FREE_TEXT - {SlotType.ADDRESS} and _says_only(talk, reading, frozenset({"affirm"}))
    if (
        answer is None
        or bare_yes
        or (slot.type is SlotType.CHOICE and _only_yes_or_no(talk, slot, message, reading))
        or _only_a_phone(talk, frame, slot, message)
        or (not answer.sure and (_objects(slot, message) or _means_other(talk, frame, slot, message, reading)))
    ):
        return _gives_order(talk, frame, message) or _also_said(talk, frame, message, reading)
    if slot.type is SlotType.ORDER:
        choose(talk, slot, str(answer.value), message)
    else:
        accept(talk, slot, answer.value)
    talk.note(f"{slot.name} = {answer.value!r}")
    if _turns_over(talk, slot, answer, message):
        return True
    if not complete(talk, slot, answer.value):
        return True
    rest = _rest(talk, slot, answer, message)
    take_mentions(talk, slots_needed(talk, talk.state.frames[-1]), rest, spent=answer.words or _used_up(slot, message))
    if slot.type is SlotType.ORDER and is_question(message):
        start(talk, _others(talk, frame, reading), message)
    else:
        _answer_beside(talk, frame, answer, message)
    return True


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


def _says_only(talk: Talk, reading: Reading, engines: frozenset[str]) -> bool:
    said = {one.engine for one in meant(talk, reading)}
    return bool(said) and said <= engines


def _only_yes_or_no(talk: Talk, slot: Slot, message: Message, reading: Reading) -> bool:
    """好 is like 质量不好, 不用了 sounds like 用不了, and neither tells anything, unless an option has the word."""
    if message.press is not None or not _says_only(talk, reading, _YES_NO):
        return False
    words = {one.id: (one.title, *one.match, *one.answer) for one in slot.options}
    exact = best_option(message.text, words, cutoff=_WORD_FOR_WORD)
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
    """Number and digits of an order that is not the customer's yet, or "none of these"."""
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


def _only_a_phone(talk: Talk, frame: Frame, slot: Slot, message: Message) -> bool:
    """13912345678, asked how a parcel is to be delivered, is the phone that would be asked for next."""
    wanted = slot.type is SlotType.TEXT and any(one.type is SlotType.PHONE for one in slots_needed(talk, frame))
    return wanted and [message.text.strip()] == [entity.text for entity in message.values("phone")]


def _gives_order(talk: Talk, frame: Frame, message: Message) -> bool:
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


def _also_said(talk: Talk, frame: Frame, message: Message, reading: Reading) -> bool:
    """Not what was asked, but something that would have been asked next: 开线了, when asked which order.

    退货地址 has the word of an answer in it, and is a question all the same.
    """
    if any(intent.reply for intent in meant(talk, reading)) and not _only_an_address(talk, frame, message):
        return False
    taken = take_mentions(talk, slots_needed(talk, frame), message)
    talk.noted = bool(taken) or _names_thing(talk, frame, message)
    keep_story(talk, frame, message, taken)
    return talk.noted


def _names_thing(talk: Talk, frame: Frame, message: Message) -> bool:
    """台灯, asked what about the invoice: which of the two orders with a lamp is asked next, and of no other."""
    orders = [slot for slot in slots_needed(talk, frame) if slot.type is SlotType.ORDER and not slot.than]
    return any(not filled(talk, frame, slot) and narrow(talk, slot, message) for slot in orders)


def _tells_a_code(talk: Talk, frame: Frame, message: Message) -> bool:
    """A tax number, asked which order it is about, is no number of an order: a text of the flow says how it looks."""
    number, _ = claimed(talk, message, asked=True)
    texts = [slot for slot in slots_needed(talk, frame) if slot.type is SlotType.TEXT and slot.said is not None]
    told = [one for slot in texts if (one := read_mention(talk, slot, message)) is not None]
    if not number or not any(number in str(one.value).upper() for one in told):
        return False
    talk.noted = bool(take_mentions(talk, texts, message))
    return talk.noted


def _only_an_address(talk: Talk, frame: Frame, message: Message) -> bool:
    """5 Nanjing Road, Shanghai asks nothing, though it has the words of a question about how long it takes."""
    addresses = [slot for slot in slots_needed(talk, frame) if slot.type is SlotType.ADDRESS]
    found = [read_mention(talk, slot, message) for slot in addresses]
    return any(one is not None and len(message.text.strip()) - len(one.words) < BESIDE for one in found)


def _picks_later(talk: Talk, frame: Frame, message: Message) -> bool:
    """退款, or 换, asked what is wrong with it: word for word an option of what this flow asks next."""
    if message.press is not None or len(message.text) > _A_WORD or _NUMBERED.search(message.text):
        return False
    for slot in slots_needed(talk, frame):
        if slot.type is not SlotType.CHOICE or slot.name == frame.asking or filled(talk, frame, slot):
            continue
        words = {option.id: (option.title, *option.match) for option in slot.options}
        picked = best_option(message.text, words, cutoff=_WORD_FOR_WORD)
        if picked is not None:
            accept(talk, slot, picked)
            talk.note(f"{slot.name} = {picked!r}, which is asked later")
            talk.noted = True
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


def _choose(talk: Talk, frame: Frame, message: Message, reading: Reading) -> bool:
    """Which of the intents offered: by button, number or words. Another clear intent is taken instead."""
    chosen = _chosen(talk, frame, message, reading)
    if chosen is not None:
        talk.pop()
        said = "" if message.press or len(message.text) <= _ORDINAL else f"\n{message.text}"
        start(talk, [chosen], message_of(talk, f"{frame.utterance}{said}", photos=message.photos))
        return True
    clear = meant(talk, reading)
    if any(intent.engine == "cancel" for intent in clear):
        return False
    if {intent.engine for intent in clear} == {"affirm"}:
        talk.note("a yes says not which of them")
        return True
    if message.text and not without_labels(message):
        talk.note("a number says not which of them; it is kept for the one that was meant")
        talk.change(replace(frame, utterance=f"{frame.utterance}\n{message.text}"[:MAX_WORDS]))
        return True
    together = () if clear else meant(talk, match_text(talk, f"{frame.utterance}{message.text}"))
    told_more = len(message.text) > _ORDINAL and any(intent.id in frame.options for intent in together)
    if together and (told_more or len(frame.utterance) <= _FRAGMENT):  # 改, and then: 地址
        talk.pop()
        start(talk, together, message_of(talk, f"{frame.utterance}{message.text}", photos=message.photos))
        return True
    if any(intent.engine == "deny" for intent in clear) or not clear:
        hand_off(talk, HandOffReason.NOT_UNDERSTOOD, ask=frame.utterance)
        return True
    talk.pop()
    return False


def _chosen(talk: Talk, frame: Frame, message: Message, reading: Reading) -> Intent | None:
    if message.press in frame.options:
        name: str | None = message.press
    else:
        name = next((name for name in reading.answered if name in frame.options), None)
    if name is None and (not reading.answered or len(message.text) <= _ORDINAL):
        name = best_option(message.text, {one: (talk.pack.intents[one].title,) for one in frame.options})
    if name is None:
        return None
    talk.note(f"{name} was meant")
    return talk.pack.intents[name]
