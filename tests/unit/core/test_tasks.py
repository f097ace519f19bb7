"""What counts as arranged about an order."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from bot.core.roles import Role
from bot.core.tasks import Arranged, Task, TaskKind, TaskStatus, arranged, standing


def task(number: int, kind: TaskKind, status: TaskStatus = TaskStatus.OPEN, order: str = "A1") -> Task:
    return Task(
        id=number,
        key=str(number),
        kind=kind,
        role=Role.AFTER_SALE,
        conversation_id=1,
        status=status,
        created_at=datetime(2026, 3, 2, tzinfo=UTC),
        order_number=order,
    )


def test_each_register_of_an_order_tells_its_newest_number() -> None:
    tasks = [task(2, TaskKind.RETURN), task(1, TaskKind.RETURN), task(3, TaskKind.EXCHANGE, order="A2")]
    assert standing(tasks) == {"A1": {TaskKind.RETURN: "R0002"}, "A2": {TaskKind.EXCHANGE: "E0003"}}


@pytest.mark.parametrize(
    ("kind", "status", "stands"),
    [
        (TaskKind.RETURN, TaskStatus.APPROVED, True),
        (TaskKind.RETURN, TaskStatus.DONE, False),
        (TaskKind.CANCEL_ORDER, TaskStatus.DONE, True),
        (TaskKind.CANCEL_ORDER, TaskStatus.REPLACED, False),
    ],
)
def test_only_a_cancellation_still_stands_when_it_is_done(kind: TaskKind, status: TaskStatus, stands: bool) -> None:
    assert bool(standing([task(1, kind, status)])) is stands


def test_work_about_no_order_stands_for_none() -> None:
    assert standing([task(1, TaskKind.COMPLAINT, order="")]) == {}


def test_what_may_be_taken_back_stands_newest_first_with_what_it_is_about() -> None:
    card = replace(task(1, TaskKind.ORDER_NOTE), args={"kind": "card"})
    tasks = [card, task(2, TaskKind.COUPON), task(3, TaskKind.RETURN), task(4, TaskKind.REFUND, TaskStatus.REPLACED)]
    assert arranged(tasks) == {
        "A1": (
            Arranged(kind=TaskKind.RETURN, number="R0003"),
            Arranged(kind=TaskKind.ORDER_NOTE, number="T0001", about="card"),
        )
    }


def test_of_an_order_that_is_cancelled_only_the_cancellation_is_taken_back() -> None:
    tasks = [task(1, TaskKind.ORDER_NOTE), task(2, TaskKind.CANCEL_ORDER), task(3, TaskKind.REFUND)]
    assert arranged(tasks) == {"A1": (Arranged(kind=TaskKind.CANCEL_ORDER, number="T0002"),)}
