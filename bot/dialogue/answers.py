"""Reading a slot's value out of a message: as the answer to its question, or said in passing.

A sure answer stands in the customer's words. One that is not sure (a likeness, a number among other words, any text
at all) gives way to a message that clearly means something else.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from typing import Final

from bot.core.conversation import FrameKind, JsonValue
from bot.dialogue import order_words
from bot.dialogue.addresses import address_within, is_address
from bot.dialogue.telling import told
from bot.dialogue.turn import Talk
from bot.dialogue.understanding import Answer, Message
from bot.scripts.book import Option, Slot, SlotType
from intents import best_option, normalize
from intents.entities import find_entities

MOST_TEXT: Final = 1000  # characters of a text slot that sets no maximum
MOST_PHOTOS: Final = 9  # photos of an images slot that sets no maximum
_SHORT: Final = 4  # characters around a number that do not make it another matter: 就15吧
_SOUNDS_ALIKE: Final = 0.95  # likeness of a word that is written otherwise and sounds the same: 不洗欢
_HEARD: Final = 6  # characters of a message that is nothing but such a word
_WORD_FOR_WORD: Final = 2.0  # beyond any likeness: only an option's own words or its number (第二个) remain
_CUT_SHORT: Final = re.compile(r"1[3-9]\d{1,8}")  # a mobile number of which digits are missing
_PHONE: Final = re.compile(r"\+?\d[\d\s-]{5,18}\d")
_NUMBER: Final = re.compile(r"(?<![\d.])\d{1,9}(?:\.\d{1,2})?(?![\d.])")
_BARE: Final = re.compile(rf"{_NUMBER.pattern}(?!\s*(?:天|小时|分钟?|号|日|月|年|点|次|%|折|层|days?|hours?))")
_NO_AMOUNT: Final = re.compile(r"[{}<>=*^]|(?<![\d\w])[-−]\s*[¥$]?\s*\d")  # {{ 1 }} and -5 are no sum of money
_NOISE: Final = re.compile(r"[\W_]|元|块钱?|吧|呢|啊|就|是|要|大概|about|around|yuan")
_NOT: Final = re.compile(r"(?:不是|并不是|不算|没有?|不|别|非|not|isn't|no)\s*$")
_MONEY_SLOTS: Final = frozenset({"price", "amount"})
_LEAST_WAYBILL: Final = 8  # characters
_CODES: Final = ("tracking_number", "order_number", "phone")  # a text with one gives what was asked, and asks nothing
_MEASURES: Final = ("money", "height", "weight", "count")


def read_answer(talk: Talk, slot: Slot, message: Message) -> Answer | None:
    """The answer to this slot's open question; None when the message has none that is valid."""
    name, _, pressed = (message.press or "").partition(":")
    if name == slot.name and any(option.id == pressed for option in slot.options):
        return Answer(value=pressed)
    return _ASKED[slot.type](talk, slot, message)


def read_mention(talk: Talk, slot: Slot, message: Message) -> Answer | None:
    """A value for this slot that the customer said without being asked; always sure."""
    reader = _MENTIONED.get(slot.type)
    return reader(talk, slot, message) if reader else None


def complete(talk: Talk, slot: Slot, value: JsonValue) -> bool:
    """Whether a stored value still fills its slot: scripts, products and orders may have changed meanwhile."""
    match slot.type:
        case SlotType.IMAGES:
            return isinstance(value, list) and len(value) >= (slot.min or 1)
        case SlotType.CHOICE:
            return any(option.id == value for option in slot.options)
        case SlotType.PRODUCT:
            return value in talk.book.products
        case SlotType.ORDER:
            return any(order.number == value for order in talk.facts.orders or ())
        case _:
            return value not in (None, "")


def denied(option: Option, text: str) -> bool:
    """Whether the customer says that it is not this: 不是质量问题."""
    text = normalize(text).text
    words = (normalize(word).text for word in (option.title, *option.match))
    return any(_denies(text, at) for word in words if len(word) > 1 for at in _places(word, text))


def _choice(talk: Talk, slot: Slot, message: Message) -> Answer | None:
    mentioned = _choice_mentioned(talk, slot, message)
    if mentioned is not None or not message.text:
        return mentioned
    words = {option.id: (option.title, *option.match) for option in slot.options if not denied(option, message.text)}
    picked = best_option(message.text, words, cutoff=_WORD_FOR_WORD)
    if picked is not None:
        return Answer(value=picked)
    short = len(normalize(message.text).text) <= _HEARD
    alike = best_option(message.text, words, cutoff=_SOUNDS_ALIKE) if short else None
    if alike is not None:
        return Answer(value=alike)
    alike = best_option(message.text, words)
    return Answer(value=alike, sure=False) if alike else None


def _choice_mentioned(_talk: Talk, slot: Slot, message: Message) -> Answer | None:
    """The option with the longest word that stands in the message; None when two are named alike."""
    text = normalize(message.text).text
    found = [(len(word), option.id, word) for option in slot.options for word in _named(option, text)]
    if not found:
        return None
    longest = max(length for length, _, _ in found)
    ids = {option for length, option, _ in found if length == longest}
    if len(ids) > 1:
        return None
    return next(Answer(value=option, words=word) for length, option, word in found if length == longest)


def _named(option: Option, text: str) -> list[str]:
    """The words of an option that stand in a normalised text and are not denied there."""
    words = (normalize(word).text for word in (option.title, *option.match))
    return [word for word in words if len(word) > 1 and any(not _denies(text, at) for at in _places(word, text))]


def _denies(text: str, at: int) -> bool:
    return _NOT.search(text[:at]) is not None


def _places(word: str, text: str) -> list[int]:
    pattern = rf"(?<![a-z]){re.escape(word)}(?![a-z])" if word.isascii() else re.escape(word)
    return [found.start() for found in re.finditer(pattern, text)]


def _number(_talk: Talk, slot: Slot, message: Message) -> Answer | None:
    """The one number of the message; none of several, unless one has the unit that the slot is about."""
    if slot.name in _MONEY_SLOTS and not _may_be_money(message):
        return None
    own = _measure(slot, message)
    if own is not None:
        return own
    kinds = ("money",) if slot.name in _MONEY_SLOTS else _MEASURES
    measured = [(float(entity.value), entity.text) for entity in message.values(*kinds)]
    plain = [(float(found.group()), found.group()) for found in _NUMBER.finditer(normalize(message.text).text)]
    spoken = find_entities(f"{message.text}个") if len(message.text) <= _SHORT else ()  # 十五 has no unit: lend it one
    spelled = [(float(entity.value), message.text) for entity in spoken if entity.kind == "count"]
    numbers = measured or plain or spelled
    if len({value for value, _ in numbers}) != 1 or not _within(slot, numbers[0][0]):
        return None
    value, words = numbers[0]
    around = _NOISE.sub("", message.text.replace(words, "", 1))
    return Answer(value=_plain(value), sure=len(around) <= _SHORT, words=words)


def _number_mentioned(_talk: Talk, slot: Slot, message: Message) -> Answer | None:
    """A measure of the slot's own kind; for a price also a bare number that is nothing else: 改价，说好的50."""
    if slot.name in _MONEY_SLOTS and not _may_be_money(message):
        return None
    own = _measure(slot, message)
    if own is not None or slot.name not in _MONEY_SLOTS or message.values("money"):
        return own
    text = message.text
    for entity in message.entities:
        text = text.replace(entity.text, "|")
    numbers = _BARE.findall(text)
    if len(numbers) != 1 or not _within(slot, float(numbers[0])):
        return None
    return Answer(value=_plain(float(numbers[0])), words=numbers[0])


def _may_be_money(message: Message) -> bool:
    """Not -5, not {{ 1 }}, and not the 3 of 人民医院住院部3楼."""
    return _NO_AMOUNT.search(normalize(message.text).text) is None and not is_address(message)


def _measure(slot: Slot, message: Message) -> Answer | None:
    kind = "money" if slot.name in _MONEY_SLOTS else slot.name
    entities = [entity for entity in message.values(kind) if kind in _MEASURES]
    if len(entities) != 1 or not _within(slot, float(entities[0].value)):
        return None
    return Answer(value=_plain(float(entities[0].value)), words=entities[0].text)


def _within(slot: Slot, value: float) -> bool:
    return (slot.min is None or value >= slot.min) and (slot.max is None or value <= slot.max)


def _plain(value: float) -> int | float:
    return int(value) if value == int(value) else value


def _text(_talk: Talk, slot: Slot, message: Message) -> Answer | None:
    text = message.text.strip()
    if message.blank or len(text) < (slot.min or 1):
        return None
    return Answer(value=text[: int(slot.max or MOST_TEXT)], sure=bool(message.values(*_CODES)))


def _text_mentioned(_talk: Talk, slot: Slot, message: Message) -> Answer | None:
    """What the first sentence tells already: 放门口快递柜就好."""
    text = told(slot.name, message.text)[: int(slot.max or MOST_TEXT)]
    return Answer(value=text, words=text) if len(text) >= (slot.min or 1) else None


def _address(talk: Talk, slot: Slot, message: Message) -> Answer | None:
    """What says where or to whom, as a whole: 小孩误食了 and 小二介入 are no address."""
    return _text(talk, slot, message) if is_address(message) else None


def _address_mentioned(_talk: Talk, slot: Slot, message: Message) -> Answer | None:
    """An address: 改成杭州市西湖区文三路 1 号 张三 13800005555."""
    found = address_within(message)
    if len(found) < (slot.min or 1):
        return None
    return Answer(value=found[: int(slot.max or MOST_TEXT)], words=found)


def _phone(_talk: Talk, slot: Slot, message: Message) -> Answer | None:
    mentioned = _phone_mentioned(_talk, slot, message)
    if mentioned is not None:
        return mentioned
    found = _PHONE.fullmatch(normalize(message.text).text.strip())
    digits = re.sub(r"\D", "", found.group()) if found else ""
    return Answer(value=digits) if digits and not _CUT_SHORT.fullmatch(digits) else None


def _phone_mentioned(_talk: Talk, _slot: Slot, message: Message) -> Answer | None:
    phones = message.values("phone")
    return Answer(value=str(phones[0].value), words=phones[0].text) if phones else None


def _tracking(talk: Talk, slot: Slot, message: Message) -> Answer | None:
    """A waybill number; asked for, any long code that is neither an order of theirs nor a phone."""
    mentioned = _tracking_mentioned(talk, slot, message)
    if mentioned is not None:
        return mentioned
    other = {entity.text for entity in message.values("phone")}
    codes = [code for code in order_words.codes_in(message.text) if len(code) >= _LEAST_WAYBILL and code not in other]
    return _waybill(talk, message, codes)


def _tracking_mentioned(talk: Talk, _slot: Slot, message: Message) -> Answer | None:
    return _waybill(talk, message, [entity.text for entity in message.values("tracking_number")])


def _waybill(talk: Talk, message: Message, codes: Sequence[str]) -> Answer | None:
    """The one code that is not known already, after the courier's name: 中通 73120009876."""
    known = {text for order in talk.facts.orders or () for text in (order.number, order.tracking_number)}
    new = [code for code in dict.fromkeys(codes) if code not in known]
    if len(new) != 1:
        return None
    couriers = [entity.text for entity in message.values("courier")]
    named = couriers if len(couriers) == 1 and new[0].isdigit() else []
    return Answer(value=" ".join([*named, new[0]]), words=new[0])


def _images(talk: Talk, slot: Slot, message: Message) -> Answer | None:
    """The photos sent so far with those of this message; too few are kept by the caller, not taken."""
    have = talk.top.slots.get(slot.name) if talk.top else None
    photos = [*(have if isinstance(have, list) else []), *message.photos][: int(slot.max or MOST_PHOTOS)]
    return Answer(value=photos) if message.photos else None


def _product(talk: Talk, slot: Slot, message: Message) -> Answer | None:
    mentioned = _product_mentioned(talk, slot, message)
    if mentioned is not None or not message.text:
        return mentioned
    names = {product.id: (product.title, *product.aliases) for product in talk.book.products.values()}
    picked = best_option(message.text, names)
    return Answer(value=picked, sure=False) if picked else None


def _product_mentioned(talk: Talk, slot: Slot, message: Message) -> Answer | None:
    """The product named; of two to compare (保温杯和热水壶哪个好) each slot of the flow takes another."""
    named = [entity for entity in message.values("product") if entity.value in talk.book.products]
    top = talk.top
    flow = top.slots if top is not None and top.kind is FrameKind.FLOW else {}
    held = [value for name, value in flow.items() if name != slot.name]  # some are dicts: an order
    free = [entity for entity in named if entity.value not in held] or named
    return Answer(value=str(free[0].value), words=free[0].text) if free else None


_Reader = Callable[[Talk, Slot, Message], Answer | None]

_ASKED: Final[Mapping[SlotType, _Reader]] = {
    SlotType.ORDER: order_words.order_meant,
    SlotType.CHOICE: _choice,
    SlotType.NUMBER: _number,
    SlotType.TEXT: _text,
    SlotType.ADDRESS: _address,
    SlotType.PHONE: _phone,
    SlotType.IMAGES: _images,
    SlotType.PRODUCT: _product,
    SlotType.TRACKING: _tracking,
}

_MENTIONED: Final[Mapping[SlotType, _Reader]] = {
    SlotType.ORDER: order_words.order_named,
    SlotType.CHOICE: _choice_mentioned,
    SlotType.NUMBER: _number_mentioned,
    SlotType.PHONE: _phone_mentioned,
    SlotType.TEXT: _text_mentioned,
    SlotType.ADDRESS: _address_mentioned,
    SlotType.IMAGES: _images,
    SlotType.PRODUCT: _product_mentioned,
    SlotType.TRACKING: _tracking_mentioned,
}
