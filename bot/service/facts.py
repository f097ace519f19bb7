"""What the dialogue is told about the world before a step."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from bot.core.events import Facts
from bot.core.tasks import UNDER_WAY, TaskKind, standing
from bot.desk.shifts import lines

if TYPE_CHECKING:
    from collections.abc import Collection

    from bot.core.conversation import Conversation
    from bot.core.orders import Order
    from bot.core.ports import UnitOfWork


def load_facts(
    uow: UnitOfWork, conversation: Conversation, *, present: Collection[int], orders_down: bool = False
) -> Facts:
    """The customer's bound orders, unless they are out of reach, and how the queues stand."""
    waiting, staff = uow.cases.queues(), uow.agents.listing()
    queues = lines(waiting, staff, present)
    case = uow.cases.get(conversation.case_id) if conversation.case_id is not None else None
    line = queues.get(case.role) if case is not None else None
    there = [agent for agent in staff if agent.active and (agent.on_shift or agent.id in present)]
    orders = uow.orders.of_peer(conversation.channel, conversation.account, conversation.peer.id)
    return Facts(
        orders=None if orders_down else tuple(_readdressed(uow, order) for order in orders),
        owner=conversation.owner,
        waiting=line.waiting if line else sum(waiting.values()),
        position=uow.cases.place(case) if case is not None else 0,
        agents_on=line.agents_on if line else len(there),
        lines=queues,
        tier=uow.customers.read(conversation.id).tier,
        customer_name=conversation.peer.name,
        under_way=standing(uow.tasks.of_conversation(conversation.id)),
    )


def _readdressed(uow: UnitOfWork, order: Order) -> Order:
    """The order with the address that was registered for it and that the shop's system does not show yet.

    电话改成13755556666, said after a new address: the parcel goes to the new one, not to where it was to go at first.
    """
    for task in uow.tasks.of_order(order.number, [TaskKind.CHANGE_ADDRESS], UNDER_WAY)[:1]:
        told = {name: str(task.args[name]) for name in ("address", "receiver", "phone") if task.args.get(name)}
        return replace(
            order,
            address=told.get("address", order.address),
            receiver=told.get("receiver", order.receiver),
            phone=told.get("phone", order.phone),
        )
    return order
