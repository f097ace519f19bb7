"""What was offered about an order, and is taken up later: by its button, or in words (我不等了 退钱).

The order stays the one that was talked about, whatever other orders such a wish is likelier about.
"""

from __future__ import annotations

from typing import Final

from bot.core.conversation import FrameKind
from bot.dialogue import context, order_slot
from bot.dialogue.answers import read_mention
from bot.dialogue.collect import accept, filled, slots_needed
from bot.dialogue.order_items import lacks
from bot.dialogue.order_words import allowed, claimed, says_further
from bot.dialogue.questions import is_question
from bot.dialogue.starting import start
from bot.dialogue.turn import BINDING, Talk
from bot.dialogue.understanding import Answer, Message, Reading, meant
from bot.scripts.book import Intent
from bot.scripts.slots import SlotType
from intents import normalize

_BESIDE: Final = 8  # characters around the words of the choice; who writes more says something else as well


def take_offered(talk: Talk, message: Message, reading: Reading) -> bool:
    """Begin what was offered, if the message makes that choice. False when it does not."""
    if talk.top is not None or message.press is not None or is_question(message) or not _same_order(talk, message):
        return False
    for intent in talk.pack.intents.values():
        answer = _choice_made(talk, intent, message)
        if answer is not None and not _says_more(talk, message, reading, answer):
            talk.note(f"{answer.words!r} takes up what was offered: {intent.id}")
            start_about_order(talk, intent, message)
            return True
    return False


def hear_early(talk: Talk, message: Message, reading: Reading) -> bool:
    """退款, while it is still asked whether to look for the parcel: the choice that comes later is made by that."""
    frame = talk.top
    if frame is None or frame.kind is not FrameKind.FLOW or message.press is not None or is_question(message):
        return False
    offered = {intent.offered.slot for intent in talk.pack.intents.values() if intent.offered is not None}
    for slot in slots_needed(talk, frame):
        if slot.name not in offered or filled(talk, frame, slot) or frame.asking in ("", slot.name):
            continue
        answer = read_mention(talk, slot, message)
        if answer is not None and not _says_more(talk, message, reading, answer):
            accept(talk, slot, answer.value)
            talk.noted = True
            return True
    return False


def start_about_order(talk: Talk, intent: Intent, message: Message) -> None:
    """Begin with the order that was talked about a moment ago, unless the message names another."""
    number = talk.state.order_number if talk.warm else ""
    start(talk, [intent], message)
    frame, order = talk.top, context.bound_order(talk, number)
    if frame is None or frame.intent != intent.id or order is None or BINDING in frame.slots:
        return
    slots = (one for one in slots_needed(talk, frame) if one.type is SlotType.ORDER and not one.than)
    slot = next(slots, None)
    if slot is not None and slot.name not in frame.slots and allowed(talk, slot, order):
        order_slot.take(talk, slot, number)


def _same_order(talk: Talk, message: Message) -> bool:
    order = context.bound_order(talk, talk.state.order_number) if talk.warm else None
    return (
        order is not None
        and not any(claimed(talk, message, asked=False))
        and not says_further(message)
        and not lacks(talk, order, message)
    )


def _choice_made(talk: Talk, intent: Intent, message: Message) -> Answer | None:
    offered = intent.offered
    order = context.bound_order(talk, talk.state.order_number)
    if offered is None or not offered.when.holds(context.build(talk, order=order)):
        return None
    return read_mention(talk, talk.pack.slots[offered.slot], message)


def _says_more(talk: Talk, message: Message, reading: Reading, answer: Answer) -> bool:
    """退款进度 asks, and 退款 alone chooses; 我不等了 leads up to it."""
    rest = normalize(message.text).text.replace(answer.words, "", 1)
    for word in sorted(talk.pack.consent.beside, key=len, reverse=True):
        rest = rest.replace(word, "")
    left = sum(char.isalnum() for char in rest)
    asks = any(intent.reply for intent in meant(talk, reading))
    return left > _BESIDE or (asks and left > 0)
