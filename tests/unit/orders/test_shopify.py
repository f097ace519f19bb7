from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any, TypeAlias

import pytest

from bot.core.orders import Fulfilment, RefundState

Make: TypeAlias = Callable[..., dict[str, str]]
Write: TypeAlias = Callable[..., Path]
Read: TypeAlias = Callable[..., Any]

LINE = {"Name": "#1001", "Lineitem name": "Lamp", "Lineitem quantity": "1", "Lineitem price": "1000"}


def test_an_order_of_several_rows_is_one_order(write: Write, read: Read, shopify_row: Make) -> None:
    order = read(write([shopify_row(), LINE])).orders[0]
    assert (order.number, order.source, order.currency) == ("1001", "shopify", "USD")
    assert order.created_at == datetime(2026, 3, 2, 2, 0, tzinfo=UTC)
    assert (order.total, order.freight) == (Decimal("1045.50"), Decimal("5.00"))
    assert (order.phone, order.phone_tail) == ("+15550001234", "1234")
    assert order.address == "1 Demo Street, Springfield, 00501, US"
    assert [(item.title, item.quantity, item.price, item.sku) for item in order.items] == [
        ("Mug - blue", 2, Decimal("20.25"), "MUG-B"),
        ("Lamp", 1, Decimal(1000), ""),
    ]


def test_one_bad_line_leaves_out_the_order_and_says_so(write: Write, read: Read, shopify_row: Make) -> None:
    rows = [shopify_row(), LINE | {"Lineitem price": "ten"}, shopify_row(Name="#1002")]
    result = read(write(rows))
    assert [order.number for order in result.orders] == ["1002"]
    assert result.problems[0].line == 3
    assert "order #1001 is left out with all its 2 lines" in result.problems[0].text
    assert result.left_out[0].rows == 2


def test_a_line_that_lost_its_order_is_explained(write: Write, read: Read, shopify_row: Make) -> None:
    result = read(write([LINE, shopify_row(Name="#1002"), LINE]))
    assert [problem.line for problem in result.problems] == [2, 4]
    assert "was it sorted?" in result.problems[0].hint


@pytest.mark.parametrize(
    ("financial", "fulfilment", "cancelled", "expected"),
    [
        ("pending", "unfulfilled", "", Fulfilment.UNPAID),
        ("pending", "fulfilled", "", Fulfilment.SHIPPED),
        ("authorized", "", "", Fulfilment.UNPRINTED),
        ("paid", "unfulfilled", "", Fulfilment.UNPRINTED),
        ("paid", "partial", "", Fulfilment.PACKED),
        ("Partially refunded", "Fulfilled", "", Fulfilment.SHIPPED),
        ("voided", "unfulfilled", "", Fulfilment.CLOSED),
        ("refunded", "restocked", "", Fulfilment.CLOSED),
        ("refunded", "fulfilled", "", Fulfilment.SHIPPED),
        ("paid", "unfulfilled", "2026-03-03 10:00:00 +0800", Fulfilment.CLOSED),
    ],
)
def test_money_goods_and_cancellation_make_the_state(
    write: Write, read: Read, shopify_row: Make, financial: str, fulfilment: str, cancelled: str, expected: Fulfilment
) -> None:
    row = shopify_row(Financial_Status=financial, Fulfillment_Status=fulfilment, Cancelled_at=cancelled)
    assert read(write([row])).orders[0].fulfilment is expected


def test_refunds_are_told_in_part_and_in_full(write: Write, read: Read, shopify_row: Make) -> None:
    part = shopify_row(Name="#1", Financial_Status="partially_refunded", Refunded_Amount="10.00")
    full = shopify_row(Name="#2", Financial_Status="refunded", Refunded_Amount="0.00")
    orders = read(write([part, full])).orders
    assert [order.refund for order in orders] == [RefundState.REFUNDED, RefundState.REFUNDED]
    assert [order.refund_amount for order in orders] == [Decimal("10.00"), Decimal("1045.50")]


def test_an_unknown_status_names_the_known_ones(write: Write, read: Read, shopify_row: Make) -> None:
    problem = read(write([shopify_row(Financial_Status="lost")])).problems[0]
    assert "Financial Status: “lost”" in problem.text
    assert "partially_refunded" in problem.hint


def test_an_endless_order_is_refused(write: Write, read: Read, shopify_row: Make) -> None:
    result = read(write([shopify_row(), *([LINE] * 1500), shopify_row(Name="#1002")]))
    assert [order.number for order in result.orders] == ["1002"]
    assert "more than 1000 rows" in result.problems[0].text
