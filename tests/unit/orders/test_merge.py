from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from decimal import Decimal

import pytest

from bot.core.orders import Fulfilment, Order, OrderItem, RefundState
from bot.orders.merge import is_older, updated

ORDER = Order(
    number="1",
    source="taobao",
    created_at=datetime(2026, 3, 2, tzinfo=UTC),
    fulfilment=Fulfilment.UNPRINTED,
    phone="13800001234",
    items=(OrderItem(title="毛巾"),),
    total=Decimal(10),
)


def _at(state: Fulfilment) -> Order:
    return replace(ORDER, fulfilment=state)


@pytest.mark.parametrize(
    ("stored", "told", "older"),
    [
        (Fulfilment.UNPAID, Fulfilment.UNPRINTED, False),
        (Fulfilment.SHIPPED, Fulfilment.UNPRINTED, True),
        (Fulfilment.SIGNED, Fulfilment.SHIPPED, True),
        (Fulfilment.CLOSED, Fulfilment.UNPAID, True),
        (Fulfilment.SIGNED, Fulfilment.CLOSED, False),
        (Fulfilment.PACKED, Fulfilment.UNPRINTED, False),
        (Fulfilment.SHIPPED, Fulfilment.SHIPPED, False),
    ],
)
def test_an_export_is_older_when_it_shows_an_earlier_stage(stored: Fulfilment, told: Fulfilment, older: bool) -> None:
    assert is_older(_at(told), _at(stored)) is older


def test_the_steps_inside_the_warehouse_survive_an_export_that_knows_only_paid() -> None:
    assert updated(_at(Fulfilment.PACKED), _at(Fulfilment.UNPRINTED)).fulfilment is Fulfilment.PACKED


def test_what_the_export_leaves_empty_stays() -> None:
    told = replace(ORDER, phone="", items=(), total=Decimal(9))
    merged = updated(replace(ORDER, refund=RefundState.REQUESTED, refund_amount=Decimal(5)), told)
    assert (merged.phone, merged.items, merged.total) == ("13800001234", ORDER.items, Decimal(9))
    assert (merged.refund, merged.refund_amount) == (RefundState.REQUESTED, Decimal(5))


def test_the_same_order_again_changes_nothing() -> None:
    assert updated(ORDER, ORDER) == ORDER
