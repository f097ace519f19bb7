"""WooCommerce: the CSV of the well-known exporters, and the list of orders of the REST API (JSON).

WooCommerce itself exports no orders with phones; the plug-ins that do agree on few names, so each field knows many:
Advanced Order Export (`First Name (Billing)`), Customer / Order CSV Export and WebToffee (`billing_first_name`).
An order is one row, one row per item (further rows may be empty but for the item), or has its items in one cell.

WooCommerce knows completed, not delivered: a completed order is SHIPPED, never SIGNED, unless a plug-in says so.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterator, Sequence
from decimal import Decimal
from types import MappingProxyType
from typing import Final

from bot.core.orders import PAID, Fulfilment, Order, OrderItem, RefundState
from bot.orders.cells import BadCell, amount, count, moment, number, phone, plain
from bot.orders.columns import Field, Row
from bot.orders.dialect import Dialect, ImportContext

_MAX_ITEM_COLUMNS: Final = 100


def _person(name: str, billing: str) -> tuple[Field, ...]:
    """The fields of an address, which differ only in `billing` or `shipping`."""
    label = billing.title()
    return tuple(
        Field(name=f"{name}_{part}", headers=(f"{billing}_{key}", f"{title} ({label})", f"{label} {title}"))
        for part, key, title in (
            ("first", "first_name", "First Name"),
            ("last", "last_name", "Last Name"),
            ("full", "full_name", "Full Name"),
            ("phone", "phone", "Phone"),
            ("street", "address_1", "Address 1"),
            ("street2", "address_2", "Address 2"),
            ("both", "address", "Address 1&2"),
            ("city", "city", "City"),
            ("state", "state", "State Code"),
            ("postcode", "postcode", "Postcode"),
            ("country", "country", "Country Code"),
        )
    )


FIELDS: Final = (
    Field(name="number", headers=("order_number", "Order Number", "Order #", "order_id", "Order ID"), essential=True),
    Field(name="status", headers=("status", "order_status", "Order Status"), essential=True),
    Field(name="created", headers=("order_date", "Order Date", "date", "date_created", "Date"), essential=True),
    Field(
        name="total",
        headers=("order_total", "Order Total Amount", "Order Total", "total", "N. Revenue"),
        essential=True,
    ),
    Field(name="buyer", headers=("customer_email", "billing_email", "Email (Billing)", "Billing Email")),
    Field(name="paid_at", headers=("paid_date", "date_paid", "Paid Date")),
    Field(name="completed_at", headers=("completed_date", "date_completed", "Completed Date")),
    Field(name="currency", headers=("order_currency", "currency", "Currency", "Order Currency")),
    Field(name="freight", headers=("shipping_total", "Order Shipping Amount", "Order Shipping", "order_shipping")),
    Field(name="refunded", headers=("refunded_total", "Order Refund Amount", "order_refund", "refund_total")),
    Field(name="message", headers=("customer_note", "Customer Note")),
    Field(name="tracking", headers=("tracking_number", "Tracking Number", "shipment_tracking_number")),
    Field(name="carrier", headers=("tracking_provider", "Tracking Provider", "shipping_provider")),
    *_person("to", "shipping"),
    *_person("by", "billing"),
    Field(name="customer", headers=("Customer", "customer_name")),
    Field(name="title", headers=("item_name", "Item Name", "Product Name", "Product Name (main)")),
    Field(name="quantity", headers=("item_quantity", "Quantity", "Quantity (- Refund)", "qty")),
    Field(name="price", headers=("item_price", "Item Cost", "Item Cost Before Discount")),
    Field(name="item_total", headers=("item_subtotal", "Order Line Subtotal", "item_total", "Order Line Total")),
    Field(name="sku", headers=("item_sku", "SKU")),
    Field(name="variant", headers=("item_meta", "Product Variation")),
    Field(name="product_id", headers=("item_product_id", "Product Id")),
    Field(name="line_items", headers=("line_items", "Line Items")),
    Field(name="products", headers=("Product(s)", "Products")),
    *(Field(name=f"line_item_{place}", headers=(f"line_item_{place}",)) for place in range(1, _MAX_ITEM_COLUMNS + 1)),
)

_STATUSES: Final = MappingProxyType(
    {
        "pending": Fulfilment.UNPAID,
        "pending-payment": Fulfilment.UNPAID,
        "on-hold": Fulfilment.UNPAID,
        "failed": Fulfilment.UNPAID,
        "processing": Fulfilment.UNPRINTED,
        "partially-shipped": Fulfilment.PACKED,
        "partial-shipped": Fulfilment.PACKED,
        "completed": Fulfilment.SHIPPED,
        "shipped": Fulfilment.SHIPPED,
        "delivered": Fulfilment.SIGNED,
        "cancelled": Fulfilment.CLOSED,
        "refunded": Fulfilment.CLOSED,
        "待付款": Fulfilment.UNPAID,
        "保留": Fulfilment.UNPAID,
        "失败": Fulfilment.UNPAID,
        "处理中": Fulfilment.UNPRINTED,
        "正在处理": Fulfilment.UNPRINTED,
        "已完成": Fulfilment.SHIPPED,
        "已取消": Fulfilment.CLOSED,
        "已退款": Fulfilment.CLOSED,
    }
)
_REFUNDED: Final = frozenset({"refunded", "已退款"})

_NEXT_ITEM: Final = re.compile(r";\s*(?=(?:id|name):)")
_PRODUCT: Final = re.compile(r"([0-9]{1,6})\s*[×x]\s+(.+?)(?=,\s*[0-9]{1,6}\s*[×x]\s|$)")


def status_key(value: str) -> str:
    """A status as WooCommerce's slug for it; empty stays empty."""
    key = re.sub(r"[\s_]+", "-", value.casefold()).removeprefix("wc-")
    if key and key not in _STATUSES:
        raise BadCell(f"“{plain(value)[:40]}” is not a known status", "for example processing or completed")
    return key


def build_order(rows: Sequence[Row], context: ImportContext) -> Order:
    """The rows of one order: the first tells the order, every row an item (or the first all of them)."""
    row = rows[0]
    key = row.need("status", status_key)
    total = row.need("total", amount)
    refunded = row.read("refunded", lambda value: amount(value.removeprefix("-"))) or Decimal(0)
    if key in _REFUNDED:
        refunded = refunded or total
    paid_at = row.read("paid_at", lambda value: moment(value, context.zone))
    completed_at = row.read("completed_at", lambda value: moment(value, context.zone))
    fulfilment = _fulfilment(key, paid=paid_at is not None)
    return Order(
        number=row.need("number", number),
        source="woocommerce",
        created_at=row.need("created", lambda value: moment(value, context.zone)),
        fulfilment=fulfilment,
        buyer=row.read("buyer", plain),
        receiver=_name(row, "to") or _name(row, "by") or row.read("customer", plain),
        phone=row.read("to_phone", phone) or row.read("by_phone", phone),
        address=_address(row, "to") or _address(row, "by"),
        items=tuple(item for line in rows for item in _items(line)),
        total=total,
        freight=row.read("freight", amount) or Decimal(0),
        currency=row.read("currency", plain).upper() or context.currency,
        refund=RefundState.REFUNDED if refunded else RefundState.NONE,
        refund_amount=refunded,
        paid_at=paid_at if paid_at or fulfilment not in PAID else None,
        shipped_at=completed_at if fulfilment in {Fulfilment.SHIPPED, Fulfilment.SIGNED} else None,
        carrier=row.read("carrier", plain),
        tracking_number=row.read("tracking", number),
        message=row.read("message", plain),
    )


def _fulfilment(key: str, *, paid: bool) -> Fulfilment:
    """On hold means "we wait for the money", unless the money is there."""
    reached = _STATUSES[key]
    return Fulfilment.UNPRINTED if paid and reached is Fulfilment.UNPAID and key != "failed" else reached


def _name(row: Row, who: str) -> str:
    return row.read(f"{who}_full", plain) or " ".join(
        filter(None, (row.read(f"{who}_first", plain), row.read(f"{who}_last", plain)))
    )


def _address(row: Row, who: str) -> str:
    parts = (row.read(f"{who}_{part}", plain) for part in ("both", "street", "street2", "city", "state", "postcode"))
    found = [part for part in parts if part]
    country = row.read(f"{who}_country", plain)
    return ", ".join([*found, country] if found and country else found)


def _items(row: Row) -> Iterator[OrderItem]:
    if row.text("title"):
        yield _item_of_row(row)
        return
    if packed := row.text("line_items"):
        for part in _NEXT_ITEM.split(packed):
            yield _packed_item(row, "line_items", part)
    for place in range(1, _MAX_ITEM_COLUMNS + 1):
        field = f"line_item_{place}"
        if field not in row.columns.places:
            break
        if packed := row.text(field):
            yield _packed_item(row, field, packed)
    for pieces, title in _PRODUCT.findall(row.text("products")):
        yield OrderItem(title=_title(title), quantity=int(pieces))


def _title(value: str) -> str:
    """WordPress keeps titles as HTML text (`&ndash;`)."""
    return plain(html.unescape(value))


def _item_of_row(row: Row) -> OrderItem:
    quantity = row.read("quantity", count)
    pieces = 1 if quantity is None else quantity
    price = row.read("price", amount)
    return OrderItem(
        title=row.need("title", _title),
        quantity=pieces,
        price=_each(row.read("item_total", amount), pieces) if price is None else price,
        sku=row.read("sku", plain),
        variant=row.read("variant", plain),
        product_id=row.read("product_id", plain),
    )


def _packed_item(row: Row, field: str, packed: str) -> OrderItem:
    """`name:Mug|product_id:93|sku:M1|quantity:2|total:6.00` → an item."""
    told = dict(part.split(":", 1) for part in packed.split("|") if ":" in part)
    if not told.get("name"):
        raise row.bad(field, "an item has no name", "kefu reads name:…|quantity:…|total:… here")
    try:
        pieces = count(told.get("quantity", "").strip()) or 1
        price = _each(
            amount((told.get("subtotal") or told.get("sub_total") or told.get("total") or "").strip()), pieces
        )
    except BadCell as bad:
        raise row.bad(field, bad.text, bad.hint) from None
    return OrderItem(
        title=_title(told["name"]),
        quantity=pieces,
        price=price,
        sku=plain(told.get("sku", "")),
        variant=_title(told.get("meta", "")),
        product_id=plain(told.get("product_id", "")),
    )


def _each(total: Decimal | None, pieces: int) -> Decimal:
    return ((total or Decimal(0)) / max(pieces, 1)).quantize(Decimal("0.01"))


WOO_ORDERS: Final = Dialect(
    name="WooCommerce orders", format="woocommerce", fields=FIELDS, grouped=True, build=build_order
)
