"""Shopify's orders export: one row per line item; what belongs to the order stands in its first row only.

Shopify knows fulfilled, not delivered, and prints no tracking number: a fulfilled order is SHIPPED, never SIGNED.
"""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from types import MappingProxyType
from typing import Final

from bot.core.orders import Fulfilment, Order, OrderItem, RefundState
from bot.orders.cells import BadCell, amount, count, moment, number, phone, plain
from bot.orders.columns import Field, Row
from bot.orders.dialect import Dialect, ImportContext

_FIELDS: Final = (
    Field(name="number", headers=("Name",), essential=True),
    Field(name="created", headers=("Created at",), essential=True),
    Field(name="financial", headers=("Financial Status",), essential=True),
    Field(name="fulfilment", headers=("Fulfillment Status",), essential=True),
    Field(name="total", headers=("Total",), essential=True),
    Field(name="buyer", headers=("Email",)),
    Field(name="paid_at", headers=("Paid at",)),
    Field(name="shipped_at", headers=("Fulfilled at",)),
    Field(name="cancelled_at", headers=("Cancelled at",)),
    Field(name="currency", headers=("Currency",)),
    Field(name="freight", headers=("Shipping",)),
    Field(name="refunded", headers=("Refunded Amount",)),
    Field(name="receiver", headers=("Shipping Name",)),
    Field(name="payer", headers=("Billing Name",)),
    Field(name="phone", headers=("Shipping Phone",)),
    Field(name="payer_phone", headers=("Billing Phone",)),
    Field(name="order_phone", headers=("Phone",)),
    Field(name="street", headers=("Shipping Street", "Shipping Address1")),
    Field(name="city", headers=("Shipping City",)),
    Field(name="zip", headers=("Shipping Zip",)),
    Field(name="province", headers=("Shipping Province Name", "Shipping Province")),
    Field(name="country", headers=("Shipping Country",)),
    Field(name="message", headers=("Notes",)),
    Field(name="title", headers=("Lineitem name",)),
    Field(name="quantity", headers=("Lineitem quantity",)),
    Field(name="price", headers=("Lineitem price",)),
    Field(name="sku", headers=("Lineitem sku",)),
)

_PAID: Final = MappingProxyType(
    {
        "pending": False,
        "unpaid": False,
        "expired": False,
        "partially_paid": False,
        "voided": False,
        # The buyer has done their part; the shop captures the money when it ships.
        "authorized": True,
        "paid": True,
        "partially_refunded": True,
        "refunded": True,
    }
)
_FULFILMENT: Final = MappingProxyType(
    {
        "": None,
        "unfulfilled": None,
        "restocked": None,
        "on_hold": None,
        "scheduled": None,
        "in_progress": Fulfilment.PRINTED,
        # Not everything has left: saying "shipped" would promise too much.
        "partial": Fulfilment.PACKED,
        "partially_fulfilled": Fulfilment.PACKED,
        "fulfilled": Fulfilment.SHIPPED,
        "shipped": Fulfilment.SHIPPED,
    }
)


def _key(value: str) -> str:
    return value.casefold().replace(" ", "_")


def financial_status(value: str) -> str:
    """Financial Status as Shopify's word for it; empty stays empty."""
    key = _key(value)
    if key and key not in _PAID:
        raise BadCell(f"“{plain(value)[:40]}” is not a known status", "one of: " + ", ".join(_PAID))
    return key


def fulfilment_status(value: str) -> Fulfilment | None:
    """Fulfillment Status → how far the warehouse is; None when nothing has begun."""
    key = _key(value)
    if key not in _FULFILMENT:
        raise BadCell(f"“{plain(value)[:40]}” is not a known status", "one of: " + ", ".join(filter(None, _FULFILMENT)))
    return _FULFILMENT[key]


def build_order(rows: Sequence[Row], context: ImportContext) -> Order:
    """The rows of one order: the first tells the order and its first line, the others a line each."""
    row = rows[0]
    if not row.text("created") and not row.text("financial"):
        raise row.bad("created", "is empty", "a further line of an order must stand below its first; was it sorted?")
    refunded = row.read("refunded", amount) or Decimal(0)
    financial = row.need("financial", financial_status)
    return Order(
        number=row.need("number", number),
        source="shopify",
        created_at=row.need("created", lambda value: moment(value, context.zone)),
        fulfilment=_fulfilment(row, financial),
        buyer=row.read("buyer", plain),
        receiver=row.read("receiver", plain) or row.read("payer", plain),
        phone=row.read("phone", phone) or row.read("payer_phone", phone) or row.read("order_phone", phone),
        address=", ".join(filter(None, (row.read(part, plain) for part in _ADDRESS))),
        items=tuple(_item(line) for line in rows if line.text("title")),
        total=row.need("total", amount),
        freight=row.read("freight", amount) or Decimal(0),
        currency=row.read("currency", plain).upper() or context.currency,
        refund=RefundState.REFUNDED if refunded or financial == "refunded" else RefundState.NONE,
        refund_amount=refunded or (row.need("total", amount) if financial == "refunded" else Decimal(0)),
        paid_at=row.read("paid_at", lambda value: moment(value, context.zone)),
        shipped_at=row.read("shipped_at", lambda value: moment(value, context.zone)),
        message=row.read("message", plain),
    )


_ADDRESS: Final = ("street", "city", "province", "zip", "country")


def _fulfilment(row: Row, financial: str) -> Fulfilment:
    """Goods that left win over money that has not come (cash on delivery), a cancellation over both."""
    reached = row.read("fulfilment", fulfilment_status)
    if row.text("cancelled_at") or financial == "voided" or (financial == "refunded" and reached is None):
        return Fulfilment.CLOSED
    return reached or (Fulfilment.UNPRINTED if _PAID[financial] else Fulfilment.UNPAID)


def _item(row: Row) -> OrderItem:
    quantity = row.read("quantity", count)
    return OrderItem(
        title=row.need("title", plain),
        quantity=1 if quantity is None else quantity,
        price=row.read("price", amount) or Decimal(0),
        sku=row.read("sku", plain),
    )


SHOPIFY_ORDERS: Final = Dialect(
    name="Shopify orders export", format="shopify", fields=_FIELDS, grouped=True, build=build_order
)
