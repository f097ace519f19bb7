"""What counts as arranged about an order."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from bot.core.roles import Role
from bot.core.tasks import Task, TaskKind, TaskStatus, standing


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
