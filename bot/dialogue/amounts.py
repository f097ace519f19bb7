"""Reading a number out of a message: a price, a weight, how many; not a date, and not an offer that is quoted."""

from __future__ import annotations

import re
from collections.abc import Sequence
from decimal import Decimal
from typing import Final

from bot.dialogue import context
from bot.dialogue.addresses import is_address
from bot.dialogue.codes import serials
from bot.dialogue.cues import CUES, beside
from bot.dialogue.telling import told
from bot.dialogue.turn import BESIDE, Talk
from bot.dialogue.understanding import Answer, Message, message_of
from bot.scripts.slots import Slot
from intents import normalize
from intents.entities import Entity, find_entities

_NUMBER: Final = re.compile(r"(?<![\dA-Za-z.第])(?!0\d)\d{1,9}(?:\.\d{1,2})?(?![\d.]|\s*[%折])")  # no 99 of XM0099
_PERCENT: Final = re.compile(r"(?<![\d.])(\d{1,2}|100)\s*(?:%|percent)")
_BARE: Final = re.compile(rf"{_NUMBER.pattern}(?!\s*(?:{CUES.not_an_amount.pattern}))")
_NO_AMOUNT: Final = re.compile(  # {{ 1 }}, -5, 1e3 and 三分之一 are no sum of money
    r"[{}<>=*^]|(?<![\dA-Za-z])[-−]\s*[¥$]?\s*\d|\d[eE]\d|\d\s*/\s*\d|分之"
)
_EITHER: Final = re.compile(rf"\d\D{{0,4}}(?:{CUES.or_else.pattern})\D{{0,3}}\d", re.IGNORECASE)  # 20元或者25元
_SPELLED: Final = 16  # characters of a number in Latin words: twenty five
_MONEY_SLOTS: Final = frozenset({"price", "amount"})
_MEASURES: Final = ("money", "height", "weight", "count")
_NO_CLAIMS: Final = ("promotion", "money_range")  # 满199减20 and 一百多块 name no amount that the customer means


def number_asked(talk: Talk, slot: Slot, message: Message) -> Answer | None:
    """The one number of the message; none of several, unless one has the unit that the slot is about."""
    share = _share(talk, slot, message)
    if share is not None or (slot.options and _PERCENT.search(normalize(message.text).text)):
        return share
    if slot.name in _MONEY_SLOTS and not _may_be_money(slot, message):
        return None
    numbers = _numbers(talk, slot, message)
    if len({value for value, _ in numbers}) != 1 or not _within(slot, numbers[0][0]):
        return None
    value, words = numbers[0]
    around = beside(CUES.beside_amount, message.text.replace(words, "", 1))
    return Answer(value=_whole(value), sure=len(around) <= BESIDE, words=words)


def number_mentioned(talk: Talk, slot: Slot, message: Message) -> Answer | None:
    """A measure of the slot's own kind in passing; for a price also a bare number: 改价，说好的50.

    Where the slot says which words tell it, no other number does: 破洞5厘米 names no sum.
    """
    if slot.said is not None:
        words = told(slot, message.text)
        return number_asked(talk, slot, message_of(talk, words)) if words else None
    if slot.name in _MONEY_SLOTS and not _may_be_money(slot, message):
        return None
    own = _measure(slot, message)
    if own is not None or slot.name not in _MONEY_SLOTS or message.values("money"):
        return own
    numbers = _BARE.findall(_without(_uncoded(talk, message), message.entities))
    if len(numbers) != 1 or not _within(slot, float(numbers[0])):
        return None
    return Answer(value=_whole(float(numbers[0])), words=numbers[0])


def is_number(text: str) -> bool:
    """Whether a text is a number and no more than what stands beside a sum: 五十, fifty, 30块吧."""
    plain = normalize(text).text
    alone = beside(CUES.beside_amount, _NUMBER.sub("", plain))
    return not alone or (bool(_spelled(text)) and len(alone) <= _SPELLED)


def _numbers(talk: Talk, slot: Slot, message: Message) -> list[tuple[float, str]]:
    """The numbers that may be meant and their words: with a unit, else bare, else spelled. 算了20 takes the 10 back."""
    kinds = ("money",) if slot.name in _MONEY_SLOTS else (slot.name,)
    own = [entity for entity in message.values(*kinds) if entity.kind in _MEASURES]
    measured = [
        (float(entity.value), entity.text) for entity in own or message.values(*_MEASURES) if _suits(slot, entity)
    ]
    claims = normalize(_without(_uncoded(talk, message), message.values(*_NO_CLAIMS))).text
    bare = _BARE if slot.name in _MONEY_SLOTS else _NUMBER
    plain = [(float(found.group()), found.group()) for found in bare.finditer(claims)]
    last = [plain[-1]] if len({value for value, _ in plain}) > 1 and _taken_back(talk, claims, plain[-1][1]) else []
    if measured and not last and _EITHER.search(claims):
        return plain
    return last or measured or plain or _spelled(message.text)


def _suits(slot: Slot, entity: Entity) -> bool:
    return slot.name not in _MONEY_SLOTS or entity.kind == "money"


def _spelled(text: str) -> list[tuple[float, str]]:
    """十五 and twenty have no unit: one is lent to them."""
    latin = text.isascii()
    if len(text) > (_SPELLED if latin else BESIDE):
        return []
    number = text if latin else beside(CUES.beside_amount, text)
    spoken = find_entities(f"{number}{' pieces' if latin else '个'}")
    return [(float(entity.value), text) for entity in spoken if entity.kind == "count"]


def _uncoded(talk: Talk, message: Message) -> str:
    """The text without the numbers of orders, and the four digits that prove one behind it: XM1003 2042 仅退款."""
    codes = {entity.text for entity in message.values("order_number")} | set(serials(message.text))
    codes |= {order.number for order in talk.facts.orders or () if order.number in message.text}
    every = "|".join(map(re.escape, sorted(codes, key=len, reverse=True)))
    return re.sub(rf"(?:{every})(?:\s*\d{{4}}(?!\d))?", "|", message.text) if codes else message.text


def _share(talk: Talk, slot: Slot, message: Message) -> Answer | None:
    """一半 and 50%, of what the pieces cost, where the slot says that such words are an amount."""
    if not slot.options:
        return None
    text = normalize(message.text).text
    shares = {1 / 100 * int(found[1]): found.group() for found in _PERCENT.finditer(text)}
    for option in slot.options:
        named = (normalize(word).text for word in (option.title, *option.match))
        shares |= {float(str(option.data["share"])): word for word in named if word in text and "share" in option.data}
    order = context.order_in_talk(talk)
    if len(shares) != 1 or order is None or any(char.isdigit() for char in _PERCENT.sub("", text)):
        return None
    share, words = next(iter(shares.items()))
    whole = Decimal(str(context.order_view(order, talk)["chosen_total"]))
    value = float(round(whole * Decimal(str(share)), 2))
    return Answer(value=_whole(value), words=words) if _within(slot, value) else None


def _taken_back(talk: Talk, text: str, last: str) -> bool:
    """20吧 不 50, 20改15: the word before the last number denies what stands before it."""
    before = text.rpartition(last)[0].rstrip(" ,，。对是")
    return any(before.endswith(word) for word in talk.pack.consent.no) or CUES.takes_back.search(before) is not None


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
