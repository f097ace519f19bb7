"""What a duty is, what a refusal is, and the refusal that each state of an order gives by itself."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final

from bot.core.catalogue import Refused
from bot.core.orders import Fulfilment
from bot.core.roles import Role
from bot.core.tasks import TaskKind
from bot.service.actions.words import Words


@dataclass(frozen=True, slots=True, kw_only=True)
class Duty:
    """Work for one role: the register it stands in, and what to do."""

    kind: TaskKind
    role: Role
    text: Words


@dataclass(frozen=True, slots=True, kw_only=True)
class Refusal:
    """Why it cannot be done: in one word for replies, in a sentence for agents."""

    reason: Refused
    text: Words


def duty(kind: TaskKind, role: Role, zh: str, en: str) -> Duty:
    """A duty from its words in both languages."""
    return Duty(kind=kind, role=role, text=Words(zh, en))


UNPAID, UNPRINTED, PRINTED = Fulfilment.UNPAID, Fulfilment.UNPRINTED, Fulfilment.PRINTED
PACKED, SHIPPED, SIGNED, CLOSED = Fulfilment.PACKED, Fulfilment.SHIPPED, Fulfilment.SIGNED, Fulfilment.CLOSED

_NOT_SHIPPED: Final = Refusal(
    reason=Refused.NOT_SHIPPED, text=Words("订单还没有发货", "the order has not been shipped yet")
)
BY_STATE: Final[Mapping[Fulfilment, Refusal]] = MappingProxyType(
    {
        UNPAID: Refusal(reason=Refused.UNPAID, text=Words("订单还没有付款", "the order is not paid")),
        UNPRINTED: _NOT_SHIPPED,
        PRINTED: _NOT_SHIPPED,
        PACKED: _NOT_SHIPPED,
        SHIPPED: Refusal(reason=Refused.SHIPPED, text=Words("订单已经发货", "the order was shipped")),
        SIGNED: Refusal(reason=Refused.SIGNED, text=Words("包裹已经签收", "the parcel was signed for")),
        CLOSED: Refusal(reason=Refused.CLOSED, text=Words("订单已经关闭", "the order is closed")),
    }
)
"""Why an action that has no duty for an order in this state is not done."""
