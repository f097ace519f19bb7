"""What may be done about an order, and is taken up later: by its button, or in words (我不等了 退钱, 不想要了).

The order stays the one that was talked about, whatever other orders such a wish is likelier about.
"""

from __future__ import annotations

from typing import Final

from bot.core.conversation import FrameKind
from bot.core.orders import Order
from bot.dialogue import context, order_slot
from bot.dialogue.answers import read_mention
from bot.dialogue.collect import accept, filled, slots_needed
from bot.dialogue.order_items import is_item, lacks
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
    if talk.top is not None or message.press is not None or not _same_order(talk, message):
        return False
    wanted = [one.id for one in meant(talk, reading)]
    for intent in talk.pack.intents.values():
        answer = _choice_made(talk, intent, message)
        if answer is not None and _is_choice(talk, intent) and _says_more(talk, message, reading, answer):
            continue
        if answer is not None or (wanted == [intent.id] and _stands(talk, intent)):
            talk.note(f"{message.text!r} takes up what was offered: {intent.id}")
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
        if (
            slot.type is not SlotType.CHOICE
            or slot.name not in offered
            or filled(talk, frame, slot)
            or frame.asking in ("", slot.name)
        ):
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
        and not _of_a_piece(talk, order, message)
    )


def _of_a_piece(talk: Talk, order: Order, message: Message) -> bool:
    """台灯不喜欢 退款, of a parcel with more in it, is about that piece: whoever says so has it."""
    named = [str(entity.value) for entity in message.values("product")]
    return any(not is_item(talk, item, name) for item in order.items for name in named)


def _stands(talk: Talk, intent: Intent) -> bool:
    """Whether it is offered about the order that was talked about."""
    order = context.bound_order(talk, talk.state.order_number)
    return intent.offered is not None and intent.offered.when.holds(context.build(talk, order=order))


def _choice_made(talk: Talk, intent: Intent, message: Message) -> Answer | None:
    """The choice that a message makes; a question makes none, unless it is put in the words that are listened for."""
    if intent.offered is None or not _stands(talk, intent):
        return None
    asks = _is_choice(talk, intent) and is_question(message)
    return None if asks else read_mention(talk, talk.pack.slots[intent.offered.slot], message)


def _is_choice(talk: Talk, intent: Intent) -> bool:
    """Whether it is taken up by a choice; else by words that say nothing more."""
    return intent.offered is not None and talk.pack.slots[intent.offered.slot].type is SlotType.CHOICE


def _says_more(talk: Talk, message: Message, reading: Reading, answer: Answer) -> bool:
    """退款进度 asks, and 退款 alone chooses; 我不等了 leads up to it."""
    rest = normalize(message.text).text.replace(answer.words, "", 1)
    for word in sorted(talk.pack.consent.beside, key=len, reverse=True):
        rest = rest.replace(word, "")
    left = sum(char.isalnum() for char in rest)
    asks = any(intent.reply for intent in meant(talk, reading))
    return left > _BESIDE or (asks and left > 0)
