"""What a newer export may change about a stored order, and how an older one is told from it.

No export says when it was made. What cannot lie is how far the order is: goods do not come back into the warehouse by
themselves. So an export that shows an order at an earlier stage than the store is an older one, and changes nothing.
At the same stage the export that comes later is believed.
"""

from __future__ import annotations

from dataclasses import replace
from types import MappingProxyType
from typing import Final

from bot.core.orders import Fulfilment, Order, RefundState

_STAGE: Final = MappingProxyType(
    {
        Fulfilment.UNPAID: 0,
        # Exports know only "paid, not shipped"; the three steps inside the warehouse are one stage.
        Fulfilment.UNPRINTED: 1,
        Fulfilment.PRINTED: 1,
        Fulfilment.PACKED: 1,
        Fulfilment.SHIPPED: 2,
        Fulfilment.SIGNED: 3,
        Fulfilment.CLOSED: 4,
    }
)
_STEPS: Final = tuple(Fulfilment)


def is_older(told: Order, stored: Order) -> bool:
    """Whether the export shows the order at an earlier stage than is known."""
    return _STAGE[told.fulfilment] < _STAGE[stored.fulfilment]


def updated(stored: Order, told: Order) -> Order:
    """The stored order with what the export tells. What it leaves empty stays: no export knows everything.

    Amounts and the time of the order are always the export's. `told` must not be older.
    """
    refunded = told.refund is not RefundState.NONE
    return replace(
        told,
        fulfilment=max(stored.fulfilment, told.fulfilment, key=_STEPS.index),
        refund=told.refund if refunded else stored.refund,
        refund_amount=told.refund_amount if refunded else stored.refund_amount,
        buyer=told.buyer or stored.buyer,
        receiver=told.receiver or stored.receiver,
        phone=told.phone or stored.phone,
        address=told.address or stored.address,
        items=told.items or stored.items,
        paid_at=told.paid_at or stored.paid_at,
        shipped_at=told.shipped_at or stored.shipped_at,
        signed_at=told.signed_at or stored.signed_at,
        expected_at=told.expected_at or stored.expected_at,
        carrier=told.carrier or stored.carrier,
        tracking_number=told.tracking_number or stored.tracking_number,
        events=told.events or stored.events,
        message=told.message or stored.message,
        remark=told.remark or stored.remark,
    )
