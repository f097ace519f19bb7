"""Taobao and Tmall: ExportOrderList, one row an order, and ExportItemList, one row an item of an order.

The order list names what was bought only in one cell (宝贝标题); the item list has the lines. Columns have come and
gone over the years: 确认收货时间, 发货时间 and 退款金额 are read where there are any.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Sequence
from decimal import Decimal
from types import MappingProxyType
from typing import Final

from bot.core.errors import Problem
from bot.core.orders import Fulfilment, Order, OrderItem, RefundState
from bot.orders.cells import BadCell, amount, count, moment, number, phone, plain
from bot.orders.columns import Field, Row
from bot.orders.dialect import Dialect, ImportContext, ItemLines, Sheet

_PUNCTUATION: Final = str.maketrans("", "", " ,.;:·")

STATUSES: Final = MappingProxyType(
    {
        "等待买家付款": Fulfilment.UNPAID,
        "待付款": Fulfilment.UNPAID,
        "没有创建支付宝交易": Fulfilment.UNPAID,
        "等待买家确认货到付款订单信息": Fulfilment.UNPAID,
        "定金未付尾款未付": Fulfilment.UNPAID,
        "定金已付尾款未付": Fulfilment.UNPAID,
        "付款确认中": Fulfilment.UNPAID,
        "买家已付款等待卖家发货": Fulfilment.UNPRINTED,
        "买家已确认等待卖家发货": Fulfilment.UNPRINTED,
        "买家已付款": Fulfilment.UNPRINTED,
        "等待卖家发货": Fulfilment.UNPRINTED,
        "待发货": Fulfilment.UNPRINTED,
        # Not everything has left: saying "shipped" would promise too much.
        "卖家部分发货": Fulfilment.PACKED,
        "部分发货": Fulfilment.PACKED,
        "卖家已发货等待买家确认": Fulfilment.SHIPPED,
        "卖家已发货等待买家确认收货": Fulfilment.SHIPPED,
        "卖家已发货等待买家确认收货并付款": Fulfilment.SHIPPED,
        "等待买家确认收货": Fulfilment.SHIPPED,
        "卖家已发货": Fulfilment.SHIPPED,
        "已发货": Fulfilment.SHIPPED,
        "买家已签收": Fulfilment.SIGNED,
        "买家已签收货到付款专用": Fulfilment.SIGNED,
        "买家已签收回款至卖家": Fulfilment.SIGNED,
        "交易成功": Fulfilment.SIGNED,
        "交易关闭": Fulfilment.CLOSED,
        "交易被淘宝关闭": Fulfilment.CLOSED,
        "付款以后用户退款成功交易自动关闭": Fulfilment.CLOSED,
        "付款以前卖家或买家主动关闭交易": Fulfilment.CLOSED,
    }
)
"""订单状态, without spaces and punctuation."""

_ORDER_FIELDS: Final = (
    Field(name="number", headers=("订单编号", "主订单编号", "订单号"), essential=True),
    Field(name="status", headers=("订单状态", "交易状态"), essential=True),
    Field(name="created", headers=("订单创建时间", "创建时间", "下单时间"), essential=True),
    Field(name="due", headers=("总金额", "订单金额", "买家应付总额"), essential=True),
    Field(name="paid", headers=("买家实际支付金额", "买家实付金额", "实付金额")),
    Field(name="freight", headers=("买家应付邮费", "邮费", "运费")),
    Field(name="goods", headers=("买家应付货款",)),
    Field(name="buyer", headers=("买家会员名", "买家昵称", "买家ID")),
    Field(name="receiver", headers=("收货人姓名", "收件人姓名", "收货人")),
    Field(name="address", headers=("修改后的收货地址",)),
    Field(name="address_ordered", headers=("收货地址", "收件地址")),
    Field(name="mobile", headers=("联系手机", "收货人手机", "手机")),
    Field(name="telephone", headers=("联系电话", "收货人电话", "电话")),
    Field(name="paid_at", headers=("订单付款时间", "付款时间")),
    Field(name="shipped_at", headers=("发货时间",)),
    Field(name="signed_at", headers=("确认收货时间",)),
    Field(name="titles", headers=("宝贝标题", "商品标题")),
    Field(name="kinds", headers=("宝贝种类", "商品种类")),
    Field(name="pieces", headers=("宝贝总数量", "商品总数量")),
    Field(name="sku", headers=("修改后的sku",)),
    Field(name="tracking", headers=("物流单号", "运单号", "快递单号")),
    Field(name="carrier", headers=("物流公司", "快递公司")),
    Field(name="message", headers=("买家留言",)),
    Field(name="remark", headers=("订单备注", "商家备注", "卖家备注")),
    Field(name="closed_because", headers=("订单关闭原因",)),
    Field(name="refunded", headers=("退款金额",)),
)

_ITEM_FIELDS: Final = (
    Field(name="number", headers=("主订单编号", "订单编号", "订单号"), essential=True),
    Field(name="title", headers=("商品标题", "标题"), essential=True),
    Field(name="part", headers=("子订单编号",)),
    Field(name="price", headers=("价格", "商品价格", "单价")),
    Field(name="quantity", headers=("购买数量", "数量", "商品数量")),
    Field(name="sku", headers=("商家编码",)),
    Field(name="outer_id", headers=("外部系统编号",)),
    Field(name="variant", headers=("商品属性", "销售属性", "颜色分类")),
    Field(name="tracking", headers=("物流单号", "运单号")),
    Field(name="carrier", headers=("物流公司", "快递公司")),
)


def words(value: str) -> str:
    """Free text without the apostrophe and the `null` that exports put into empty cells."""
    value = plain(value.removeprefix("'"))
    return "" if value == "null" else value


def status(value: str) -> Fulfilment | None:
    """订单状态 → how far the order is; None when empty."""
    if not value:
        return None
    key = unicodedata.normalize("NFKC", value).translate(_PUNCTUATION)
    if key not in STATUSES:
        raise BadCell(
            f"“{plain(value)[:40]}” is not a known status", "for example 买家已付款，等待卖家发货 or 交易成功"
        )
    return STATUSES[key]


def build_order(rows: Sequence[Row], context: ImportContext) -> Order:
    """One row of ExportOrderList, with the lines of the item list where there are any."""
    row = rows[0]
    name = row.need("number", number)
    fulfilment = row.need("status", status)
    lines = context.items.get(name, ItemLines())
    paid = row.read("paid", amount) or Decimal(0)
    refund, refund_amount = _refund(row, fulfilment, paid)
    return Order(
        number=name,
        source="taobao",
        created_at=row.need("created", lambda value: moment(value, context.zone)),
        fulfilment=fulfilment,
        buyer=row.read("buyer", words),
        receiver=row.read("receiver", words),
        phone=_phone(row),
        address=row.read("address", words) or row.read("address_ordered", words),
        items=_items(row, lines),
        total=paid or row.need("due", amount),
        freight=row.read("freight", amount) or Decimal(0),
        currency=context.currency,
        refund=refund,
        refund_amount=refund_amount,
        paid_at=row.read("paid_at", lambda value: moment(words(value), context.zone)),
        shipped_at=row.read("shipped_at", lambda value: moment(words(value), context.zone)),
        signed_at=row.read("signed_at", lambda value: moment(words(value), context.zone)),
        carrier=row.read("carrier", words) or lines.carrier,
        tracking_number=row.read("tracking", _tracking) or lines.tracking_number,
        message=row.read("message", words),
        remark=row.read("remark", words),
    )


def _tracking(value: str) -> str:
    """The first of several parcels' numbers; some exports write `No:` before it."""
    first = words(value).replace("，", ",").split(",", 1)[0].strip()
    return number(first.removeprefix("No:"))


def _phone(row: Row) -> str:
    mobile = row.read("mobile", lambda value: phone(words(value)))
    return mobile or row.read("telephone", lambda value: phone(words(value)))


def _refund(row: Row, fulfilment: Fulfilment, paid: Decimal) -> tuple[RefundState, Decimal]:
    refunded = row.read("refunded", amount) or Decimal(0)
    if not refunded and fulfilment is Fulfilment.CLOSED and "退款" in row.text("closed_because") + row.text("status"):
        refunded = paid
    return (RefundState.REFUNDED, refunded) if refunded else (RefundState.NONE, Decimal(0))


def _items(row: Row, lines: ItemLines) -> tuple[OrderItem, ...]:
    """The lines of the item list; failing that what the order list tells in its one cell."""
    pieces = row.read("pieces", count)
    if len(lines.items) == 1 and lines.items[0].quantity == 0:
        return (_one(row, lines.items[0].title, pieces, sku=lines.items[0].sku),)
    if lines.items:
        return tuple(item if item.quantity else _with_one_piece(item) for item in lines.items)
    titles = row.read("titles", words)
    if not titles:
        return ()
    kinds = row.read("kinds", count) or 1
    parts = [part.strip() for part in titles.split("，")]
    if kinds > 1 and len(parts) == kinds and all(parts):
        return tuple(OrderItem(title=part) for part in parts)
    return (_one(row, titles, pieces),)


def _one(row: Row, title: str, pieces: int | None, sku: str = "") -> OrderItem:
    """The only line of an order: its price follows from what the goods cost together."""
    quantity = pieces or 1
    goods = row.read("goods", amount) or Decimal(0)
    price = (goods / quantity).quantize(Decimal("0.01"))
    return OrderItem(title=title, quantity=quantity, price=price, sku=sku, variant=row.read("sku", words))


def _with_one_piece(item: OrderItem) -> OrderItem:
    return OrderItem(title=item.title, price=item.price, sku=item.sku, variant=item.variant)


def read_items(rows: Iterable[Row], path: str) -> dict[str, ItemLines]:
    """The whole item list by order number; it is not sorted, so it is kept in memory.

    A quantity of 0 means that the list has no such column (the variant of 2026 has none).
    """
    found: dict[str, ItemLines] = {}
    for row in rows:
        name = row.text("number").removeprefix("#")
        known = found.get(name, ItemLines())
        try:
            found[name] = _with_line(known, row)
        except BadCell as bad:
            problem = Problem(
                path=path, line=bad.line, column=bad.column, code="bad-item", text=bad.text, hint=bad.hint
            )
            found[name] = ItemLines(items=known.items, problems=(*known.problems, problem))
    return found


def _with_line(known: ItemLines, row: Row) -> ItemLines:
    if row.fault:
        raise row.fault
    row.need("number", number)
    item = OrderItem(
        title=row.need("title", words),
        quantity=row.read("quantity", count) or 0,
        price=row.read("price", amount) or Decimal(0),
        sku=row.read("sku", words) or row.read("outer_id", words),
        variant=row.read("variant", words),
    )
    return ItemLines(
        items=(*known.items, item),
        carrier=known.carrier or row.read("carrier", words),
        tracking_number=known.tracking_number or row.read("tracking", _tracking),
        problems=known.problems,
    )


TAOBAO_ORDERS: Final = Dialect(
    name="Taobao ExportOrderList", format="taobao", fields=_ORDER_FIELDS, grouped=False, build=build_order
)
TAOBAO_ITEMS: Final = Sheet(name="Taobao ExportItemList", fields=_ITEM_FIELDS)
