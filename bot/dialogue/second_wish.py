"""Two wishes in what one question was answered with: the second waits until the first is done, and is named.

祝生日快乐 记得发顺丰 is a card and a courier; 台灯那单也开, at the confirmation of an invoice, is a second invoice.
"""

from __future__ import annotations

from typing import Final

from bot.core.conversation import Frame, JsonValue
from bot.core.orders import Order
from bot.dialogue.answers import read_mention
from bot.dialogue.asking import CONFIRM
from bot.dialogue.collect import accept, filled, slots_needed
from bot.dialogue.context import bound_order
from bot.dialogue.one_by_one import wait_for
from bot.dialogue.order_items import has_product, orders_of
from bot.dialogue.piece_words import says_also
from bot.dialogue.telling import besides
from bot.dialogue.text_answers import is_printed, names_other_option
from bot.dialogue.translating import in_language
from bot.dialogue.turn import BESIDE, SAID, Talk
from bot.dialogue.understanding import Answer, Message, Reading, match_text, meant, message_of
from bot.dialogue.wording import order_title
from bot.scripts.book import POLITE
from bot.scripts.slots import Slot, SlotType

_TOLD: Final = frozenset({SlotType.CHOICE, SlotType.TEXT})
_LEFT: Final = " ，,。；;"


def hear_rest(talk: Talk, slot: Slot, answer: Answer, message: Message) -> bool:
    """What stands behind a text that was cut off: of the same intent, it is worked after it. False for all else."""
    if slot.type is SlotType.CHOICE:
        return _hear_other_text(talk, message)
    frame = talk.state.frames[-1]
    rest = message.text.partition(answer.words)[2].strip(_LEFT) if answer.words and is_printed(slot) else ""
    if len(rest) < BESIDE:
        return False
    told, wanted = message_of(talk, rest), meant(talk, match_text(talk, rest))
    if says_also(talk, told) and _same_for_another(talk, frame, told):
        return True
    others = any(one.flow and one.id != frame.intent and one.part not in POLITE for one in wanted)
    own = any(one.id == frame.intent for one in wanted) and not others
    return (own or names_other_option(talk, slot, rest)) and _wait(talk, frame, told, str(answer.value))


def hear_also(talk: Talk, message: Message, _reading: Reading) -> bool:
    """台灯那单也开, or 再加个包装好看点, where something else is to be confirmed: it comes after that."""
    frame = talk.top
    if frame is None or frame.asking != CONFIRM or message.press is not None or not message.text:
        return False
    texts = [slot for slot in slots_needed(talk, frame) if is_printed(slot) and filled(talk, frame, slot)]
    if not texts:
        return False
    if says_also(talk, message) and _same_for_another(talk, frame, message):
        return True
    _, rest = besides(message.text)
    first = str(frame.slots[texts[0].name])
    return names_other_option(talk, texts[0], rest) and _wait(talk, frame, message_of(talk, rest), first)


def _hear_other_text(talk: Talk, message: Message) -> bool:
    """贺卡也写 生日快乐, asked what kind of note 别放发票 is: a card with that text, and the first note after it."""
    frame = talk.state.frames[-1]
    texts = [one for one in slots_needed(talk, frame) if is_printed(one) and filled(talk, frame, one)]
    told = next(((one, read_mention(talk, one, message)) for one in texts), None)
    if told is None or told[1] is None or told[1].value == frame.slots[told[0].name]:
        return False
    before = message_of(talk, str(frame.slots[told[0].name]))
    accept(talk, told[0], told[1].value)
    return _wait(talk, talk.state.frames[-1], before, str(told[1].value))


def _same_for_another(talk: Talk, frame: Frame, message: Message) -> bool:
    """All that is known, for the other order that is named; of several that may be meant, which is asked then."""
    needed = [slot for slot in slots_needed(talk, frame) if filled(talk, frame, slot)]
    order = next((slot for slot in needed if slot.type is SlotType.ORDER and not slot.than), None)
    others = _others_named(talk, order, frame.slots[order.name], message) if order is not None else []
    if order is None or not others:
        return False
    same = {slot.name: frame.slots[slot.name] for slot in needed if slot is not order}
    other: dict[str, JsonValue] = {order.name: others[0].number} if len(others) == 1 else {}
    first = bound_order(talk, frame.slots[order.name])
    titles = [_title(talk, first) if first else "", _title(talk, others[0])]
    return wait_for(talk, frame, message, {**same, **other}, titles)


def _others_named(talk: Talk, slot: Slot, number: JsonValue, message: Message) -> list[Order]:
    named = read_mention(talk, slot, message)
    numbers = {named.value} if named is not None else set()
    products = [str(entity.value) for entity in message.values("product")]
    every = [order for order in orders_of(talk) if order.number != number]
    return [one for one in every if one.number in numbers or any(has_product(talk, one, other) for other in products)]


def _wait(talk: Talk, frame: Frame, told: Message, first: str) -> bool:
    """The same intent for what `told` says, about the same order."""
    slots = slots_needed(talk, frame)
    orders = {
        one.name: frame.slots[one.name] for one in slots if one.type is SlotType.ORDER and one.name in frame.slots
    }
    read = [(one, read_mention(talk, one, told)) for one in slots if one.type in _TOLD]
    known: dict[str, JsonValue] = {one.name: found.value for one, found in read if found is not None}
    return wait_for(talk, frame, told, {**orders, **known, SAID: told.text}, [first, told.text])


def _title(talk: Talk, order: Order) -> str:
    return order_title(in_language(talk, order), talk.pack.language)
