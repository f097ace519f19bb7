"""An order on the card of a topic: what an agent looks up first, in a few lines."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final
from zoneinfo import ZoneInfo

from bot.channels.telegram.texts import cut
from bot.channels.telegram.words import FULFILMENTS, REFUNDS, moment, money
from bot.core.orders import Order, RefundState

_ITEMS: Final = 4
_LINE: Final = 80


def order_lines(order: Order, zone: ZoneInfo) -> list[str]:
    """Number and state first, then goods, money, parcel, receiver and remarks, as far as they are known."""
    return [cut(line, _LINE) for line in _lines(order, zone)]


def _lines(order: Order, zone: ZoneInfo) -> Iterator[str]:
    yield f"订单 {order.number} · {FULFILMENTS[order.fulfilment]}"
    for item in order.items[:_ITEMS]:
        variant = f" {item.variant}" if item.variant else ""
        yield f"· {item.title}{variant} × {item.quantity}"
    if len(order.items) > _ITEMS:
        yield f"· 还有 {len(order.items) - _ITEMS} 件"
    freight = f"（含运费 {money(order.freight, order.currency)}）" if order.freight else ""
    yield f"{'实付' if order.paid_at else '未付款'} {money(order.total, order.currency)}{freight}"
    yield from _refund(order)
    yield from _parcel(order, zone)
    if order.receiver or order.phone_tail:
        yield f"收货 {order.receiver} 尾号 {order.phone_tail}"
    if order.address:
        yield f"地址 {order.address}"
    if order.message:
        yield f"买家留言 {order.message}"
    if order.remark:
        yield f"备注 {order.remark}"


def _refund(order: Order) -> Iterator[str]:
    if order.refund is not RefundState.NONE:
        amount = f" {money(order.refund_amount, order.currency)}" if order.refund_amount else ""
        yield f"退款 {REFUNDS[order.refund]}{amount}"


def _parcel(order: Order, zone: ZoneInfo) -> Iterator[str]:
    if order.tracking_number:
        yield f"运单 {order.carrier} {order.tracking_number}"
    if order.events:
        last = max(order.events, key=lambda event: event.at)
        yield f"物流 {moment(last.at, zone)} {last.place} {last.text}"
    if order.signed_at is not None:
        yield f"签收 {moment(order.signed_at, zone)}"
