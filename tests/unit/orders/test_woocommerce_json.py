from __future__ import annotations

import json
from collections.abc import Callable
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any, TypeAlias

import pytest

from bot.core.errors import ImportFileError
from bot.core.orders import Fulfilment, RefundState

Read: TypeAlias = Callable[..., Any]


def _order(**changes: object) -> dict[str, object]:
    return {
        "id": 5,
        "number": "0005",
        "status": "processing",
        "currency": "USD",
        "date_created": "2026-03-02T05:00:00",
        "date_created_gmt": "2026-03-02T10:00:00",
        "date_paid_gmt": None,
        "total": "41.90",
        "shipping_total": "7.00",
        "customer_note": "",
        "billing": {"first_name": "Demo", "last_name": "Payer", "email": "demo@example.com", "phone": "555 0000 1234"},
        "shipping": {"first_name": "Demo", "last_name": "Customer", "address_1": "1 Demo Street", "country": "US"},
        "line_items": [
            {
                "name": "Mug",
                "product_id": 501,
                "quantity": 2,
                "subtotal": "8.00",
                "total": "7.00",
                "sku": "",
                "meta_data": [{"key": "pa_color", "value": "blue"}, {"key": "_secret", "value": "x"}],
            },
            {"name": "Lamp", "product_id": 502, "quantity": 1, "subtotal": "19.00", "sku": "L1", "meta_data": []},
        ],
        "refunds": [],
    } | changes


def _write(tmp_path: Path, orders: object, name: str = "orders.json") -> Path:
    path = tmp_path / name
    path.write_text(json.dumps(orders, indent=1), encoding="utf-8")
    return path


def test_an_order_of_the_api_is_read_whole(tmp_path: Path, read: Read) -> None:
    order = read(_write(tmp_path, [_order()])).orders[0]
    assert (order.number, order.fulfilment, order.currency) == ("0005", Fulfilment.UNPRINTED, "USD")
    assert order.created_at == datetime(2026, 3, 2, 10, 0, tzinfo=UTC)
    assert (order.receiver, order.phone_tail) == ("Demo Customer", "1234")
    assert [(item.title, item.quantity, item.price, item.variant, item.product_id) for item in order.items] == [
        ("Mug", 2, Decimal("4.00"), "color: blue", "501"),
        ("Lamp", 1, Decimal("19.00"), "", "502"),
    ]


def test_json_is_known_by_its_first_character_too(tmp_path: Path, read: Read) -> None:
    assert len(read(_write(tmp_path, [_order()], name="orders.txt")).orders) == 1


def test_refunds_are_summed(tmp_path: Path, read: Read) -> None:
    order = read(_write(tmp_path, [_order(refunds=[{"total": "-11.00"}, {"total": "-8.5"}])])).orders[0]
    assert (order.refund, order.refund_amount) == (RefundState.REFUNDED, Decimal("19.50"))


def test_bad_orders_are_left_out_with_the_line_they_begin_on(tmp_path: Path, read: Read) -> None:
    path = _write(tmp_path, [_order(), 7, _order(total="free"), _order(line_items=["?"], number="0006")])
    result = read(path)
    lines = path.read_text(encoding="utf-8").splitlines()
    assert [order.number for order in result.orders] == ["0005", "0006"]
    assert lines[result.problems[0].line - 1].strip() == "7,"
    assert lines[result.problems[1].line - 1].strip() == "{"
    assert "“free” is not an amount" in result.problems[1].text


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("{}", r"begins with \["),
        ("[{]", "not JSON"),
        ('[{"id": 1}', "is the file complete"),
        ('[{"id": 1} {"id": 2}]', "a comma"),
        ("[" * 100_000, "nested too deeply"),
    ],
)
def test_what_is_no_list_of_orders_is_refused(tmp_path: Path, read: Read, text: str, reason: str) -> None:
    path = tmp_path / "orders.json"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(ImportFileError, match=reason):
        read(path)


def test_json_of_another_shop_system_is_refused(tmp_path: Path, read: Read) -> None:
    with pytest.raises(ImportFileError, match="only WooCommerce"):
        read(_write(tmp_path, [_order()]), export="taobao")


def test_a_lone_surrogate_in_a_text_is_dropped(tmp_path: Path, read: Read) -> None:
    order = read(_write(tmp_path, [_order(customer_note="a\ud800b")])).orders[0]
    assert order.message == "ab"
