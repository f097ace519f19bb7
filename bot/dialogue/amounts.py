"""Reading a number out of a message: a price, a weight, how many; not a date, and not an offer that is quoted."""

from __future__ import annotations

import re
from collections.abc import Sequence
from decimal import Decimal
from typing import Final

from bot.dialogue import context
from bot.dialogue.addresses import is_address
from bot.dialogue.cues import CUES, beside
from bot.dialogue.turn import BESIDE, Talk
from bot.dialogue.understanding import Answer, Message
from bot.scripts.slots import Slot
from intents import normalize
from intents.entities import Entity, find_entities

_NUMBER: Final = re.compile(r"(?<![\d.])\d{1,9}(?:\.\d{1,2})?(?![\d.]|\s*[%折])")
_PERCENT: Final = re.compile(r"(?<![\d.])(\d{1,2}|100)\s*(?:%|percent)")
_BARE: Final = re.compile(rf"{_NUMBER.pattern}(?!\s*(?:{CUES.not_an_amount.pattern}))")
_NO_AMOUNT: Final = re.compile(r"[{}<>=*^]|(?<![\dA-Za-z])[-−]\s*[¥$]?\s*\d")  # {{ 1 }} and -5 are no sum of money
_SPELLED: Final = 16  # characters of a number in Latin words: twenty five
_MONEY_SLOTS: Final = frozenset({"price", "amount"})
_MEASURES: Final = ("money", "height", "weight", "count")
_NO_CLAIMS: Final = ("promotion", "money_range")  # 满199减20 and 一百多块 name no amount that the customer means


def number_asked(talk: Talk, slot: Slot, message: Message) -> Answer | None:
    """The one number of the message; none of several, unless one has the unit that the slot is about."""
    if slot.name in _MONEY_SLOTS and not _may_be_money(slot, message):
        return None
    share = _share(talk, slot, message)
    if share is not None or (slot.options and _PERCENT.search(normalize(message.text).text)):
        return share
    own = _measure(slot, message)
    if own is not None:
        return own
    kinds = ("money",) if slot.name in _MONEY_SLOTS else _MEASURES
    measured = [(float(entity.value), entity.text) for entity in message.values(*kinds)]
    claims = _without(message.text, message.values(*_NO_CLAIMS))
    plain = [(float(found.group()), found.group()) for found in _NUMBER.finditer(normalize(claims).text)]
    unit = " pieces" if message.text.isascii() else "个"  # 十五 and twenty have no unit: lend them one
    spoken = (
        find_entities(f"{message.text}{unit}")
        if len(message.text) <= (_SPELLED if message.text.isascii() else BESIDE)
        else ()
    )
    spelled = [(float(entity.value), message.text) for entity in spoken if entity.kind == "count"]
    numbers = measured or plain or spelled
    if len({value for value, _ in numbers}) > 1 and _taken_back(talk, message.text, numbers[-1][1]):
        numbers = numbers[-1:]
    if len({value for value, _ in numbers}) != 1 or not _within(slot, numbers[0][0]):
        return None
    value, words = numbers[0]
    around = beside(CUES.beside_amount, message.text.replace(words, "", 1))
    return Answer(value=_whole(value), sure=len(around) <= BESIDE, words=words)


def number_mentioned(_talk: Talk, slot: Slot, message: Message) -> Answer | None:
    """A measure of the slot's own kind in passing; for a price also a bare number: 改价，说好的50."""
    if slot.name in _MONEY_SLOTS and not _may_be_money(slot, message):
        return None
    own = _measure(slot, message)
    if own is not None or slot.name not in _MONEY_SLOTS or message.values("money"):
        return own
    numbers = _BARE.findall(_without(message.text, message.entities))
    if len(numbers) != 1 or not _within(slot, float(numbers[0])):
        return None
    return Answer(value=_whole(float(numbers[0])), words=numbers[0])


def _share(talk: Talk, slot: Slot, message: Message) -> Answer | None:
    """一半 and 50%, of what the pieces cost, where the slot says that such words are an amount."""
    if not slot.options:
        return None
    text = normalize(message.text).text
    told = {1 / 100 * int(found[1]): found.group() for found in _PERCENT.finditer(text)}
    for option in slot.options:
        named = (normalize(word).text for word in (option.title, *option.match))
        told |= {float(str(option.data["share"])): word for word in named if word in text and "share" in option.data}
    order = context.order_in_talk(talk)
    if len(told) != 1 or order is None or any(char.isdigit() for char in _PERCENT.sub("", text)):
        return None
    share, words = next(iter(told.items()))
    whole = Decimal(str(context.order_view(order, talk)["chosen_total"]))
    value = float(round(whole * Decimal(str(share)), 2))
    return Answer(value=_whole(value), words=words) if _within(slot, value) else None


def _taken_back(talk: Talk, text: str, last: str) -> bool:
    """20吧 不 50: the word before the last number denies what stands before it."""
    before = normalize(text).text.rpartition(last)[0].rstrip(" ,，。对是")
    return any(before.endswith(word) for word in talk.pack.consent.no)


def _without(text: str, entities: Sequence[Entity]) -> str:
    for entity in entities:
        text = text.replace(entity.text, "|")
    return text


def _may_be_money(slot: Slot, message: Message) -> bool:
    """Not -5, not {{ 1 }}, and not the 3 of 人民医院住院部3楼; nor as a price what is to come off it."""
    text = normalize(message.text).text
    if slot.name == "price" and CUES.by_how_much.search(text):
        return False
    return _NO_AMOUNT.search(text) is None and not is_address(message)


def _measure(slot: Slot, message: Message) -> Answer | None:
    kind = "money" if slot.name in _MONEY_SLOTS else slot.name
    entities = [entity for entity in message.values(kind) if kind in _MEASURES]
    if len(entities) != 1 or not _within(slot, float(entities[0].value)):
        return None
    return Answer(value=_whole(float(entities[0].value)), words=entities[0].text)


def _within(slot: Slot, value: float) -> bool:
    return (slot.min is None or value >= slot.min) and (slot.max is None or value <= slot.max)


def _whole(value: float) -> int | float:
    return int(value) if value == int(value) else value
