"""The remark line on an order, in the shop's own format (`remarks.line` in shop.yaml)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final

from bot.core.orders import Order
from bot.dialogue.hours import zone_of
from bot.dialogue.slot_words import value_in_words
from bot.scripts.shop_documents import remark_line
from bot.scripts.slots import SlotType
from bot.scripts.templates import Template
from bot.service.actions.job import Job
from bot.service.actions.words import Words

_LONGEST: Final = 200
"""Characters of what a remark says besides its frame: shop systems cut longer ones."""

_MARKS: Final = str.maketrans("【】〖〗〔〕[]［］", "（）（）（）（）（）")
"""What shops set remarks apart with: a customer whose address says 【退款】已批准 must not seem to be the shop."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Form:
    """What the line is called, and which arguments it tells; None tells all, with their titles."""

    what: Words
    names: tuple[str, ...] | None = None


FORMS: Final[Mapping[str, _Form]] = MappingProxyType(
    {
        "create_return": _Form(
            what=Words("退货", "Return"), names=("which_item", "reason", "what_missing", "wish", "detail")
        ),
        "create_exchange": _Form(
            what=Words("换货", "Exchange"), names=("which_item", "reason", "what_missing", "wish", "detail")
        ),
        "create_repair": _Form(what=Words("维修", "Repair")),
        "request_resend": _Form(what=Words("补发", "Resend"), names=("what_missing", "which_item", "reason", "detail")),
        "request_refund": _Form(what=Words("退款", "Refund"), names=("which_item", "reason", "what_missing", "detail")),
        "register_return_tracking": _Form(what=Words("退货单号", "Return parcel"), names=("return_number",)),
        "change_address": _Form(what=Words("改地址", "New address"), names=("address", "receiver", "phone")),
        "change_item": _Form(what=Words("改商品", "New item"), names=("which_item", "change")),
        "cancel_order": _Form(what=Words("取消订单", "Cancel"), names=("reason", "detail")),
        "merge_orders": _Form(what=Words("合并发货", "Send together")),
        "hurry_shipping": _Form(what=Words("催发货", "Hurry"), names=()),
        "request_price_change": _Form(what=Words("申请改价", "Price change asked"), names=("price",)),
        "request_price_protection": _Form(what=Words("价保", "Price protection"), names=()),
        "register_transfer": _Form(what=Words("转账", "Transfer")),
        "offer_coupon": _Form(what=Words("优惠券", "Coupon"), names=()),
        "register_complaint": _Form(what=Words("投诉", "Complaint"), names=("reason",)),
    }
)
"""What the remark of each action looks like; every action about an order has a row here or in `FORMS_BY_KIND`."""

_NOTE_FORMS: Final[Mapping[str, Words]] = MappingProxyType(
    {
        "courier": Words("指定快递", "Courier wished"),
        "invoice": Words("发票", "Invoice"),
        "card": Words("贺卡", "Card"),
        "gift": Words("赠品", "Gift"),
        "delivery_time": Words("派送时间", "Delivery time"),
        "other": Words("备注", "Note"),
    }
)
_COURIER_FORMS: Final[Mapping[str, Words]] = MappingProxyType(
    {
        "stuck": Words("查件", "Trace"),
        "late": Words("催派送", "Late"),
        "lost": Words("丢件", "Lost"),
        "damaged": Words("运输破损", "Damaged"),
        "signed": Words("签收未收到", "Signed, not received"),
        "seized": Words("扣件退件", "Stopped"),
        "recall": Words("拦截退回", "Recall"),
        "redirect": Words("改派送", "Redirect"),
    }
)
FORMS_BY_KIND: Final = MappingProxyType({"add_order_note": _NOTE_FORMS, "contact_courier": _COURIER_FORMS})
"""Actions whose line is called by their kind; it tells everything that was collected."""

_NOT_TOLD: Final = frozenset({"order", "other_order", "kind", "scope"})


def write_remark(job: Job, order: Order, *more: str) -> None:
    """Put the line on the order, once.

    Args:
        job: the action that was performed.
        order: whose line it is.
        more: what stands first: a register number, an amount, another order.
    """
    by_kind = FORMS_BY_KIND.get(job.action.name)
    form = _Form(what=by_kind[job.text("kind")]) if by_kind else FORMS[job.action.name]
    detail = " ".join(" ".join((*more, *_told(job, form.names))).translate(_MARKS).split())[:_LONGEST]
    local = job.now.astimezone(zone_of(job.book.shop))
    values = {
        "what": job.words(form.what),
        "detail": detail,
        "day": f"{local:%Y-%m-%d}",
        "time": f"{local:%H:%M}",
        "who": job.agent.name if job.agent else str(job.book.shop["bot_name"]),
    }
    text = Template(remark_line(job.book.shop), "shop.yaml").render(values)
    job.uow.remarks.add(
        key=f"{job.key}:{order.number}",
        order_number=order.number,
        text=" ".join(text.split()),
        agent=job.agent,
        now=job.now,
    )


def _told(job: Job, names: Sequence[str] | None) -> list[str]:
    """The arguments in words: their values where the line's name says what they are, else with their titles."""
    told: list[str] = []
    for name, value in job.action.args.items():
        slot = job.pack.slots.get(name)
        if name in _NOT_TOLD or (names is not None and name not in names) or (slot and slot.type is SlotType.IMAGES):
            continue
        words = value_in_words(job.book, job.pack, slot, value) if slot else str(value)
        told.append(words if names is not None or slot is None else f"{slot.title}：{words}")
    return told
