"""Who does what, by action and by how far the order is: the one table that decides it.

An action that a row does not name for a state of the order is refused, for the reason that the state gives. Changing
who does what is changing a row; no handler asks for a state.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final, TypeAlias

from bot.core.catalogue import Refused
from bot.core.orders import Fulfilment
from bot.core.roles import Role
from bot.core.tasks import TaskKind
from bot.service.actions.duty import (
    BY_STATE,
    CLOSED,
    PACKED,
    PRINTED,
    SHIPPED,
    SIGNED,
    UNPAID,
    UNPRINTED,
    Duty,
    Refusal,
    duty,
)
from bot.service.actions.words import Words

Ladder: TypeAlias = Mapping[Fulfilment, tuple[Duty, ...]]

_PAID: Final = Refusal(reason=Refused.PAID, text=Words("订单已经付款", "the order is paid"))


def _same(duties: tuple[Duty, ...], *states: Fulfilment) -> Ladder:
    return MappingProxyType(dict.fromkeys(states, duties))


_VOID = duty(
    TaskKind.VOID_SLIP,
    Role.PRINTING,
    "作废已打印的发货单和快递面单，不要再流到打包台。",
    "Void the printed packing slip and waybill; they must not reach packing.",
)
_RECALL = duty(
    TaskKind.RECALL_PARCEL,
    Role.WAREHOUSE,
    "从待发区拦下包裹，作废面单，商品归位，拦到后在这里点完成。",
    "Take the parcel out of dispatch, void the waybill, put the goods back, then finish this task.",
)
_PAY_BACK = duty(
    TaskKind.REFUND,
    Role.AFTER_SALE,
    "先取消订单（已打单的等单据作废，已打包的等包裹拦下），再原路退全款。",
    "Cancel the order first (slips voided, parcel recalled), then refund it in full the way it was paid.",
)
_COURIER_RECALL = duty(
    TaskKind.CONTACT_COURIER,
    Role.AFTER_SALE,
    "包裹已发出：联系快递拦截或改派，登记工单号和结果，再回复顾客。",
    "The parcel is under way: have the courier stop or redirect it, note their ticket and the outcome, tell the buyer.",
)


def _change(kind: TaskKind, what: Words) -> Ladder:
    zh, en = what
    steps = {
        UNPAID: (
            Role.PRE_SALE,
            f"还没付款：在后台改好{zh}，付款后再核对一次。",
            f"Unpaid: change the {en} in the shop and check it once paid.",
        ),
        UNPRINTED: (
            Role.PRINTING,
            f"还没打单：在后台改好{zh}，按新的打单。",
            f"Not printed yet: change the {en}, then print.",
        ),
        PRINTED: (
            Role.PRINTING,
            f"已打单：发货单和快递面单两张都改{zh}，旧单作废。",
            f"Printed: amend the {en} on packing slip and waybill, void the old ones.",
        ),
        PACKED: (
            Role.WAREHOUSE,
            f"已打包：找回包裹，按新的{zh}重新打单、贴单后再发。",
            f"Packed: get the parcel back, reprint it with the new {en}, then send it.",
        ),
    }
    own = {state: (duty(kind, role, zh, en),) for state, (role, zh, en) in steps.items()}
    return MappingProxyType({**own, SHIPPED: (_COURIER_RECALL,)})


LADDERS: Final[Mapping[str, Ladder]] = MappingProxyType(
    {
        "create_return": MappingProxyType(
            {
                SHIPPED: (
                    duty(
                        TaskKind.RETURN,
                        Role.AFTER_SALE,
                        "包裹还在路上：先请快递退回或请顾客拒收，退回后验货退款。",
                        "Still under way: have it sent back or refused at the door; check the goods, then refund.",
                    ),
                ),
                SIGNED: (
                    duty(
                        TaskKind.RETURN,
                        Role.AFTER_SALE,
                        "核对原因和凭证，判定运费由谁出，把退货地址和退货须知发给顾客，等退货单号。",
                        "Check reason and proof, settle who pays the freight, send return address and note.",
                    ),
                ),
            }
        ),
        "create_exchange": _same(
            (
                duty(
                    TaskKind.EXCHANGE,
                    Role.AFTER_SALE,
                    "核对原因、凭证和想换的款，查库存，告诉顾客寄回地址；收到货后换出。",
                    "Check reason, proof and stock of the wish; give the return address; send the new one on receipt.",
                ),
            ),
            SHIPPED,
            SIGNED,
        ),
        "create_repair": _same(
            (
                duty(
                    TaskKind.REPAIR,
                    Role.AFTER_SALE,
                    "核对保修期和故障描述，告诉顾客寄修地址和费用，修好寄回。",
                    "Check warranty and fault; say where to send it and what it costs; send it back repaired.",
                ),
            ),
            SHIPPED,
            SIGNED,
        ),
        "request_resend": _same(
            (
                duty(
                    TaskKind.RESEND,
                    Role.AFTER_SALE,
                    "核对凭证和包裹去向；确认要补发就通知仓库发出，并告诉顾客单号。",
                    "Check the proof and where the parcel is; then have the warehouse send it and tell the buyer.",
                ),
            ),
            SHIPPED,
            SIGNED,
        ),
        "request_refund": MappingProxyType(
            {
                UNPRINTED: (_PAY_BACK,),
                PRINTED: (_PAY_BACK, _VOID),
                PACKED: (_PAY_BACK, _RECALL),
                SHIPPED: (
                    duty(
                        TaskKind.REFUND,
                        Role.AFTER_SALE,
                        "已发货：核对退款金额和类型（仅退款、退货退款），能拦截先拦截，同意后转财务。",
                        "Shipped: check amount and type (with or without return), stop the parcel if possible, decide.",
                    ),
                ),
                SIGNED: (
                    duty(
                        TaskKind.REFUND,
                        Role.AFTER_SALE,
                        "已签收：看凭证，核对金额和责任方，决定是否需要退货，再同意或拒绝。",
                        "Signed for: look at the proof, check amount and liability, settle whether goods come back.",
                    ),
                ),
            }
        ),
        "change_address": _change(TaskKind.CHANGE_ADDRESS, Words("收货信息", "delivery address")),
        "change_item": _change(TaskKind.CHANGE_ITEM, Words("商品", "item")),
        "cancel_order": MappingProxyType(
            {
                UNPAID: (
                    duty(
                        TaskKind.CANCEL_ORDER,
                        Role.AFTER_SALE,
                        "还没付款：直接关闭订单。",
                        "Not paid: close the order.",
                    ),
                ),
                UNPRINTED: (
                    duty(
                        TaskKind.CANCEL_ORDER,
                        Role.AFTER_SALE,
                        "还没打单：取消订单，通知打单不要再打。",
                        "Not printed: cancel the order and tell printing.",
                    ),
                    _PAY_BACK,
                ),
                PRINTED: (
                    duty(
                        TaskKind.CANCEL_ORDER,
                        Role.PRINTING,
                        "已打单：作废发货单和快递面单，作废后取消订单。",
                        "Printed: void packing slip and waybill, then cancel the order.",
                    ),
                    _PAY_BACK,
                ),
                PACKED: (
                    duty(
                        TaskKind.CANCEL_ORDER,
                        Role.WAREHOUSE,
                        "已打包：拦下包裹，作废面单，商品归位，再取消订单。",
                        "Packed: recall the parcel, void the waybill, put the goods back, cancel the order.",
                    ),
                    _PAY_BACK,
                ),
            }
        ),
        "merge_orders": MappingProxyType(
            {
                **_same(
                    (
                        duty(
                            TaskKind.MERGE_ORDERS,
                            Role.PRINTING,
                            "两单合成一个包裹：打在一张面单上，多收的运费请财务退。",
                            "Print both orders on one waybill; freight paid twice goes back.",
                        ),
                    ),
                    UNPRINTED,
                    PRINTED,
                ),
                PACKED: (
                    duty(
                        TaskKind.MERGE_ORDERS,
                        Role.WAREHOUSE,
                        "其中一单已打包：把两单装进一个包裹，多出的面单作废。",
                        "One is packed already: put both into one parcel and void the spare waybill.",
                    ),
                ),
            }
        ),
        "hurry_shipping": _same(
            (
                duty(
                    TaskKind.HURRY_SHIPPING,
                    Role.WAREHOUSE,
                    "顾客在催：优先安排这一单，确认能发出的时间。",
                    "The buyer is waiting: move this order up and say when it leaves.",
                ),
            ),
            UNPRINTED,
            PRINTED,
            PACKED,
        ),
        "contact_courier": _same((_COURIER_RECALL,), SHIPPED, SIGNED),
        "request_price_protection": _same(
            (
                duty(
                    TaskKind.PRICE_PROTECTION,
                    Role.FINANCE,
                    "在价保期内：核对下单价和现价，把差额退给顾客。",
                    "Within price protection: check both prices and pay the difference back.",
                ),
            ),
            UNPRINTED,
            PRINTED,
            PACKED,
            SHIPPED,
            SIGNED,
        ),
    }
)
"""Action → state of the order → who does what. The first duty is the register whose number the customer hears."""

_PRICE_CHANGE: Final = duty(
    TaskKind.PRICE_CHANGE,
    Role.PRE_SALE,
    "核对答应过的优惠，同意后到后台把订单改到这个价，顾客会收到付款提醒。",
    "Check what was promised; once approved, change the price in the shop. The buyer is then told to pay.",
)
_TRANSFER: Final = duty(
    TaskKind.TRANSFER,
    Role.FINANCE,
    "核对转账凭证和金额，到账后把订单改成已付款。",
    "Check the transfer and its amount; once it arrived, mark the order as paid.",
)
BEFORE_PAYMENT: Final[Mapping[str, Duty]] = MappingProxyType(
    {"request_price_change": _PRICE_CHANGE, "register_transfer": _TRANSFER}
)
"""Actions that only an unpaid order takes."""


def duties_for(action: str, state: Fulfilment) -> tuple[Duty, ...] | Refusal:
    """Who does what about an order in this state; or why nobody does."""
    if action in BEFORE_PAYMENT:
        before = (BEFORE_PAYMENT[action],)
        return before if state is UNPAID else BY_STATE[CLOSED] if state is CLOSED else _PAID
    return LADDERS[action].get(state) or BY_STATE[state]
