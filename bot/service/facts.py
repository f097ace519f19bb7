"""What the dialogue is told about the world before a step."""

from __future__ import annotations

from dataclasses import replace
from itertools import islice
from typing import TYPE_CHECKING, Final

from bot.core.events import Facts
from bot.core.tasks import UNDER_WAY, Task, TaskKind, TaskStatus, arranged, remedies, standing
from bot.desk.shifts import is_there, lines

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from bot.core.conversation import Conversation
    from bot.core.orders import Order
    from bot.core.ports import UnitOfWork

_COUNTING: Final = (*UNDER_WAY, TaskStatus.DONE)


def load_facts(
    uow: UnitOfWork, conversation: Conversation, *, present: Collection[int], orders_down: bool = False
) -> Facts:
    """The customer's bound orders, unless they are out of reach, what is under way about them, and the queues.

    What was arranged about an order counts wherever it was: on another channel, in another talk, by a colleague.
    """
    waiting, staff = uow.cases.queues(), uow.agents.listing()
    queues = lines(waiting, staff, present)
    case = uow.cases.get(conversation.case_id) if conversation.case_id is not None else None
    line = queues.get(case.role) if case is not None else None
    tasks = [*uow.tasks.of_conversation(conversation.id)]
    there = [agent for agent in staff if is_there(agent, present)]
    orders = uow.orders.of_peer(conversation.channel, conversation.account, conversation.peer.id)
    buyers, numbers = uow.orders.bindings(conversation.channel, conversation.account, conversation.peer.id)
    of_orders = {order.number: uow.tasks.of_order(order.number, tuple(TaskKind), _COUNTING) for order in orders}
    tasks.extend(task for about in of_orders.values() for task in about)
    return Facts(
        orders=None if orders_down else tuple(_readdressed(order, of_orders[order.number]) for order in orders),
        owner=conversation.owner,
        waiting=line.waiting if line else sum(waiting.values()),
        position=uow.cases.place(case) if case is not None else 0,
        agents_on=line.agents_on if line else len(there),
        lines=queues,
        tier=uow.customers.read(conversation.id).tier,
        customer_name=conversation.peer.name,
        proved=frozenset(one.number for one in orders if one.number in numbers and one.buyer not in buyers),
        under_way=standing(tasks),
        remedies=remedies(tasks),
        arranged=arranged(tasks),
    )


def _readdressed(order: Order, tasks: Sequence[Task]) -> Order:
    """The order with the address that was registered for it and that the shop's system does not show yet.

    电话改成13755556666, said after a new address: the parcel goes to the new one, not to where it was to go at first.
    """
    open_changes = (one for one in tasks if one.kind is TaskKind.CHANGE_ADDRESS and one.status in UNDER_WAY)
    for task in islice(open_changes, 1):  # the newest
        told = {name: str(task.args[name]) for name in ("address", "receiver", "phone") if task.args.get(name)}
        return replace(
            order,
            address=told.get("address", order.address),
            receiver=told.get("receiver", order.receiver),
            phone=told.get("phone", order.phone),
        )
    return order
