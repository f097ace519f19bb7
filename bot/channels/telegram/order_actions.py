"""What agents do for a customer's order from the card: each a choice with a confirmation, or a question to answer."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Final

from bot.core.conversation import JsonValue

_NOTHING: Final[Mapping[str, str]] = MappingProxyType({})


@dataclass(frozen=True, slots=True, kw_only=True)
class OrderAction:
    """One entry of the menu.

    Attributes:
        code: what its button carries.
        title: what agents read.
        action: of `bot.core.catalogue`.
        slot: what the agent writes; empty when a confirmation is enough.
        question: how that is asked for.
        given: arguments that go without saying.
    """

    code: str
    title: str
    action: str
    slot: str = ""
    question: str = ""
    given: Mapping[str, str] = field(default_factory=lambda: _NOTHING)

    def arguments(self, order_number: str, written: str) -> dict[str, JsonValue]:
        """What the action is performed with."""
        told = {self.slot: written} if self.slot else {}
        return {"order": order_number, **self.given, **told}


ORDER_ACTIONS: Final = (
    OrderAction(
        code="note",
        title="订单备注",
        action="add_order_note",
        slot="detail",
        question="备注什么",
        given=MappingProxyType({"kind": "other"}),
    ),
    OrderAction(code="address", title="改地址", action="change_address", slot="address", question="新的收货地址"),
    OrderAction(code="item", title="改商品", action="change_item", slot="change", question="改成什么"),
    OrderAction(code="cancel", title="取消订单", action="cancel_order"),
    OrderAction(code="price", title="申请改价", action="request_price_change", slot="price", question="改到多少钱"),
    OrderAction(
        code="refund",
        title="申请退款",
        action="request_refund",
        slot="amount",
        question="退多少钱",
        given=MappingProxyType({"scope": "partial"}),
    ),
    OrderAction(
        code="refund_all", title="申请全额退款", action="request_refund", given=MappingProxyType({"scope": "full"})
    ),
    OrderAction(code="returns", title="登记退货", action="create_return", slot="reason", question="退货原因"),
    OrderAction(
        code="return_number",
        title="登记退货单号",
        action="register_return_tracking",
        slot="return_number",
        question="退货的快递单号",
    ),
    OrderAction(code="resend", title="申请补发", action="request_resend", slot="detail", question="补发什么、为什么"),
    OrderAction(code="hurry", title="催发货", action="hurry_shipping"),
    OrderAction(code="courier", title="催派送", action="contact_courier", given=MappingProxyType({"kind": "late"})),
    OrderAction(code="trace", title="查件", action="contact_courier", given=MappingProxyType({"kind": "stuck"})),
)
BY_CODE: Final = MappingProxyType({one.code: one for one in ORDER_ACTIONS})
WITHOUT_WORDS: Final = MappingProxyType({one.code: one for one in ORDER_ACTIONS if not one.slot})
