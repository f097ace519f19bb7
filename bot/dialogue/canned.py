"""What a canned reply may read about its case: the order, what the bot collected, the customer, who writes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime

from bot.core.cases import Case
from bot.core.conversation import Conversation, JsonValue
from bot.core.events import Facts
from bot.core.orders import Order
from bot.core.roles import Agent
from bot.dialogue import context
from bot.dialogue.turn import Talk
from bot.scripts.book import Pack, ScriptBook
from bot.scripts.slots import Slot, SlotType


def values_of_case(
    book: ScriptBook, case: Case, conversation: Conversation, orders: Sequence[Order], agent: Agent, *, now: datetime
) -> dict[str, object]:
    """The names of canned replies with their values; None where nothing is known.

    Args:
        book: the scripts.
        case: whose slots were collected before the handoff; they are kept in words.
        conversation: of the case, for language and name.
        orders: those the customer is bound to. Without an order of the case the only one is meant.
        agent: who writes.
        now: the time.
    """
    facts = Facts(customer_name=conversation.peer.name, orders=tuple(orders))
    talk = Talk(book=book, facts=facts, now=now, state=conversation.state)
    order = next((order for order in orders if order.number == case.order_number), None)
    values = context.build(talk, order=order) if order else context.build(talk)
    return values | _collected(talk.pack, case.slots) | {"agent": {"name": agent.name}}


def _collected(pack: Pack, told: Mapping[str, str]) -> dict[str, object]:
    """The slots of the card, read back from their words; an order is known better from the order itself."""
    return {
        slot.name: _value(slot, told[slot.title])
        for slot in pack.slots.values()
        if slot.title in told and slot.type not in {SlotType.ORDER, SlotType.PRODUCT, SlotType.IMAGES}
    }


def _value(slot: Slot, words: str) -> object:
    if slot.type is not SlotType.CHOICE:
        return words
    option = next((option for option in slot.options if option.title == words), None)
    unfilled: dict[str, JsonValue] = {key: None for one in slot.options for key in one.data}
    return {**unfilled, **option.data, "id": option.id, "title": option.title} if option else None
