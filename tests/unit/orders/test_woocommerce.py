from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any, TypeAlias

import pytest

from bot.core.orders import Fulfilment, RefundState

Write: TypeAlias = Callable[..., Path]
Read: TypeAlias = Callable[..., Any]

ADVANCED = {
    "Order Number": "4711",
    "Order Status": "Processing",
    "Order Date": "2026-03-02 10:00",
    "Customer Note": "ring twice",
    "First Name (Billing)": "Demo",
    "Last Name (Billing)": "Payer",
    "Phone (Billing)": "555-0000-1234",
    "First Name (Shipping)": "Demo",
    "Last Name (Shipping)": "Customer",
    "Address 1&2 (Shipping)": "1 Demo Street",
    "City (Shipping)": "Springfield",
    "Order Shipping Amount": "7",
    "Order Refund Amount": "0",
    "Order Total Amount": "41.90",
    "Item #": "1",
    "Item Name": "Mug &ndash; blue",
    "Quantity (- Refund)": "2",
    "Item Cost": "4",
    "SKU": "M1",
}
TOFFEE = {
    "order_id": "815",
    "order_number": "1815",
    "order_date": "2026-03-02 10:00:00",
    "paid_date": "2026-03-02 10:01:00",
    "status": "wc-completed",
    "order_total": "18.00",
    "shipping_total": "6.00",
    "order_currency": "EUR",
    "billing_phone": "0000001234",
    "shipping_first_name": "Demo",
    "shipping_address_1": "1 Demo Street",
    "shipping_country": "DE",
    "line_item_1": "name:Mug|product_id:501|sku:M1|quantity:2|total:10.00|sub_total:14.00",
    "line_item_2": "",
}


def test_advanced_order_export_with_a_row_per_item(write: Write, read: Read) -> None:
    further = {"Item #": "2", "Item Name": "Lamp", "Quantity (- Refund)": "1", "Item Cost": "19"}
    order = read(write([ADVANCED, further])).orders[0]
    assert (order.number, order.source, order.fulfilment) == ("4711", "woocommerce", Fulfilment.UNPRINTED)
    assert (order.receiver, order.phone_tail, order.message) == ("Demo Customer", "1234", "ring twice")
    assert (order.total, order.freight) == (Decimal("41.90"), Decimal(7))
    assert [(item.title, item.quantity, item.price) for item in order.items] == [
        ("Mug – blue", 2, Decimal(4)),
        ("Lamp", 1, Decimal(19)),
    ]


def test_an_exporter_with_items_in_cells(write: Write, read: Read) -> None:
    order = read(write([TOFFEE])).orders[0]
    assert (order.number, order.fulfilment, order.currency) == ("1815", Fulfilment.SHIPPED, "EUR")
    assert order.paid_at == datetime(2026, 3, 2, 2, 1, tzinfo=UTC)
    assert order.address == "1 Demo Street, DE"
    assert [(item.title, item.quantity, item.price, item.product_id) for item in order.items] == [
        ("Mug", 2, Decimal("7.00"), "501")
    ]


def test_all_items_in_one_cell(write: Write, read: Read) -> None:
    packed = "id:1|name:Mug; large|quantity:1|total:5.00;id:2|name:Lamp|quantity:3|total:30.00"
    order = read(write([TOFFEE | {"line_items": packed, "line_item_1": ""}])).orders[0]
    assert [(item.title, item.quantity, item.price) for item in order.items] == [
        ("Mug; large", 1, Decimal("5.00")),
        ("Lamp", 3, Decimal("10.00")),
    ]


def test_the_report_of_woocommerce_itself(write: Write, read: Read) -> None:
    row = {
        "Date": "2026-03-02 10:00:00",
        "Order #": "4711",
        "Status": "on-hold",
        "Customer": "Demo Customer",
        "Product(s)": "2× Mug, white, 1× Lamp",
        "N. Revenue": "41.90",
    }
    result = read(write([row]))
    assert result.orders[0].fulfilment is Fulfilment.UNPAID
    assert [(item.title, item.quantity) for item in result.orders[0].items] == [("Mug, white", 2), ("Lamp", 1)]
    assert [remark.code for remark in result.remarks] == ["no-phone"]


@pytest.mark.parametrize(
    ("status", "paid", "expected"),
    [
        ("pending", "", Fulfilment.UNPAID),
        ("Pending payment", "", Fulfilment.UNPAID),
        ("failed", "2026-03-02 10:00:00", Fulfilment.UNPAID),
        ("on-hold", "", Fulfilment.UNPAID),
        ("On hold", "2026-03-02 10:00:00", Fulfilment.UNPRINTED),
        ("wc-processing", "", Fulfilment.UNPRINTED),
        ("completed", "", Fulfilment.SHIPPED),
        ("delivered", "", Fulfilment.SIGNED),
        ("cancelled", "", Fulfilment.CLOSED),
        ("已完成", "", Fulfilment.SHIPPED),
    ],
)
def test_statuses_make_the_state(write: Write, read: Read, status: str, paid: str, expected: Fulfilment) -> None:
    row = TOFFEE | {"status": status, "paid_date": paid}
    assert read(write([row])).orders[0].fulfilment is expected


def test_a_refund_without_an_amount_is_the_whole_total(write: Write, read: Read) -> None:
    order = read(write([TOFFEE | {"status": "refunded"}])).orders[0]
    assert (order.fulfilment, order.refund, order.refund_amount) == (
        Fulfilment.CLOSED,
        RefundState.REFUNDED,
        Decimal("18.00"),
    )


def test_an_ambiguous_american_date_is_refused(write: Write, read: Read) -> None:
    problem = read(write([TOFFEE | {"order_date": "5/6/2026 0:37"}])).problems[0]
    assert problem.column == 3
    assert "write it like 2026-03-02" in problem.hint


def test_an_item_cell_without_a_name_leaves_the_order_out(write: Write, read: Read) -> None:
    problem = read(write([TOFFEE | {"line_item_1": "what"}])).problems[0]
    assert problem.text.startswith("line_item_1: an item has no name")
