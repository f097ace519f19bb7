"""Orders arriving from the shop's systems, and what follows from a change."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from decimal import Decimal

from bot.core.events import Notice
from bot.core.orders import LEFT, Fulfilment, Order, RefundState
from bot.core.ports import UnitOfWork
from bot.core.tasks import Task, TaskKind, TaskStatus
from bot.service.outreach import orders_changed
from bot.service.overtaken import follow_shipping
from bot.service.refunds import follow_refund
from bot.service.turns import Room, notify


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportCounts:
    """How many orders of a batch were stored: new or changed, and how many were the same as before."""

    changed: int
    unchanged: int


def import_batch(uow: UnitOfWork, room: Room, orders: Sequence[Order]) -> ImportCounts:
    """Store the orders (idempotent by number), tell customers of approved prices, plan what else follows."""
    known = uow.orders.get_many({order.number for order in orders})
    changed = uow.orders.upsert([_dated(order, known.get(order.number), room.now) for order in orders])
    orders_changed(uow, room.book, changed, now=room.now)
    for order in changed:
        if order.fulfilment is Fulfilment.UNPAID:
            _announce_price(uow, room, order)
        follow_shipping(uow, room, order)
        if order.refund is not RefundState.NONE:
            follow_refund(uow, room.book, order, now=room.now)
    return ImportCounts(changed=len(changed), unchanged=len(orders) - len(changed))


def _dated(told: Order, known: Order | None, now: datetime) -> Order:
    """The order with the time of this import for a step that it shows first and gives no time of.

    Exports often carry a state and no times; without one nobody would be told that the parcel has left. An order
    that was not known before gets none: it may have left long ago.
    """
    if known is None or told.fulfilment not in LEFT:
        return told
    fresh = told.fulfilment is not known.fulfilment
    shipped_at, signed_at = told.shipped_at or known.shipped_at, told.signed_at or known.signed_at
    if told.fulfilment is Fulfilment.SHIPPED and fresh:
        shipped_at = shipped_at or now
    elif fresh:
        signed_at = signed_at or now
    return replace(told, shipped_at=shipped_at, signed_at=signed_at)


def _announce_price(uow: UnitOfWork, room: Room, order: Order) -> None:
    """Policy row P2: "changed, please pay" goes out by itself when the order shows the approved price."""
    for task in uow.tasks.of_order(order.number, [TaskKind.PRICE_CHANGE], [TaskStatus.APPROVED]):
        if order.total <= Decimal(str(task.args["price"])):
            _finish(uow, room, order, task, room.now)


def _finish(uow: UnitOfWork, room: Room, order: Order, task: Task, now: datetime) -> None:
    uow.tasks.save(replace(task, status=TaskStatus.DONE, decided_at=task.decided_at or now))
    conversation = uow.conversations.get(task.conversation_id)
    notice = Notice(reply="price_changed", order=order, result={"price": str(order.total)})
    notify(uow, room, conversation, notice, by=task.decided_by)
