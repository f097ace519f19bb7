"""Reading a slot's value out of a message: as the answer to its question, or said in passing.

A sure answer stands in the customer's words. One that is not sure (a likeness, a number among other words, any text
at all) gives way to a message that clearly means something else.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from typing import Final

from bot.core.conversation import FrameKind, JsonValue
from bot.dialogue import order_things, order_words, variants
from bot.dialogue.address_answers import address_told, read_address
from bot.dialogue.amounts import number_asked, number_mentioned
from bot.dialogue.phones_said import phones_meant
from bot.dialogue.text_answers import read_text, text_told
from bot.dialogue.turn import PHONES, Talk
from bot.dialogue.understanding import Answer, Message
from bot.scripts.slots import Option, Slot, SlotType
from intents import best_option, exact_option, normalize

MOST_PHOTOS: Final = 9  # photos of an images slot that sets no maximum
_SOUNDS_ALIKE: Final = 0.95  # likeness of a word that is written otherwise and sounds the same: 不洗欢
_HEARD: Final = 6  # characters of a message that is nothing but such a word
_CUT_SHORT: Final = re.compile(r"1[3-9]\d{1,8}")  # a mobile number of which digits are missing
_PHONE: Final = re.compile(r"\+?\d[\d\s-]{5,18}\d")
_NOT: Final = re.compile(r"(?:(?<!是)不是|并不是|不算|(?<!有)没有?|不|别|非|not|isn't|no)\s*$")  # 有没有 asks
_LEAST_WAYBILL: Final = 8  # characters


def read_answer(talk: Talk, slot: Slot, message: Message) -> Answer | None:
    """The answer to this slot's open question; None when the message has none that is valid."""
    name, _, pressed = (message.press or "").partition(":")
    if name == slot.name and (value := pressed_value(talk, slot, pressed)) is not None:
        return Answer(value=value)
    return _ASKED[slot.type](talk, slot, message)


def read_mention(talk: Talk, slot: Slot, message: Message) -> Answer | None:
    """A value for this slot that the customer said without being asked; always sure.

    An option that starts another flow is only picked where it is asked for.
    """
    reader = _MENTIONED.get(slot.type)
    answer = reader(talk, slot, message) if reader else None
    starting = [one.id for one in slot.options if one.starts] if answer is not None else []
    return None if answer is not None and answer.value in starting else answer


def pressed_value(talk: Talk, slot: Slot, choice: str) -> str | None:
    """The value that the button `slot:choice` stands for; None when there is no such button."""
    match slot.type:
        case SlotType.ITEMS:
            return order_things.thing_pressed(talk, slot, choice)
        case SlotType.VARIANT:
            return variants.variant_pressed(talk, slot, choice)
    return choice if any(option.id == choice for option in slot.options) else None


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
        case SlotType.ITEMS:
            return order_things.things_fit(talk, slot, value)
        case _:
            return value not in (None, "")


def denied(option: Option, text: str) -> bool:
    """Whether the customer says that it is not this: 不是质量问题."""
    text = normalize(text).text
    words = (normalize(word).text for word in (option.title, *option.match))
    return any(_denies(text, found) for word in words if len(word) > 1 for found in _places(word, text))


def _choice(talk: Talk, slot: Slot, message: Message) -> Answer | None:
    mentioned = _choice_mentioned(talk, slot, message)
    if mentioned is not None or not message.text:
        return mentioned
    answered = exact_option(message.text, {one.id: one.answer for one in slot.options})
    if answered is not None:
        return Answer(value=answered)
    words = {option.id: (option.title, *option.match) for option in slot.options if not denied(option, message.text)}
    picked = exact_option(message.text, words)
    if picked is not None:
        return Answer(value=picked)
    short = 1 < len(normalize(message.text).text) <= _HEARD  # 好 is not 质量不好
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
    """The words of an option that stand in a normalised text and are not denied there, as they stand there."""
    words = (normalize(word).text for word in (option.title, *option.match))
    found = (one for word in words if len(word) > 1 for one in _places(word, text))
    return [one.group() for one in found if not _denies(text, one)]


def _denies(text: str, found: re.Match[str]) -> bool:
    return _NOT.search(text[: found.start()]) is not None


def _places(word: str, text: str) -> list[re.Match[str]]:
    """Where a word stands; in a hurry it wont turn on, without the apostrophe."""
    written = re.escape(word).replace("'", "'?")
    return list(re.finditer(rf"(?<![a-z]){written}(?![a-z])" if word.isascii() else written, text))


def _phone(talk: Talk, slot: Slot, message: Message) -> Answer | None:
    """A number; or 第二个, where which of two was asked."""
    mentioned = _phone_mentioned(talk, slot, message)
    if mentioned is not None:
        return mentioned
    asked = talk.top.slots.get(PHONES) if talk.top else None
    offered: dict[str, tuple[str, ...]] = {str(one): () for one in asked} if isinstance(asked, list) else {}
    picked = exact_option(message.text, offered) if len(offered) > 1 else None
    if picked is not None:
        return Answer(value=picked)
    found = _PHONE.fullmatch(normalize(message.text).text.strip())
    digits = re.sub(r"\D", "", found.group()) if found else ""
    return Answer(value=digits) if digits and not _CUT_SHORT.fullmatch(digits) else None


def _phone_mentioned(_talk: Talk, _slot: Slot, message: Message) -> Answer | None:
    phones, meant = message.values("phone"), phones_meant(message.text)
    if not phones or len(meant) > 1:
        return None
    one = next((phone for phone in phones if phone.value in meant), phones[0])
    return Answer(value=str(one.value), words=one.text)


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
    SlotType.NUMBER: number_asked,
    SlotType.TEXT: read_text,
    SlotType.ADDRESS: read_address,
    SlotType.PHONE: _phone,
    SlotType.IMAGES: _images,
    SlotType.PRODUCT: _product,
    SlotType.TRACKING: _tracking,
    SlotType.ITEMS: order_things.things_asked,
    SlotType.VARIANT: variants.variant_asked,
}

_MENTIONED: Final[Mapping[SlotType, _Reader]] = {
    SlotType.ORDER: order_words.order_named,
    SlotType.CHOICE: _choice_mentioned,
    SlotType.NUMBER: number_mentioned,
    SlotType.PHONE: _phone_mentioned,
    SlotType.TEXT: text_told,
    SlotType.ADDRESS: address_told,
    SlotType.IMAGES: _images,
    SlotType.PRODUCT: _product_mentioned,
    SlotType.TRACKING: _tracking_mentioned,
    SlotType.ITEMS: order_things.things_named,
    SlotType.VARIANT: variants.variant_told,
}
