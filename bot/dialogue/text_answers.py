"""Reading a text in the customer's own words: what a card says, whose name an invoice bears, what happened.

What is clearly another thing is no text: the number of an order, or what the scripts call `unlike`. Where they say so
of a slot, every character of its text is printed or billed: a wish of its own at the end is cut off, and goes to
`second_wish`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from bot.core.conversation import FrameKind
from bot.dialogue.codes import serials, without_links
from bot.dialogue.cues import CUES
from bot.dialogue.piece_words import says_also
from bot.dialogue.telling import besides, told
from bot.dialogue.turn import Talk
from bot.dialogue.understanding import Answer, Message, match_text, meant, message_of
from bot.scripts.book import POLITE
from bot.scripts.flows import Collect
from bot.scripts.slots import Slot, SlotType
from intents import normalize

MOST_TEXT: Final = 1000  # characters of a text slot that sets no maximum
_ASKS: Final = re.compile(r"[?？]|[吗呢么]\W*$|怎么|多少|谁|\b(?:how|what|when|where|who)\b", re.IGNORECASE)
_CODES: Final = ("tracking_number", "order_number", "phone")  # a text with one gives what was asked, and asks nothing
_CJK: Final = re.compile(r"[一-龥]")
_PIECES: Final = {
    True: re.compile(r"[^\s，,。；;！!~～]+"),
    False: re.compile(r"[^\n,.;!]+"),
}  # of Chinese, of Latin letters


def read_text(talk: Talk, slot: Slot, message: Message) -> Answer | None:
    """What was written, without what only leads up to it: 雾蓝色, of 换成雾蓝色. 随便写 leaves it to us: no answer."""
    if slot.exact:
        return text_told(talk, slot, message)
    plain = _without_links(message.text) if not is_printed(slot) else message.text.strip()
    begins = slot.lead_in.match(plain) if slot.lead_in else None
    text = _without_codes(talk, slot, plain[begins.end() if begins else 0 :].strip())
    if message.blank or len(text) < (slot.min or 1) or _says_none(text) or is_unlike(slot, text):
        return None
    own = _before_wish(talk, slot, text)
    if len(own) >= (slot.min or 1) and own != text:
        return Answer(value=own[: _most(slot)], words=own)
    tells = bool(told(slot, text)) and _ASKS.search(text) is None  # nobody answers me, asked what happened
    words = text if is_printed(slot) and text != message.text.strip() else ""
    return Answer(value=text[: _most(slot)], sure=tells or bool(message.values(*_CODES)), words=words)


def _says_none(text: str) -> bool:
    """Whether the words leave a text to us, or give none: 随便写, 先别."""
    return CUES.leaves_to_us.fullmatch(text) is not None or CUES.no_text.fullmatch(text) is not None


def _without_links(text: str) -> str:
    """The text without links, which say nothing to somebody who reads it on a parcel or in a list."""
    plain = without_links(text)
    return " ".join(plain.split()) if plain != text else text.strip()


def text_told(talk: Talk, slot: Slot, message: Message) -> Answer | None:
    """What the first sentence tells already: 放门口快递柜就好. 写个贺卡 台灯 names a thing, and no text."""
    text = _exactly(talk, slot, message.text) if slot.exact else _without_codes(talk, slot, told(slot, message.text))
    text = text[: _most(slot)]
    named = not slot.of_item and text in {entity.text for entity in message.values("product")}
    if len(text) < (slot.min or 1) or named or is_unlike(slot, text):
        return None
    return Answer(value=text, words=text)


def is_unlike(slot: Slot, text: str) -> bool:
    """Whether the scripts say that such words are no value: 多久能开, asked for the name on an invoice."""
    return slot.unlike is not None and slot.unlike.search(text) is not None


def is_printed(slot: Slot) -> bool:
    """Whether a text stands somewhere as it is, so that nothing else may be in it."""
    return slot.type is SlotType.TEXT and slot.unlike is not None and not slot.of_item


def siblings(talk: Talk, slot: Slot) -> Iterator[Slot]:
    """The other slots of the flow on top."""
    top = talk.top
    flow = talk.pack.flows.get(top.name) if top is not None and top.kind is FrameKind.FLOW else None
    names = (
        dict.fromkeys(name for step in flow.steps if isinstance(step, Collect) for name in step.slots) if flow else {}
    )
    yield from (talk.pack.slots[name] for name in names if name != slot.name and name in talk.pack.slots)


def wish_in(talk: Talk, slot: Slot, text: str) -> str:
    """From the first piece on that wants something of its own: 记得发顺丰, of 生日快乐 记得发顺丰. Else empty."""
    pieces = _PIECES[_CJK.search(text) is not None].finditer(text)
    return next((text[piece.start() :].strip() for piece in pieces if _is_wish(talk, slot, piece.group())), "")


def _is_wish(talk: Talk, slot: Slot, piece: str) -> bool:
    """Whether some words want something of their own: 记得改地址, or another option: 发顺丰 beside a card."""
    message = message_of(talk, piece)
    other = says_also(talk, message) and bool(message.values("product", "order_number"))
    flows = (one for one in meant(talk, match_text(talk, piece)) if one.flow and one.part not in POLITE)
    return other or any(flows) or names_other_option(talk, slot, piece)


def names_other_option(talk: Talk, slot: Slot, text: str) -> bool:
    """Whether words name another option than was chosen right before the text was asked for."""
    known = talk.top.slots if talk.top else {}
    choices = [one for one in siblings(talk, slot) if one.type is SlotType.CHOICE and one.name in known][-1:]
    others = (option for one in choices for option in one.options if option.id != known[one.name])
    words = [normalize(word).text for option in others for word in option.match if len(word) > 1]
    text = normalize(text).text
    return any(re.search(rf"\b{re.escape(word)}\b", text) if word.isascii() else word in text for word in words)


def _before_wish(talk: Talk, slot: Slot, text: str) -> str:
    """The text up to the words, from its second piece on, that want something else."""
    own, rest = besides(text)
    if any(one.flow for one in meant(talk, match_text(talk, rest))):
        return own
    first = _PIECES[_CJK.search(text) is not None].search(text) if is_printed(slot) else None
    wish = wish_in(talk, slot, text[first.end() :]) if first is not None else ""
    return text.rpartition(wish)[0].rstrip(" \n，,。；;") if wish else text


def _without_codes(talk: Talk, slot: Slot, text: str) -> str:
    """The text without the number of an order that it begins with, and without what another slot of the flow is for.

    600120260041 2041 杯子碎了 tells what happened; 某某公司 税号9133… is a name and a number. Where a text is printed,
    no number of an order stands in it: what is left of one that has more is no text.
    """
    for one in siblings(talk, slot):
        code = _exactly(talk, one, text) if one.exact else ""
        if code and any(char.isdigit() for char in code):
            label = f"{one.lead_in.pattern}|{re.escape(one.title)}" if one.lead_in else re.escape(one.title)
            text = re.sub(
                rf"[\s，,；;]*(?:{label})?[\s是为:：]*{re.escape(code)}", " ", text, flags=re.IGNORECASE
            ).strip()
    numbers = {entity.text for entity in message_of(talk, text).values("order_number")} | set(serials(text))
    numbers |= {order.number for order in talk.facts.orders or () if order.number in text}
    if not numbers:
        return text
    every = "|".join(map(re.escape, sorted(numbers, key=len, reverse=True)))
    if is_printed(slot):
        return ""
    return re.sub(rf"^\W*(?:{every})(?:\s*\d{{4}}(?!\d))?[\s，,:：的]*", "", text).strip()


def _exactly(talk: Talk, slot: Slot, text: str) -> str:
    """A code of its own, as a tax number is: neither a phone nor the number of an order, which stand for themselves."""
    known = {entity.text for entity in message_of(talk, text).values("phone")}
    known |= {order.number for order in talk.facts.orders or () if order.number in text}
    if known:
        text = re.sub("|".join(map(re.escape, sorted(known, key=len, reverse=True))), " ", text)
    return told(slot, text)


def _most(slot: Slot) -> int:
    return int(slot.max or MOST_TEXT)
