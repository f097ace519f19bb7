"""What the shop's system says about a refund moves its register along: who checks what next, and when it is done."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from decimal import Decimal
from typing import Final

from bot.core.conversation import JsonValue
from bot.core.orders import Order, RefundState
from bot.core.ports import UnitOfWork
from bot.core.tasks import UNDER_WAY, Task, TaskDraft, TaskKind, TaskStatus
from bot.scripts.book import ScriptBook
from bot.service.actions.duties import REFUND_STAGES
from bot.service.actions.ledger import money_left

_ENDED_BY_REFUND: Final = (TaskKind.REFUND, TaskKind.RETURN)
"""Registers that have reached their end when the money is back with the customer."""


def follow_refund(uow: UnitOfWork, book: ScriptBook, order: Order, *, now: datetime) -> None:
    """Goods back: finance refunds now. Refunded: what was registered about it is done. Nothing registered: nothing."""
    registered = uow.tasks.of_order(order.number, _ENDED_BY_REFUND, UNDER_WAY)
    if not registered:
        return
    if order.refund is RefundState.REFUNDED:
        for task in registered:
            paid = replace(task, args=_as_paid(task, order))
            uow.tasks.save(replace(paid, status=TaskStatus.DONE, decided_at=task.decided_at or now))
        return
    stage = REFUND_STAGES.get(order.refund)
    if stage is None or order.refund is RefundState.REQUESTED:
        return  # that was checked when it was registered
    duty = stage.text.in_language(book.default_language)
    refund = next((task for task in registered if task.kind is TaskKind.REFUND), None)
    if refund is not None:
        uow.tasks.save(replace(refund, role=stage.role, duty=duty))
    elif order.refund is RefundState.GOODS_RECEIVED:
        uow.tasks.register(_of_return(uow, registered[0], order, duty), now=now)


def _as_paid(task: Task, order: Order) -> dict[str, JsonValue]:
    """Of less than was registered only what was paid back counts: the rest may still be asked for."""
    registered = task.args.get("amount")
    if not registered or not 0 < order.refund_amount < Decimal(str(registered)):
        return task.args
    return {**task.args, "amount": str(order.refund_amount)}


def _of_return(uow: UnitOfWork, task: Task, order: Order, duty: str) -> TaskDraft:
    stage = REFUND_STAGES[RefundState.GOODS_RECEIVED]
    return TaskDraft(
        key=f"{task.key}:goods_received",
        kind=stage.kind,
        role=stage.role,
        conversation_id=task.conversation_id,
        order_number=order.number,
        duty=duty,
        args={"amount": str(money_left(uow, order, TaskKind.REFUND)), "register": task.number},
    )
