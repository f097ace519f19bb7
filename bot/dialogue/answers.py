"""Reading a slot's value out of a message: as the answer to its question, or said in passing.

A sure answer stands in the customer's words. One that is not sure (a likeness, a number among other words, any text
at all) gives way to a message that clearly means something else.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import Final

from bot.core.conversation import FrameKind, JsonValue
from bot.dialogue import context, order_things, order_words, variants
from bot.dialogue.addresses import address_within, is_address, without_question
from bot.dialogue.amounts import number_asked, number_mentioned
from bot.dialogue.chinese_receiving import is_receiver
from bot.dialogue.receiving import new_phone, new_receiver, parted
from bot.dialogue.relabelling import has_wrong_phone, relabelled
from bot.dialogue.telling import besides, told
from bot.dialogue.turn import Talk
from bot.dialogue.understanding import Answer, Message, match_text, meant
from bot.scripts.book import Option, Slot, SlotType
from intents import best_option, normalize

MOST_TEXT: Final = 1000  # characters of a text slot that sets no maximum
MOST_PHOTOS: Final = 9  # photos of an images slot that sets no maximum
_SOUNDS_ALIKE: Final = 0.95  # likeness of a word that is written otherwise and sounds the same: 不洗欢
_HEARD: Final = 6  # characters of a message that is nothing but such a word
_WORD_FOR_WORD: Final = 2.0  # beyond any likeness: only an option's own words or its number (第二个) remain
_CUT_SHORT: Final = re.compile(r"1[3-9]\d{1,8}")  # a mobile number of which digits are missing
_PHONE: Final = re.compile(r"\+?\d[\d\s-]{5,18}\d")
_NOT: Final = re.compile(r"(?:(?<!是)不是|并不是|不算|(?<!有)没有?|不|别|非|not|isn't|no)\s*$")  # 有没有 asks
_NO_TEXT: Final = re.compile(
    r"(?:没有?|随便[你您]?写|[你您](?:们)?(?:帮我|替我|来|看着)(?:想|写|定)[一]?个?|(?:内容)?(?:[你您]们?|店家)(?:定|看着办|随意)|换个内容|不知道(?:写[啥什]么?)?|写?[啥什]么?好)"
    r"[了吧呢啊呀\W]*|(?:nothing|anything|whatever|you (?:choose|decide)|i don'?t know)\W*",
    re.IGNORECASE,
)
_ASKS: Final = re.compile(r"[?？]|[吗呢么]\W*$|怎么|多少|谁|\b(?:how|what|when|where|who)\b", re.IGNORECASE)
_CALLED: Final = re.compile(r"^(?:就|要|应该|改|换|写)*[叫是成为]\s*(?=[一-龥·]{2,4}\W*$)")  # 叫王小六
_LEAST_WAYBILL: Final = 8  # characters
_CODES: Final = ("tracking_number", "order_number", "phone")  # a text with one gives what was asked, and asks nothing


def read_answer(talk: Talk, slot: Slot, message: Message) -> Answer | None:
    """The answer to this slot's open question; None when the message has none that is valid."""
    name, _, pressed = (message.press or "").partition(":")
    if name == slot.name and (value := pressed_value(talk, slot, pressed)) is not None:
        return Answer(value=value)
    return _ASKED[slot.type](talk, slot, message)


def read_mention(talk: Talk, slot: Slot, message: Message) -> Answer | None:
    """A value for this slot that the customer said without being asked; always sure."""
    reader = _MENTIONED.get(slot.type)
    return reader(talk, slot, message) if reader else None


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
    answered = best_option(message.text, {one.id: one.answer for one in slot.options}, cutoff=_WORD_FOR_WORD)
    if answered is not None:
        return Answer(value=answered)
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


def _text(talk: Talk, slot: Slot, message: Message) -> Answer | None:
    """What was written, without what only leads up to it: 雾蓝色, of 换成雾蓝色. 随便写 leaves it to us: no answer."""
    if slot.exact:
        return _text_mentioned(talk, slot, message)
    begins = slot.lead_in.match(message.text.strip()) if slot.lead_in else None
    text = message.text.strip()[begins.end() if begins else 0 :].strip()
    if message.blank or len(text) < (slot.min or 1) or _NO_TEXT.fullmatch(text) or _is_unlike(slot, text):
        return None
    own, rest = besides(text)
    if len(own) >= (slot.min or 1) and any(one.flow for one in meant(talk, match_text(talk, rest))):
        return Answer(value=own[: int(slot.max or MOST_TEXT)], words=own)
    tells = bool(told(slot, text)) and _ASKS.search(text) is None  # nobody answers me, asked what happened
    return Answer(value=text[: int(slot.max or MOST_TEXT)], sure=tells or bool(message.values(*_CODES)))


def _is_unlike(slot: Slot, text: str) -> bool:
    """Whether the scripts say that such words are no value: 多久能开, asked for the name on an invoice."""
    return slot.unlike is not None and slot.unlike.search(text) is not None


def _text_mentioned(_talk: Talk, slot: Slot, message: Message) -> Answer | None:
    """What the first sentence tells already: 放门口快递柜就好. 写个贺卡 台灯 names a thing, and no text."""
    text = told(slot, message.text)[: int(slot.max or MOST_TEXT)]
    named = not slot.of_item and text in {entity.text for entity in message.values("product")}
    if len(text) < (slot.min or 1) or named or _is_unlike(slot, text):
        return None
    return Answer(value=text, words=text)


def _address(talk: Talk, slot: Slot, message: Message) -> Answer | None:
    """What says where or to whom, as a whole: 小孩误食了 and 小二介入 are no address."""
    name = _CALLED.sub("", message.text.strip())
    if is_receiver(name):
        return Answer(value=_renamed(name), sure=False)
    plain = without_question(_without_orders(talk, message))
    parts = {} if has_wrong_phone(plain) else parted(plain)
    if not parts or not (is_address(message) or "receiver" in parts):
        return None
    if parts.keys() == {"address"} and not _fits_label(talk, slot, parts["address"]):
        return None
    if len(plain) < (slot.min or 1) and any(char.isdigit() for char in plain):  # 2号: the rest of it is on the order
        return Answer(value=plain)
    found = _text(talk, slot, replace(message, text=plain))
    whole = found is None or found.value == message.text.strip()
    return found if found is None or whole else replace(found, words=str(found.value))


def _fits_label(talk: Talk, slot: Slot, place: str) -> bool:
    """Whether it is an address, or tells which part of the one that stands is another: 放门口 does not."""
    frame, order = talk.top, context.order_in_talk(talk)
    before = str(frame.slots.get(slot.name, "") if frame else "") or (order.address if order else "")
    return relabelled(before, place) is not None


def _without_orders(talk: Talk, message: Message) -> str:
    """The text without the numbers of their orders: one stands before the address to say whose it is."""
    numbers = [order.number for order in talk.facts.orders or () if order.number in message.text]
    return re.sub("|".join(map(re.escape, numbers)), "", message.text).strip() if numbers else message.text


def _address_mentioned(_talk: Talk, slot: Slot, message: Message) -> Answer | None:
    """An address: 改成杭州市西湖区文三路 1 号 张三 13800005555; or what alone is new of it: 电话换成 13800005555."""
    alone = _CALLED.sub("", message.text.strip())
    receiver = alone if is_receiver(alone) else new_receiver(message.text)
    phone = alone if [alone] == [entity.text for entity in message.values("phone")] else new_phone(message.text)
    found = address_within(message)
    whole = found or " ".join(one for one in (_renamed(receiver) if receiver else "", phone) if one)
    if len(whole) < (slot.min or 1) or has_wrong_phone(found):
        return None
    return Answer(value=f"{found}{_to_whom(message.text, found)}" if found else whole, words=found or whole)


def _to_whom(text: str, found: str) -> str:
    """Name and phone of 寄给我妈 李芳 13700001111 湖南长沙麓山路1号, which stand before the address."""
    ahead = text.partition(found)[0] if found in text else ""
    before, given = parted(ahead) if ahead.strip() else {}, parted(found)
    named = [before.get(part, "") for part in ("receiver", "phone") if part not in given]
    return "".join(f" {one}" for one in named if is_receiver(one) or one[:1].isdigit())


def _renamed(receiver: str) -> str:
    return f"收件人改成{receiver}"


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
    SlotType.NUMBER: number_asked,
    SlotType.TEXT: _text,
    SlotType.ADDRESS: _address,
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
    SlotType.TEXT: _text_mentioned,
    SlotType.ADDRESS: _address_mentioned,
    SlotType.IMAGES: _images,
    SlotType.PRODUCT: _product_mentioned,
    SlotType.TRACKING: _tracking_mentioned,
    SlotType.ITEMS: order_things.things_named,
    SlotType.VARIANT: variants.variant_told,
}
