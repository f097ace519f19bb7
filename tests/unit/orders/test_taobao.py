from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any, TypeAlias

import pytest

from bot.core.errors import ImportFileError
from bot.core.orders import Fulfilment, RefundState
from bot.orders.taobao import STATUSES, status

Make: TypeAlias = Callable[..., dict[str, str]]
Write: TypeAlias = Callable[..., Path]
Read: TypeAlias = Callable[..., Any]

NUMBER = "1234567890123456789"


def test_an_order_is_read_whole(write: Write, read: Read, taobao_row: Make) -> None:
    order = read(write([taobao_row()], encoding="gbk")).orders[0]
    assert order.number == NUMBER
    assert order.source == "taobao"
    assert order.fulfilment is Fulfilment.UNPRINTED
    assert order.created_at == datetime(2026, 3, 2, 2, 0, tzinfo=UTC)
    assert order.paid_at == datetime(2026, 3, 2, 2, 1, tzinfo=UTC)
    assert (order.total, order.freight, order.currency) == (Decimal("126.00"), Decimal("8.00"), "CNY")
    assert (order.phone, order.phone_tail, order.buyer) == ("13800001234", "1234", "演示买家")
    assert (order.message, order.remark) == ("", "")
    assert [(item.title, item.quantity, item.price) for item in order.items] == [("暖满保温杯", 2, Decimal("59.00"))]


def test_a_masked_phone_still_gives_its_last_four_digits(write: Write, read: Read, taobao_row: Make) -> None:
    order = read(write([taobao_row(联系手机="138****1234")])).orders[0]
    assert (order.phone, order.phone_tail) == ("138****1234", "1234")


def test_a_landline_stands_in_for_a_missing_mobile(write: Write, read: Read, taobao_row: Make) -> None:
    order = read(write([taobao_row(联系手机="'", 联系电话="'0571-88880000")])).orders[0]
    assert order.phone == "0571-88880000"


def test_an_unpaid_order_costs_what_is_due(write: Write, read: Read, taobao_row: Make) -> None:
    row = taobao_row(订单状态="等待买家付款", 买家实际支付金额="0.00", 总金额="99.00", 订单付款时间="")
    order = read(write([row])).orders[0]
    assert (order.fulfilment, order.total, order.paid_at) == (Fulfilment.UNPAID, Decimal("99.00"), None)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("等待买家付款", Fulfilment.UNPAID),
        ("买家已付款,等待卖家发货", Fulfilment.UNPRINTED),
        ("买家已付款， 等待卖家发货", Fulfilment.UNPRINTED),
        ("卖家部分发货", Fulfilment.PACKED),
        ("卖家已发货，等待买家确认", Fulfilment.SHIPPED),
        ("买家已签收,货到付款专用", Fulfilment.SIGNED),
        ("交易成功", Fulfilment.SIGNED),
        ("交易关闭", Fulfilment.CLOSED),
        ("付款以后用户退款成功，交易自动关闭", Fulfilment.CLOSED),
    ],
)
def test_statuses_are_known_by_any_punctuation(text: str, expected: Fulfilment) -> None:
    assert status(text) is expected


def test_every_status_is_written_without_punctuation() -> None:
    assert all(status(text) is expected for text, expected in STATUSES.items())


def test_closed_after_a_refund_tells_the_refund(write: Write, read: Read, taobao_row: Make) -> None:
    row = taobao_row(订单状态="交易关闭", 订单关闭原因="退款成功")
    order = read(write([row])).orders[0]
    assert (order.fulfilment, order.refund, order.refund_amount) == (
        Fulfilment.CLOSED,
        RefundState.REFUNDED,
        Decimal("126.00"),
    )


def test_an_unknown_status_leaves_the_order_out(write: Write, read: Read, taobao_row: Make) -> None:
    result = read(write([taobao_row(), taobao_row(订单编号="2", 订单状态="外星发货")]))
    problem = result.problems[0]
    assert (problem.line, problem.column) == (3, 7)
    assert problem.text == "订单状态: “外星发货” is not a known status"


def test_a_number_destroyed_by_excel_leaves_the_order_out(write: Write, read: Read, taobao_row: Make) -> None:
    result = read(write([taobao_row(订单编号="1.23457E+18"), taobao_row()]))
    assert [order.number for order in result.orders] == [NUMBER]
    assert "Excel has destroyed the number" in str(result.problems[0])


def test_an_order_without_a_time_is_left_out(write: Write, read: Read, taobao_row: Make) -> None:
    result = read(write([taobao_row(订单创建时间="")]))
    assert result.problems[0].text == "订单创建时间: is empty"


def test_several_titles_become_lines_when_their_number_fits(write: Write, read: Read, taobao_row: Make) -> None:
    one = taobao_row(订单编号="1", 宝贝标题="毛巾，白，大号", 宝贝种类="1")
    two = taobao_row(订单编号="2", 宝贝标题="毛巾，台灯", 宝贝种类="2")
    orders = read(write([one, two])).orders
    assert [[item.title for item in order.items] for order in orders] == [["毛巾，白，大号"], ["毛巾", "台灯"]]


def _item(number: str = NUMBER, **cells: str) -> dict[str, str]:
    return {"订单编号": f'="{number}"', "标题": "毛巾", "价格": "25.00", "购买数量": "2", "商家编码": "T1"} | cells


def test_the_list_of_items_gives_the_lines(write: Write, read: Read, taobao_row: Make) -> None:
    rows = [_item(商品属性="颜色:米色"), _item(标题="台灯", 价格="129", 购买数量="1")]
    items = write(rows, name="items.csv", encoding="gbk")
    order = read(write([taobao_row()]), items=items).orders[0]
    assert [(item.title, item.quantity, item.price, item.sku) for item in order.items] == [
        ("毛巾", 2, Decimal("25.00"), "T1"),
        ("台灯", 1, Decimal(129), "T1"),
    ]
    assert order.items[0].variant == "颜色:米色"


def test_the_newer_list_of_items_gives_titles_and_tracking(write: Write, read: Read, taobao_row: Make) -> None:
    row = {"子订单编号": "9", "主订单编号": NUMBER, "商家编码": "T1", "外部系统编号": "", "商品标题": "毛巾"}
    items = write([row | {"物流单号": "No:YT0000000000001", "物流公司": "圆通速递"}], name="items.csv")
    order = read(write([taobao_row()]), items=items).orders[0]
    assert (order.tracking_number, order.carrier) == ("YT0000000000001", "圆通速递")
    assert [(item.title, item.quantity, item.price) for item in order.items] == [("毛巾", 2, Decimal("59.00"))]


def test_a_bad_line_of_the_list_of_items_leaves_its_order_out(write: Write, read: Read, taobao_row: Make) -> None:
    items = write([_item("1"), _item("2", 价格="?"), _item("2")], name="items.csv")
    result = read(write([taobao_row(订单编号="1"), taobao_row(订单编号="2")]), items=items)
    assert [order.number for order in result.orders] == ["1"]
    assert result.problems[0].path.endswith("items.csv")
    assert result.problems[0].line == 3


def test_the_list_of_items_alone_is_refused_with_what_to_do(write: Write, read: Read) -> None:
    with pytest.raises(ImportFileError, match="--items"):
        read(write([_item()]))


def test_a_list_of_items_beside_another_shops_export_is_refused(write: Write, read: Read, shopify_row: Make) -> None:
    items = write([_item()], name="items.csv")
    with pytest.raises(ImportFileError, match="belongs to Taobao"):
        read(write([shopify_row()]), items=items)


def test_orders_without_phones_are_remarked_on_once(write: Write, read: Read, taobao_row: Make) -> None:
    row = taobao_row()
    del row["联系手机"], row["联系电话"]
    result = read(write([row]))
    assert [remark.code for remark in result.remarks] == ["no-phone"]
    assert len(result.orders) == 1
