"""Handlers of everything about money. Amounts come from the order, or from a table that a person approved."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from decimal import Decimal
from typing import Final

from bot.core.catalogue import Refused
from bot.core.conversation import JsonValue
from bot.core.orders import LEFT, Order, OrderItem, RefundState
from bot.core.roles import Role
from bot.core.tasks import UNDER_WAY, Task, TaskKind, TaskStatus
from bot.dialogue.pieces import worth
from bot.scripts.book import ScriptBook
from bot.service.actions.duties import COUPON, REFUND_STAGES
from bot.service.actions.duty import Duty, Refusal
from bot.service.actions.job import CENT, Answer, Job
from bot.service.actions.ladders import duties_for
from bot.service.actions.ledger import money_left, sum_of
from bot.service.actions.opening import with_any_order, with_duties, with_order
from bot.service.actions.registers import NOTHING_LEFT
from bot.service.actions.remarks import write_remark
from bot.service.actions.words import Words
from bot.service.policy import compensation_for, days_since, number_of

_BAD_AMOUNT: Final = Refusal(
    reason=Refused.BAD_AMOUNT,
    text=Words(
        "金额要是正数、最多两位小数，也不能超过订单还能动的金额",
        "the amount must be positive, in whole cents and no more than there is",
    ),
)
_NOTHING_TO_OFFER: Final = Refusal(
    reason=Refused.NOTHING_TO_OFFER,
    text=Words("补偿表里这一项是 0 或没有", "the table of compensations has nothing for this"),
)
_OFFERED_BEFORE: Final = Refusal(
    reason=Refused.OFFERED_BEFORE,
    text=Words(
        "同一单同一原因已经补偿过，或补偿总额已到上限",
        "it was given before for the same reason, or all that one order may get was given",
    ),
)
_PROTECTED_BEFORE: Final = Refusal(
    reason=Refused.OFFERED_BEFORE, text=Words("这个价差已经补过", "this difference was paid before")
)
_TOO_LATE: Final = Refusal(reason=Refused.TOO_LATE, text=Words("已经过了价保期", "price protection has run out"))
_NOT_LOWER: Final = Refusal(reason=Refused.NOT_LOWER, text=Words("现价没有更低", "it is not cheaper now"))
_UNKNOWN_PRICE: Final = Refusal(
    reason=Refused.UNKNOWN_PRICE, text=Words("商品表里查不到现价", "products.yaml has no price for it")
)
_OUR_FAULT: Final = frozenset({"shop", "carrier"})


@with_order
def request_refund(job: Job, order: Order) -> Answer:
    """Money back without a return: how much, who does it and who must agree, by how far order and refund are."""
    standing = job.standing(TaskKind.REFUND, order)
    left = _left_for(job, order, standing)
    duties = _refund_duties(order)
    if isinstance(duties, Refusal):
        return job.refuse(duties)
    if left <= 0:
        return job.refuse(NOTHING_LEFT)
    whole = job.text("scope") == "full"
    amount = left if whole else job.money("amount")
    if (amount is None and job.text("amount")) or (amount or 0) > left:
        return job.refuse(_BAD_AMOUNT)
    agreed = next((task for task in standing if job.agent and _is_less_than_agreed(amount, task)), None)
    if agreed is not None:
        return job.refuse(_agreed_before(agreed))
    computed: dict[str, JsonValue] = {"amount": str(amount)} if amount else {}
    first, *_ = [
        job.register(duty, order, computed=computed, approver=_approver(job, order, duty, whole=whole))
        for duty in duties
    ]
    known = {name: value for name, value in first.args.items() if name == "amount"}
    if first not in standing:
        write_remark(job, order, first.number, *(str(value) for value in known.values()))
    return job.done(first, **known)


def _left_for(job: Job, order: Order, standing: Sequence[Task]) -> Decimal:
    """What may be paid back for the pieces this is about: what they cost, and what others' refunds leave."""
    all_open = job.uow.tasks.of_order(order.number, [TaskKind.REFUND], UNDER_WAY)
    left = money_left(job.uow, order, TaskKind.REFUND) - sum_of(one for one in all_open if one not in standing)
    return left if job.agent else min(left, worth(job.book, order, job.text("which_item")))


def _is_less_than_agreed(amount: Decimal | None, task: Task) -> bool:
    agreed = task.args.get("amount")
    return task.status is TaskStatus.APPROVED and bool(agreed and amount) and (amount or 0) < Decimal(str(agreed))


def _agreed_before(task: Task) -> Refusal:
    """The customer was told what was agreed to: it is paid, not made smaller."""
    number, amount = task.number, task.args["amount"]
    text = Words(f"{number} 已经同意退 {amount}，不能改小", f"{number} was approved with {amount} and stays so")
    return Refusal(reason=Refused.BAD_AMOUNT, text=text)


def _refund_duties(order: Order) -> tuple[Duty, ...] | Refusal:
    stage = REFUND_STAGES.get(order.refund)
    return (stage,) if stage else duties_for("request_refund", order.fulfilment)


def _approver(job: Job, order: Order, duty: Duty, *, whole: bool) -> Role | None:
    """Who must agree: nobody for an order that has not left, a supervisor when the policy's days are over."""
    if duty.kind is not TaskKind.REFUND or order.refund in {RefundState.WAITING_RETURN, RefundState.GOODS_RECEIVED}:
        return None
    if _is_special(job, order):
        return Role.SUPERVISOR
    asked = order.fulfilment in LEFT or order.refund is RefundState.REQUESTED or not whole
    return Role.AFTER_SALE if asked else None


def _is_special(job: Job, order: Order) -> bool:
    """After-sale special: goods signed for so long ago that the policy promises nothing any more."""
    option = job.reason()
    ours = option is not None and option.data.get("fault") in _OUR_FAULT
    shop = job.book.shop
    days = number_of(shop, "returns", "quality_days") if ours else number_of(shop, "returns", "days")
    since = days_since(order.signed_at, job.now, job.book.shop)
    return since is not None and since > days


@with_any_order
def offer_coupon(job: Job, order: Order | None) -> Answer:
    """What the approved table gives for this reason, once, and no more per order than it allows in all.

    An agent may ask a supervisor for another amount.
    """
    shop, reason, given = job.book.shop, job.text("reason"), _given(job, order)
    table = compensation_for(shop, reason)
    allowed = min(table, number_of(shop, "goodwill", "per_order") - sum_of(given))
    named = job.text("amount") if job.agent else ""
    amount = job.money("amount") if named else allowed.quantize(CENT)
    if amount is None:
        return job.refuse(_BAD_AMOUNT)
    if table <= 0 and not named:
        return job.refuse(_NOTHING_TO_OFFER)
    if amount <= 0 or any(task.args.get("reason") == reason for task in given):
        return job.refuse(_OFFERED_BEFORE)
    beyond = Role.SUPERVISOR if amount > allowed else None
    task = job.register(COUPON, order, computed={"amount": str(amount)}, approver=beyond)
    if order is not None:
        write_remark(job, order, task.number, str(amount))
    return job.done(task, amount=str(amount))


def _given(job: Job, order: Order | None) -> list[Task]:
    """The coupons that the order got already; without an order, those of this talk that were about none."""
    known = (
        job.uow.tasks.of_order(order.number, [TaskKind.COUPON], (*UNDER_WAY, TaskStatus.DONE))
        if order
        else [task for task in job.uow.tasks.of_conversation(job.conversation.id) if not task.order_number]
    )
    return [task for task in known if task.kind is TaskKind.COUPON and task.status is not TaskStatus.REFUSED]


@with_duties
def request_price_change(job: Job, order: Order, duties: tuple[Duty, ...]) -> Answer:
    """A lower price for an unpaid order, as it was promised; a person decides. The same again is the same request.

    Another price takes the place of one that nobody has agreed to yet.
    """
    price = job.money("price")
    if price is None or price >= order.total:
        return job.refuse(_BAD_AMOUNT)
    waiting = job.uow.tasks.of_order(order.number, [TaskKind.PRICE_CHANGE], UNDER_WAY)
    for same in (one for one in waiting if Decimal(str(one.args["price"])) == price):
        return job.done(same)
    for older in (one for one in waiting if one.status is TaskStatus.OPEN):
        job.uow.tasks.save(replace(older, status=TaskStatus.REPLACED, decided_at=job.now))
    task = job.register(duties[0], order, computed={"price": str(price)}, approver=_price_approver(job, order, price))
    write_remark(job, order, task.number)
    return job.done(task)


def _price_approver(job: Job, order: Order, price: Decimal) -> Role:
    """Pre-sale up to the share of the total that shop.yaml lets it give, a supervisor beyond."""
    most = number_of(job.book.shop, "price_change", "max_off_percent")
    return Role.PRE_SALE if (order.total - price) * 100 <= most * order.total else Role.SUPERVISOR


@with_duties
def request_price_protection(job: Job, order: Order, duties: tuple[Duty, ...]) -> Answer:
    """The difference between what was paid and what it costs now, within the days of shop.yaml."""
    days = number_of(job.book.shop, "price_protection", "days")
    since = days_since(order.paid_at or order.created_at, job.now, job.book.shop)
    if since is None or since > days:
        return job.refuse(_TOO_LATE)
    differences = list(_differences(job.book, order))
    if not differences:
        return job.refuse(_UNKNOWN_PRICE)
    whole = sum(differences, Decimal(0))
    if whole <= 0:
        return job.refuse(_NOT_LOWER)
    paid = sum_of(job.uow.tasks.of_order(order.number, [TaskKind.PRICE_PROTECTION], [TaskStatus.DONE]))
    left = money_left(job.uow, order, TaskKind.PRICE_PROTECTION)
    if left <= 0:
        return job.refuse(NOTHING_LEFT)
    amount = min(whole - paid, left).quantize(CENT)
    if amount <= 0:
        return job.refuse(_PROTECTED_BEFORE)
    task = job.register(duties[0], order, computed={"amount": str(amount)})
    write_remark(job, order, task.number, str(task.args["amount"]))
    return job.done(task, amount=task.args["amount"])


def _differences(book: ScriptBook, order: Order) -> Iterator[Decimal]:
    """For each line whose product has a price today: how much less it costs now, 0 if it does not."""
    for item in order.items:
        price = _price_now(book, item)
        if price is not None:
            yield max(item.price - price, Decimal(0)) * item.quantity


def _price_now(book: ScriptBook, item: OrderItem) -> Decimal | None:
    product = book.product_of(item)
    price = product.facts.get("price") if product else None
    return Decimal(str(price)) if isinstance(price, int | float) else None
