"""Which order actions the desks offer for an order: what its state surely rules out is not put before an agent.

When an action is refused stands in `bot.core.catalogue`; nothing of that is decided here.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import Final

from bot.core.catalogue import ACTIONS, Refused
from bot.core.orders import PAID, Fulfilment, Order, RefundState
from bot.core.tasks import UNDER_WAY, Task, TaskKind

_NOT_SHIPPED: Final = frozenset({Fulfilment.UNPAID, Fulfilment.UNPRINTED, Fulfilment.PRINTED, Fulfilment.PACKED})
_REFUSED_IN: Final[Mapping[Refused, frozenset[Fulfilment]]] = MappingProxyType(
    {
        Refused.UNPAID: frozenset({Fulfilment.UNPAID}),
        Refused.PAID: PAID,
        Refused.NOT_SHIPPED: _NOT_SHIPPED,
        Refused.SHIPPED: frozenset({Fulfilment.SHIPPED}),
        Refused.SIGNED: frozenset({Fulfilment.SIGNED}),
        Refused.CLOSED: frozenset({Fulfilment.CLOSED}),
    }
)
_LEFT_OUT: Final[Mapping[str, frozenset[Fulfilment]]] = MappingProxyType(
    {"change_item": frozenset({Fulfilment.SHIPPED})}  # the parcel is stopped instead; nobody changes what is in it
)
_COMING_BACK: Final = frozenset({TaskKind.RETURN, TaskKind.EXCHANGE, TaskKind.REPAIR})


def ruled_out(action: str, order: Order, tasks: Sequence[Task]) -> bool:
    """Whether the order, as it is now and with what is registered for its customer, rules the action out."""
    if action == "add_order_note":  # words on an order are never too late
        return False
    refusals = ACTIONS[action].refusals
    if Refused.NONE_OPEN in refusals and not _comes_back(order, tasks):
        return True
    return order.fulfilment in _LEFT_OUT.get(action, frozenset()) or any(
        order.fulfilment in _REFUSED_IN.get(refusal, frozenset()) for refusal in refusals
    )


def _comes_back(order: Order, tasks: Sequence[Task]) -> bool:
    own = (task for task in tasks if task.order_number == order.number and task.status in UNDER_WAY)
    return order.refund is RefundState.WAITING_RETURN or any(task.kind in _COMING_BACK for task in own)
