"""The words of the Telegram desk are complete."""

from __future__ import annotations

from datetime import UTC, datetime
from decimal import Decimal
from zoneinfo import ZoneInfo

import pytest

from bot.channels.telegram import words
from bot.core.actions import HandOffReason
from bot.core.cases import Outcome
from bot.core.messages import MediaKind
from bot.core.orders import Fulfilment, RefundState
from bot.core.tasks import TaskKind, TaskStatus


@pytest.mark.parametrize(
    ("table", "members"),
    [
        (words.REASONS, HandOffReason),
        (words.OUTCOMES, Outcome),
        (words.FULFILMENTS, Fulfilment),
        (words.REFUNDS, set(RefundState) - {RefundState.NONE}),
        (words.TASKS, TaskKind),
        (words.TASK_STATUSES, TaskStatus),
        (words.MEDIA, MediaKind),
    ],
)
def test_every_value_has_its_word(table: dict[str, str], members: object) -> None:
    assert set(table) == set(members)  # type: ignore[call-overload]  # an enumeration or a set of its members


def test_money_and_time_are_those_of_the_shop() -> None:
    assert words.money(Decimal(12), "CNY") == "¥12.00"
    assert words.money(Decimal("9.5"), "USD") == "USD 9.50"
    at = datetime(2026, 3, 1, 16, 5, tzinfo=UTC)
    assert words.moment(at, ZoneInfo("Asia/Shanghai")) == "3月2日 00:05"
