"""A parcel that left although it was to be stopped: nobody pays it back unasked, and customer and agents hear of it."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from typing import Final

from bot.core.events import Notice
from bot.core.orders import LEFT, Fulfilment, Order, RefundState
from bot.core.ports import UnitOfWork
from bot.core.roles import Role
from bot.core.tasks import UNDER_WAY, Task, TaskDraft, TaskKind, TaskStatus
from bot.scripts.book import ScriptBook
from bot.service.actions.duties import courier_duty
from bot.service.actions.duty import Duty, Refusal
from bot.service.actions.ladders import duties_for
from bot.service.turns import Room, notify

_STOPS: Final = (TaskKind.CANCEL_ORDER, TaskKind.VOID_SLIP, TaskKind.RECALL_PARCEL)
"""Work that keeps a parcel in the warehouse; void once it has left."""

_NOT_DECIDED: Final = frozenset({RefundState.NONE, RefundState.REQUESTED})
"""Refund states of the shop's system in which nobody has settled yet that goods come back."""


def follow_shipping(uow: UnitOfWork, room: Room, order: Order) -> None:
    """What was to be stopped and left becomes after-sale's: the courier is asked, and the refund must be agreed to.

    The refund was registered for goods that stay here, so nobody had to agree; with the goods gone somebody must.
    """
    if order.fulfilment not in LEFT or order.refund not in _NOT_DECIDED:
        return
    standing = uow.tasks.of_order(order.number, (*_STOPS, TaskKind.REFUND), UNDER_WAY)
    overtaken = [task for task in standing if _is_overtaken(task, order)]
    if not overtaken:
        return
    for task in overtaken:
        uow.tasks.save(replace(task, status=TaskStatus.REPLACED, decided_at=room.now))
    if order.fulfilment is Fulfilment.SHIPPED:
        uow.tasks.register(_instead(overtaken[0], order, courier_duty("recall"), room.book), now=room.now)
    for refund in (task for task in overtaken if task.kind is TaskKind.REFUND):
        _ask_for(uow, room.book, refund, order, room.now)
    conversation = uow.conversations.get(overtaken[0].conversation_id)
    notify(uow, room, conversation, Notice(reply="left_meanwhile", order=order), by=None)


def _is_overtaken(task: Task, order: Order) -> bool:
    """Not what was registered for a parcel known to have left: a refund by its stage, which nobody has to agree to."""
    before = order.shipped_at is None or task.created_at <= order.shipped_at
    return before and (task.kind in _STOPS or task.approver is None)


def _ask_for(uow: UnitOfWork, book: ScriptBook, refund: Task, order: Order, now: datetime) -> None:
    duties = duties_for("request_refund", order.fulfilment)
    if not isinstance(duties, Refusal):
        draft = _instead(refund, order, duties[0], book)
        uow.tasks.register(replace(draft, approver=Role.AFTER_SALE), now=now)


def _instead(task: Task, order: Order, duty: Duty, book: ScriptBook) -> TaskDraft:
    return TaskDraft(
        key=f"{task.key}:left:{duty.kind}",
        kind=duty.kind,
        role=duty.role,
        conversation_id=task.conversation_id,
        order_number=order.number,
        duty=duty.text.in_language(book.default_language),
        args={**task.args, "register": task.number},
        reason=task.reason,
        department=task.department,
    )
