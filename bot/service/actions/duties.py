"""Duties that do not follow from the state of the order alone: by the kind of note, trouble or refund."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from bot.core.orders import Fulfilment, RefundState
from bot.core.roles import Role
from bot.core.tasks import TaskKind
from bot.service.actions.duty import BY_STATE, CLOSED, SHIPPED, SIGNED, Duty, Refusal, duty
from bot.service.actions.words import Words

REFUND_STAGES: Final[Mapping[RefundState, Duty]] = MappingProxyType(
    {
        RefundState.REQUESTED: duty(
            TaskKind.REFUND,
            Role.AFTER_SALE,
            "后台已有退款申请：核对金额、类型（仅退款或退货退款）和原因，再同意或拒绝。",
            "A refund was requested in the shop: check amount, type and reason, then decide.",
        ),
        RefundState.WAITING_RETURN: duty(
            TaskKind.REFUND,
            Role.AFTER_SALE,
            "等顾客寄回：没有退货单号就请顾客填，有单号就请仓库留意，收到货验完再退。",
            "Waiting for the goods: ask for the tracking number if there is none; refund once they are checked.",
        ),
        RefundState.GOODS_RECEIVED: duty(
            TaskKind.REFUND,
            Role.FINANCE,
            "退货已到仓：核对数量和完好情况，马上退款。",
            "The goods are back: check count and condition and refund now.",
        ),
    }
)
"""What is checked while a refund is already under way, by how far it is."""

_COURIER_TEXTS: Final[Mapping[str, Words]] = MappingProxyType(
    {
        "stuck": Words(
            "物流停滞：找快递查件，问清停在哪、什么时候动，先答复顾客再跟到签收。",
            "Tracking stands still: ask the courier where it is and when it moves, tell the buyer, follow it up.",
        ),
        "late": Words(
            "派送延误：联系快递加急，核对面单地址和电话，约好到达时间告诉顾客。",
            "Late: have the courier hurry, check address and phone on the waybill, tell the buyer the new time.",
        ),
        "lost": Words(
            "疑似丢件：请快递限时查找，找不到就向快递索赔，同时给顾客补发或退款。",
            "Probably lost: give the courier a deadline, then claim; meanwhile resend or refund.",
        ),
        "damaged": Words(
            "运输破损：用顾客的照片向快递报损索赔，同时按规定给顾客补发或退款。",
            "Damaged in transit: claim from the courier with the photos; resend or refund meanwhile.",
        ),
        "signed": Words(
            "显示签收但没收到：请快递提供签收底单和放件位置，找不到按丢件处理。",
            "Signed for but not received: get proof of delivery and the place; if not found, treat as lost.",
        ),
        "seized": Words(
            "安检扣件或被退回：问清原因和去向，能改运就改运，不能就退回后退款。",
            "Stopped by security or sent back: find out why; reroute it, or refund when it is back.",
        ),
        "recall": Words(
            "请快递拦截退回，登记拦截工单号，退回到仓后通知售后退款。",
            "Have the courier stop and return the parcel; note their ticket; refund when it is back.",
        ),
        "redirect": Words(
            "请快递改派到顾客说的时间或地点，确认能不能改和费用，再回复顾客。",
            "Have the courier deliver at the time or place wished; confirm it and its cost with the buyer.",
        ),
    }
)

_NOTES: Final[Mapping[str, Duty]] = MappingProxyType(
    {
        "courier": duty(
            TaskKind.ORDER_NOTE, Role.PRINTING, "按备注换快递打面单。", "Print the waybill of the courier wished."
        ),
        "invoice": duty(
            TaskKind.ORDER_NOTE,
            Role.FINANCE,
            "按抬头和税号开票，开好把发票发给顾客。",
            "Issue the invoice with this title and tax number and send it to the buyer.",
        ),
        "card": duty(
            TaskKind.ORDER_NOTE, Role.WAREHOUSE, "打包时放入写好的贺卡。", "Put the greeting card into the parcel."
        ),
        "gift": duty(TaskKind.ORDER_NOTE, Role.WAREHOUSE, "打包时放入赠品。", "Put the gift into the parcel."),
        "delivery_time": duty(
            TaskKind.ORDER_NOTE,
            Role.PRINTING,
            "把派送时间要求写到面单备注上。",
            "Write the delivery time onto the waybill.",
        ),
        "other": duty(
            TaskKind.ORDER_NOTE, Role.WAREHOUSE, "发货前看备注，按要求办。", "Read the note before it leaves."
        ),
    }
)
_NOTES_KEPT_LATE: Final = frozenset({"invoice"})
"""What can be asked for when the parcel has left."""

RETURN_TRACKING: Final = duty(
    TaskKind.AWAIT_PARCEL,
    Role.WAREHOUSE,
    "留意这个退货单号，到货后当天验货、登记结果。",
    "Watch for this return parcel; check it the day it arrives and note the result.",
)
RESEND_BY_REASON: Final[Mapping[str, Duty]] = MappingProxyType(
    {
        "missing": duty(
            TaskKind.RESEND,
            Role.AFTER_SALE,
            "核对凭证，请仓库查出库称重和监控；确认漏发就通知仓库补发，并告诉顾客单号。",
            "Check the proof and the dispatch weight; if it was left out, have the warehouse send it.",
        )
    }
)
"""What is looked into before something is sent once more, by the customer's reason; else the ladder's duty."""

COUPON: Final = duty(
    TaskKind.COUPON, Role.FINANCE, "按金额给顾客发放优惠券。", "Give the buyer a coupon of this amount."
)
COMPLAINT: Final = duty(
    TaskKind.COMPLAINT,
    Role.SUPERVISOR,
    "复述投诉、核实事实、找原因，写处理方案并批准，办完总结归档。",
    "Restate and verify it, find the cause, write and approve a proposal, carry it out, sum up and archive.",
)
LEFT_OVER: Final = Words("按顾客说的情况处理，办完回复顾客。", "Settle what the buyer describes, then tell them.")

DUTIES: Final[tuple[Words, ...]] = (
    *(duty.text for duty in (*REFUND_STAGES.values(), *_NOTES.values(), *RESEND_BY_REASON.values())),
    *_COURIER_TEXTS.values(),
    *(duty.text for duty in (RETURN_TRACKING, COUPON, COMPLAINT)),
    LEFT_OVER,
)
"""What all of these say."""


def courier_duty(kind: str) -> Duty:
    """What to take up with the courier."""
    return Duty(kind=TaskKind.CONTACT_COURIER, role=Role.AFTER_SALE, text=_COURIER_TEXTS[kind])


def kinds_of_note(state: Fulfilment) -> tuple[str, ...]:
    """What agents may note on an order: anything while it is here, afterwards what can still be done, or just words."""
    return tuple(kind for kind in _NOTES if kind == "other" or isinstance(note_duty(kind, state), Duty))


def note_duty(kind: str, state: Fulfilment) -> Duty | Refusal:
    """Who acts on a note on the order."""
    if state is CLOSED or (state in {SHIPPED, SIGNED} and kind not in _NOTES_KEPT_LATE):
        return BY_STATE[state]
    return _NOTES[kind]
