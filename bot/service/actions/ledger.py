"""What of an order's money is spoken for: the shop's system says so, or a register that it does not show yet."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal
from typing import Final

from bot.core.orders import Order
from bot.core.ports import UnitOfWork
from bot.core.tasks import UNDER_WAY, Task, TaskKind, TaskStatus
from bot.service.policy import refundable

MONEY_BACK: Final = (TaskKind.REFUND, TaskKind.PRICE_PROTECTION)
"""Registers by which money of an order goes back to the customer."""


def money_left(uow: UnitOfWork, order: Order, kind: TaskKind) -> Decimal:
    """What a register of this kind may still pay back.

    What a finished register paid and what the shop's system reports is the same money, told by two; the larger counts.
    What other registers have promised is gone, too; what this one has is not, as the new entry takes its place.
    """
    standing = uow.tasks.of_order(order.number, MONEY_BACK, (*UNDER_WAY, TaskStatus.DONE))
    paid = sum_of(task for task in standing if task.status is TaskStatus.DONE)
    promised = sum_of(task for task in standing if task.status is not TaskStatus.DONE and task.kind is not kind)
    return order.total - max(order.total - refundable(order), paid) - promised


def sum_of(tasks: Iterable[Task]) -> Decimal:
    """All their amounts; one that nobody has settled yet counts as nothing."""
    return sum((Decimal(str(task.args["amount"])) for task in tasks if task.args.get("amount")), Decimal(0))
