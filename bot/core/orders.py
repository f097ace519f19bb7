"""An order as the shop's system tells it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from enum import StrEnum
from typing import Final

ORDER_CODE: Final = re.compile(r"(?<![A-Za-z0-9-])(?=[A-Za-z-]*\d)[A-Za-z0-9][A-Za-z0-9-]{4,39}(?![A-Za-z0-9-])")
"""What may be an order's number in a customer's words: 5 to 40 letters, digits and dashes, a digit among them."""


class Fulfilment(StrEnum):
    """How far the warehouse is. The order of the members is the order in time."""

    UNPAID = "unpaid"
    UNPRINTED = "unprinted"
    PRINTED = "printed"
    PACKED = "packed"
    SHIPPED = "shipped"
    SIGNED = "signed"
    CLOSED = "closed"


class RefundState(StrEnum):
    """How far a refund of the order is."""

    NONE = "none"
    REQUESTED = "requested"
    WAITING_RETURN = "waiting_return"
    GOODS_RECEIVED = "goods_received"
    REFUNDED = "refunded"


REFUNDING: Final = frozenset({RefundState.REQUESTED, RefundState.WAITING_RETURN, RefundState.GOODS_RECEIVED})
"""States of a refund that the shop's system is about to settle."""

PAID: Final = frozenset(
    {Fulfilment.UNPRINTED, Fulfilment.PRINTED, Fulfilment.PACKED, Fulfilment.SHIPPED, Fulfilment.SIGNED}
)
LEFT: Final = frozenset({Fulfilment.SHIPPED, Fulfilment.SIGNED})
"""States of an order whose parcel is not in the warehouse any more."""


@dataclass(frozen=True, slots=True, kw_only=True)
class OrderItem:
    """One line of an order. `price` is for one piece, in the order's currency."""

    title: str
    quantity: int = 1
    price: Decimal = Decimal(0)
    sku: str = ""
    variant: str = ""
    product_id: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class TrackingEvent:
    """What the carrier reported, when and where."""

    at: datetime
    text: str
    place: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Order:
    """One order. Amounts are in `currency`; times are aware UTC; `number` is unique within the shop.

    `expected_at` is when the parcel should arrive; before it has left, when a pre-order is to leave.
    `buyer` is the shop's own id of the buyer; a customer whose channel identity is that buyer sees the order at once.
    """

    number: str
    source: str
    created_at: datetime
    fulfilment: Fulfilment
    buyer: str = ""
    receiver: str = ""
    phone: str = ""
    address: str = ""
    items: tuple[OrderItem, ...] = ()
    total: Decimal = Decimal(0)
    freight: Decimal = Decimal(0)
    currency: str = "CNY"
    refund: RefundState = RefundState.NONE
    refund_amount: Decimal = Decimal(0)
    paid_at: datetime | None = None
    shipped_at: datetime | None = None
    signed_at: datetime | None = None
    expected_at: datetime | None = None
    carrier: str = ""
    tracking_number: str = ""
    events: tuple[TrackingEvent, ...] = ()
    message: str = ""
    remark: str = ""

    @property
    def phone_tail(self) -> str:
        """The last four digits of the receiver's phone; empty when the phone has fewer."""
        digits = "".join(char for char in self.phone if char.isascii() and char.isdigit())
        return digits[-4:] if len(digits) >= 4 else ""

    @property
    def summary(self) -> str:
        """What was bought, in a few words: first title and how many lines follow."""
        if not self.items:
            return self.number
        rest = len(self.items) - 1
        return self.items[0].title + (f" +{rest}" if rest else "")


@dataclass(frozen=True, slots=True, kw_only=True)
class WantedOrders:
    """Which orders are asked for: all of these buyers (the shop's own ids), and those of these numbers."""

    buyers: tuple[str, ...] = ()
    numbers: tuple[str, ...] = ()


def refunded(order: Order) -> Decimal:
    """What of the order's money the shop's system says was paid back; where it tells no amount, all of it."""
    if order.refund is not RefundState.REFUNDED:
        return Decimal(0)
    return order.refund_amount or order.total
