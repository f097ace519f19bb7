"""What customers send without a word of what they want: an order's number, a phone, a product, a link."""

from __future__ import annotations

import re
from typing import Final

from bot.dialogue.codes import without_links
from bot.dialogue.cues import CUES, beside
from bot.dialogue.order_slot import claim, start_binding
from bot.dialogue.order_words import bound_number, claimed, without_labels
from bot.dialogue.questions import is_question
from bot.dialogue.replies import MAX_TOLD, common, say_reply
from bot.dialogue.starting import start
from bot.dialogue.turn import BESIDE, BINDING, Talk
from bot.dialogue.understanding import Message, Reading, likely, match_text, meant
from bot.scripts.book import POLITE, Intent, Part
from bot.scripts.slots import SlotType

_WHAT_IT_IS: Final = re.compile(r"快递|物流|包裹|快件|parcel|package", re.IGNORECASE)  # beside its number no question
_FEWEST_LETTERS: Final = 2  # of a sentence that says anything


def hear_blank(talk: Talk, message: Message, reading: Reading) -> bool:
    """Emoji and punctuation that mean nothing to the scripts: harmless, and no reason to give up."""
    if not message.blank or message.photos or message.press is not None or reading.answered:
        return False
    talk.harmless = True
    if not message.text:
        talk.quiet = True
    elif talk.top is None:
        say_reply(talk, common("nudge"), most=MAX_TOLD)
    return True


def hear_code(talk: Talk, message: Message, reading: Reading) -> bool:
    """A number before anybody asked: an order of theirs is told about, another is to be verified first."""
    if talk.top is not None:
        return False
    sent = _is_sent_back(talk, message) and CUES.sent.search(message.text) and not is_question(message)
    if not sent and len(without_labels(message)) >= BESIDE:
        return False
    if _says_what(talk, message, reading) and not _is_sent_back(talk, message):
        return False
    number, tail = claimed(talk, message, asked=True)
    of_an_order = bool(number) and bool(tail or message.values("order_number"))
    of_a_phone = bool(message.values("phone")) and not talk.facts.orders
    sent_back = _about(talk, Part.WAYBILL)
    if sent_back is not None and _is_sent_back(talk, message):
        start(talk, [sent_back], message)
        return True
    if not of_an_order and not of_a_phone and bound_number(talk, message) is None:
        return False
    intent = _about(talk, Part.ORDER_NUMBER)
    wanted = [] if of_a_phone else done_with_order(talk, without_labels(message))
    maybe = likely(talk, reading)
    if intent is None or (maybe and not wanted and intent not in maybe):  # 没收到 beside its number: which is asked
        return False
    start(talk, wanted[:1] or [intent], message)
    if of_a_phone and BINDING not in talk.state.frames[-1].slots:
        start_binding(talk)
    if of_a_phone or of_an_order:
        claim(talk, message, asked=True)
    return True


def done_with_order(talk: Talk, words: str) -> list[Intent]:
    """What is to be done with an order that was named: 不要了, alone a no, is said of the order."""
    slot = next((slot for slot in talk.pack.slots.values() if slot.type is SlotType.ORDER and not slot.than), None)
    if slot is None or not words.strip():
        return []
    told = match_text(talk, f"{slot.title} {words}" if words.isascii() else f"{slot.title}{words}")
    return [one for one in meant(talk, told) if one.flow and one.part not in POLITE]


def _about(talk: Talk, part: Part) -> Intent | None:
    """What such a thing alone asks for; None where the scripts do not say."""
    return next((intent for intent in talk.pack.intents.values() if intent.part is part), None)


def _says_what(talk: Talk, message: Message, reading: Reading) -> bool:
    """取消订单 600120260004 says what is wanted beside the number; 订单 or 在吗 beside it does not."""
    wanted = [intent for intent in meant(talk, reading) if not intent.engine and intent.part not in POLITE]
    return bool(wanted and _WHAT_IT_IS.sub("", without_labels(message)))


def _is_sent_back(talk: Talk, message: Message) -> bool:
    """A waybill that is none of theirs: the parcel of a customer with orders that goes back."""
    named = message.values("tracking_number")
    if not talk.facts.orders or bound_number(talk, message) is not None:
        return False
    return any(entity.carrier for entity in named)


def hear_card(talk: Talk, message: Message, reading: Reading) -> bool:
    """A product alone, or a link: what it is is told, or which product is meant is asked."""
    link = without_links(message.text) != message.text
    intent = _about(talk, Part.PRODUCT)
    alone = only_a_product(message) or _is_a_title(talk, message)
    if talk.top is not None or intent is None or reading.answered or not (link or alone):
        return False
    start(talk, [intent], message)
    return True


def _is_a_title(talk: Talk, message: Message) -> bool:
    """暖满保温杯, where only 保温杯 is another name of the product."""
    named = {str(entity.value) for entity in message.values("product")}
    return any(message.text.strip() in talk.book.products[name].title for name in named & talk.book.products.keys())


def only_a_product(message: Message) -> bool:
    """Whether a product is named and nothing said about it."""
    rest = message.text
    for entity in message.values("product"):
        rest = rest.replace(entity.text, "", 1)
    return rest != message.text and not beside(CUES.beside_product, rest)


def letters_in(message: Message) -> int:
    """Letters that are no number, and no word that introduces one: 3 or 单号 says nothing."""
    return sum(char.isalpha() for char in without_labels(message))


def says_anything(message: Message) -> bool:
    """Whether there are enough letters to say anything."""
    return letters_in(message) >= _FEWEST_LETTERS
