"""Who calls a person whatever is under way: 人工 in any words, and matters that no bot should touch.

A customer who tells of an injury does not wait for the bot's question to be over, and is not always understood for
sure: a few words mean it wherever they stand, and what leans towards a grave matter is taken for one. Calling a person
for nothing is the safe mistake.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Final

from bot.core.actions import HandOffReason
from bot.core.conversation import FrameKind
from bot.dialogue.addresses import is_address
from bot.dialogue.answers import read_mention
from bot.dialogue.collect import slots_needed
from bot.dialogue.handoff import hand_off
from bot.dialogue.signs import signed, without_harmless
from bot.dialogue.starting import PERSON, start
from bot.dialogue.turn import Talk
from bot.dialogue.understanding import Message, Reading, likely, meant
from bot.scripts.book import POLITE, Intent, Part
from bot.scripts.slots import FREE_TEXT, Slot, SlotType
from intents import normalize
from intents.names import is_person
from intents.pinyin import sound

_LEANING: Final = 0.45  # confidence of all grave intents together; no other message of the shop's data came near it
_OFFERED: Final = 0.2  # confidence of a grave intent among others to be offered; 枕头变形了 and 会漏电吗 have less
_GRAVEST: Final = 0.35  # confidence of a grave first candidate of what would go to a person anyway
_HEARD: Final = 4  # characters of a word that is known by its sound alone: 消费者斜会
_NOT: Final = r"(?<!不用)(?<!不要)(?<!不想)(?<!无需)(?<!别)"  # before a wish for a person: 不用转人工
_FEWEST_LETTERS: Final = 3  # of words that threaten with anything
_CHINESE: Final = re.compile(rf"[㐀-鿿]{{{_HEARD},}}")


def call_person(talk: Talk, message: Message, reading: Reading) -> bool:
    """Hand over to a person if one is asked for or the matter is grave; False otherwise."""
    if message.press == "human":
        hand_off(talk, HandOffReason.ASKED, ask=message.text or message.pressed)
        return True
    slot = talk.pack.slots.get(talk.top.asking) if talk.top else None
    if (slot is not None and _picks_an_option(talk, slot, message)) or _names_an_option(talk, message):
        return False
    if _is_a_label(talk, message):
        reading = Reading()
    engines = {intent.engine: intent.id for intent in meant(talk, reading)} | _always(talk, message)
    engines |= _leaning(talk, slot, message, reading)
    if slot is None or slot.type is not SlotType.ADDRESS or not is_address(message):
        engines |= _grave(talk, reading)
    if slot is None or slot.type not in FREE_TEXT:
        engines |= _likely(talk, reading)
    for engine, reason in PERSON.items():
        if engine in engines:
            about = _about(talk, reading) if reason is HandOffReason.ASKED else ""
            hand_off(talk, reason, ask=message.text, intent=about or engines[engine])
            return True
    return False


def hear_threat(talk: Talk, message: Message, reading: Reading) -> bool:
    """赔我1000不然发抖音, as the text of a greeting card, is a threat and no text."""
    frame = talk.top
    told = {match.intent for match in reading.matches if sum(map(str.isalpha, match.text)) >= _FEWEST_LETTERS}
    threats = [one for one in meant(talk, reading) if one.part is Part.THREAT and one.id in told]
    if frame is None or not threats or any(one.intent == threats[0].id for one in talk.state.frames):
        return False
    start(talk, threats[:1], message)
    return True


def _is_a_label(talk: Talk, message: Message) -> bool:
    """赵敏 13511112222, for a new address, is a receiver and no allergy (过敏)."""
    top = talk.top
    if top is None or all(slot.type is not SlotType.ADDRESS for slot in slots_needed(talk, top)):
        return False
    rest = message.text
    for entity in message.values("phone"):
        rest = rest.replace(entity.text, "")
    return is_person(rest.strip(" \n,，"))


def _about(talk: Talk, reading: Reading) -> str:
    """What else the message that calls a person says: 收到的杯子碎了，找人工."""
    return next((one.id for one in meant(talk, reading) if not one.engine and one.part not in POLITE), "")


def _picks_an_option(talk: Talk, slot: Slot, message: Message) -> bool:
    """个人, asked whether the invoice is for a person or a company, calls nobody."""
    answer = read_mention(talk, slot, message) if slot.type is SlotType.CHOICE else None
    return answer is not None and answer.words == normalize(message.text).text


def _names_an_option(talk: Talk, message: Message) -> bool:
    """The same word, said before or after its question: the title of an option that a flow under way asks for."""
    text = normalize(message.text).text
    flows = [frame for frame in talk.state.frames if frame.kind is FrameKind.FLOW]
    options = (option for frame in flows for slot in slots_needed(talk, frame) for option in slot.options)
    return any(normalize(option.title).text == text for option in options)


def _likely(talk: Talk, reading: Reading) -> dict[str, str]:
    """Not sure, but a person is the likeliest meaning. A complaint told on request may be full of 客服 and 经理."""
    return {one.engine: one.id for one in likely(talk, reading)[:1]}


def _grave(talk: Talk, reading: Reading) -> dict[str, str]:
    """Among the likely meanings a grave one is enough, whatever is under way: nobody is asked whether it is grave.

    我怀孕了用这个会不会有事, at 确认取消吗, is no answer to that question either.
    """
    if talk.top is None and (leaning := _not_understood_but_grave(talk, reading)):
        return leaning
    asked = likely(talk, reading)
    surely = {one.intent for one in reading.matches[0].candidates if one.confidence >= _OFFERED} if asked else set()
    return {one.engine: one.id for one in asked if one.engine == "sensitive" and one.id in surely}


def _not_understood_but_grave(talk: Talk, reading: Reading) -> dict[str, str]:
    """What nobody is sure of goes to a person anyway; if it sounds gravest of all, to the one for grave matters."""
    if reading.answered or reading.asked or len(reading.matches) != 1:
        return {}
    first = next(iter(reading.matches[0].candidates), None)
    if first is None or first.confidence < _GRAVEST or _engine(talk, first.intent) != "sensitive":
        return {}
    return {"sensitive": first.intent}


def _leaning(talk: Talk, slot: Slot | None, message: Message, reading: Reading) -> dict[str, str]:
    """小孩误食了, which is half an injury and half a question about safety; not the address of a hospital."""
    if slot is not None and slot.type is SlotType.ADDRESS and is_address(message):
        return {}
    for match in reading.matches:
        grave = [one for one in match.candidates if _engine(talk, one.intent) == "sensitive"]
        if sum(one.confidence for one in grave) >= _LEANING:
            talk.note(f"{match.text!r} leans towards {grave[0].intent}")
            return {"sensitive": grave[0].intent}
    return {}


def _engine(talk: Talk, name: str) -> str:
    intent = talk.pack.intents.get(name)
    return intent.engine if intent is not None else ""


def _always(talk: Talk, message: Message) -> dict[str, str]:
    """Intents whose words need no understanding: 再不处理就打12315. Long ones are heard as well: 消费者斜会."""
    text = normalize(without_harmless(talk.pack, message.text)).text
    heard = sound(text)
    signs = signed(talk.pack, message.text)
    return {
        intent.engine: intent.id
        for intent in talk.pack.intents.values()
        if intent.engine in PERSON and (intent in signs or (intent.always and _says(intent, text, heard)))
    }


def _says(intent: Intent, text: str, heard: str) -> bool:
    spoken, sounds = _words(intent.always, wish=intent.engine == "handoff")
    return spoken.search(text) is not None or (sounds is not None and sounds.search(heard) is not None)


@lru_cache(maxsize=16)
def _words(words: tuple[str, ...], *, wish: bool) -> tuple[re.Pattern[str], re.Pattern[str] | None]:
    """Any of these words, not within a longer one or a number; and the long Chinese ones as they sound."""
    plain = [normalize(word).text for word in words]
    before = _NOT if wish else ""
    spoken = re.compile(rf"{before}(?<![a-z0-9])(?:{'|'.join(map(re.escape, plain))})(?![a-z0-9])")
    sounds = [sound(word) for word in plain if _CHINESE.fullmatch(word)]
    denied = re.sub(r"[一-龥]+", lambda found: sound(found.group()), before)
    return spoken, re.compile(f"{denied}(?:{'|'.join(map(re.escape, sounds))})") if sounds else None
