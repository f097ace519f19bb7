"""The number of a parcel that a customer sends back, whenever it is told: 单号YT8801234567890, 写错了 是YT8801….

While something is to come back, such a number is of that parcel, whatever else the words around it are like; said to be
wrong, it is asked for again or replaced. Words for that stand in the scripts, in the text the flow only listens for.
"""

from __future__ import annotations

from typing import Final

from bot.core.conversation import FrameKind
from bot.core.orders import Order, RefundState
from bot.core.tasks import TaskKind
from bot.dialogue.answers import read_mention
from bot.dialogue.collect import flow_slots
from bot.dialogue.cues import CUES, beside
from bot.dialogue.order_words import bound_number
from bot.dialogue.questions import is_question
from bot.dialogue.starting import start, start_about
from bot.dialogue.turn import Talk
from bot.dialogue.understanding import Message, Reading, without_codes
from bot.scripts.book import Intent, Part
from bot.scripts.slots import SlotType

_COMES_BACK: Final = (TaskKind.RETURN, TaskKind.EXCHANGE, TaskKind.REPAIR)
_BESIDE: Final = {"zh": 14}
_LABELS: Final = 10  # letters beside the word for a number: tracking, 退货快递
_BESIDE_LATIN: Final = 30  # letters around the number; who writes more says something else as well


def hear_return_number(talk: Talk, message: Message, _reading: Reading) -> bool:
    """Take the number of what is sent back, or that it was wrong. False when the message says neither."""
    intent = next((one for one in talk.pack.intents.values() if one.part is Part.WAYBILL), None)
    top = talk.top
    if intent is None or message.press is not None or (top is not None and top.kind is not FrameKind.ASK_WHICH):
        return False
    orders = _orders_sent_back(talk)
    if not orders or not (_tells(talk, intent, message) or _was_wrong(talk, intent, message, orders)):
        return False
    if top is not None:
        talk.pop()
    order = next((one for one in orders if one.number == talk.state.order_number), orders[0])
    talk.note("of what is sent back")
    if len(orders) == 1 or order.number == talk.state.order_number:
        start_about(talk, intent, message, order)
    else:
        start(talk, [intent], message)
    return True


def _orders_sent_back(talk: Talk) -> tuple[Order, ...]:
    """The orders of which something is to come back, newest first."""
    begun = talk.facts.under_way
    return tuple(
        order
        for order in talk.facts.orders or ()
        if order.refund is RefundState.WAITING_RETURN
        or any(kind in begun.get(order.number, {}) for kind in _COMES_BACK)
    )


def _tells(talk: Talk, intent: Intent, message: Message) -> bool:
    """Whether there is one parcel's number that is none of theirs, and little beside it."""
    numbers = [slot for slot in flow_slots(talk, intent.flow) if slot.type is SlotType.TRACKING]
    told = bound_number(talk, message) is None and any(read_mention(talk, slot, message) for slot in numbers)
    few = sum(map(str.isalpha, without_codes(message))) <= _BESIDE.get(talk.pack.language, _BESIDE_LATIN)
    return told and few and not message.values("order_number") and not is_question(message)


def _was_wrong(talk: Talk, intent: Intent, message: Message, orders: tuple[Order, ...]) -> bool:
    """单号写错了, of a parcel whose number is known, and nothing else."""
    known = any(TaskKind.AWAIT_PARCEL in talk.facts.under_way.get(order.number, {}) for order in orders)
    listened = [slot for slot in flow_slots(talk, intent.flow) if slot.type is SlotType.TEXT]
    said = next((one for slot in listened if (one := read_mention(talk, slot, message)) is not None), None)
    if not known or said is None:
        return False
    rest = message.text.replace(said.words, "", 1)
    left = beside(CUES.labels_of_codes, rest)
    return CUES.labels_of_codes.search(message.text) is not None and len(left) <= _LABELS
