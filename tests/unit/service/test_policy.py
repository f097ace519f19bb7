"""Numbers of shop.yaml, and days counted by the shop's calendar."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from decimal import Decimal

import pytest

from bot.core.conversation import JsonValue
from bot.core.orders import Fulfilment, Order, RefundState
from bot.service.policy import days_since, number_of, refundable

SHOP: dict[str, JsonValue] = {
    "timezone": "Asia/Shanghai", "returns": {"days": 7, "on": True, "text": "7"}, "couriers": ["顺丰"],
}  # fmt: skip
ORDER = Order(
    number="A1", source="t", created_at=datetime(2026, 3, 1, tzinfo=UTC), fulfilment=Fulfilment.SIGNED,
    total=Decimal(50),
)  # fmt: skip


@pytest.mark.parametrize(
    ("section", "name", "number"),
    [
        ("returns", "days", 7),
        ("returns", "other", 3),
        ("returns", "on", 3),
        ("returns", "text", 3),
        ("couriers", "x", 3),
    ],
)
def test_what_is_no_number_in_the_shop_is_the_default(section: str, name: str, number: int) -> None:
    assert number_of(SHOP, section, name, default=3) == number


def test_days_are_those_of_the_shops_calendar() -> None:
    before_midnight, after = datetime(2026, 3, 1, 15, 59, tzinfo=UTC), datetime(2026, 3, 1, 16, tzinfo=UTC)
    assert days_since(before_midnight, after, SHOP) == 1
    assert days_since(after, after, SHOP) == 0
    assert days_since(None, after, SHOP) is None


@pytest.mark.parametrize(
    ("state", "amount", "left"),
    [
        (RefundState.NONE, 0, 50),
        (RefundState.REQUESTED, 20, 50),
        (RefundState.REFUNDED, 20, 30),
        (RefundState.REFUNDED, 0, 0),
    ],
)
def test_what_was_refunded_is_not_there_any_more(state: RefundState, amount: int, left: int) -> None:
    assert refundable(replace(ORDER, refund=state, refund_amount=Decimal(amount))) == left
