"""What the dialogue is told about the world before a step."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.core.events import Facts

if TYPE_CHECKING:
    from bot.core.conversation import Conversation
    from bot.core.ports import UnitOfWork


def load_facts(uow: UnitOfWork, conversation: Conversation, *, agents_on: int, orders_down: bool = False) -> Facts:
    """The customer's bound orders, unless they are out of reach, and how the queue stands."""
    waiting, position = uow.cases.queue_place(conversation.case_id)
    orders = uow.orders.of_peer(conversation.channel, conversation.account, conversation.peer.id)
    return Facts(
        orders=None if orders_down else tuple(orders),
        owner=conversation.owner,
        waiting=waiting,
        position=position,
        agents_on=agents_on,
        customer_name=conversation.peer.name,
    )
