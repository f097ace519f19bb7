"""Orders, and what was done about them."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal

from pydantic import Field

from bot.core.conversation import JsonValue
from bot.core.orders import Fulfilment, RefundState
from bot.web.api.models.common import Answer, Request
from bot.web.api.models.people import Agent


class OrderItem(Answer):
    """One line of an order."""

    title: str
    variant: str
    quantity: int
    price: Decimal


class TrackingEvent(Answer):
    """What the carrier reported."""

    at: datetime
    text: str
    place: str


class Remark(Answer):
    """A line on an order, in the shop's own format; `agent` is null when the bot wrote it."""

    text: str
    at: datetime
    agent: Agent | None


class Order(Answer):
    """An order as the shop's system tells it, with the remarks written here."""

    number: str
    fulfilment: Fulfilment
    receiver: str
    phone: str
    address: str
    items: tuple[OrderItem, ...]
    total: Decimal
    freight: Decimal
    currency: str
    refund: RefundState
    refund_amount: Decimal
    created_at: datetime
    paid_at: datetime | None
    shipped_at: datetime | None
    signed_at: datetime | None
    expected_at: datetime | None
    carrier: str
    tracking_number: str
    events: tuple[TrackingEvent, ...]
    message: str
    remark: str
    remarks: tuple[Remark, ...] = ()


class Performance(Answer):
    """An action that was performed or refused. `agent` is null for what the bot did."""

    action: str
    at: datetime
    done: bool
    order_number: str
    args: dict[str, JsonValue]
    result: dict[str, JsonValue] = Field(description="What it gave; `reason` and `detail` when it was refused")
    agent: Agent | None


class ActionRequest(Request):
    """An action of docs/scripts.md, with its slots and settings by name."""

    action: str = Field(max_length=50)
    args: dict[str, JsonValue] = Field(default={}, max_length=30)
