"""Handlers of what comes back, breaks, gets lost or is complained about: one register each."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta
from typing import Final

from bot.core.catalogue import Refused
from bot.core.conversation import JsonValue
from bot.core.orders import Order, RefundState
from bot.core.roles import Role
from bot.core.tasks import SEARCHES, UNDER_WAY, Task, TaskKind, TaskStatus, is_search
from bot.service.actions.complaints import watch_complaint
from bot.service.actions.duties import COMPLAINT, LEFT_OVER, RESEND_BY_REASON, RETURN_TRACKING, courier_duty
from bot.service.actions.duty import Duty, Refusal
from bot.service.actions.entries import joined
from bot.service.actions.job import Answer, Job
from bot.service.actions.ledger import money_left
from bot.service.actions.opening import enter, with_any_order, with_duties, with_order
from bot.service.actions.remarks import write_remark
from bot.service.actions.words import Words
from bot.service.policy import number_of

NOTHING_LEFT: Final = Refusal(
    reason=Refused.REFUNDED, text=Words("订单的钱已经全部退回", "everything paid was refunded already")
)
_NONE_OPEN: Final = Refusal(
    reason=Refused.NONE_OPEN,
    text=Words("这一单没有登记中的退货、换货或维修", "no return, exchange or repair of this order is open"),
)
_COMING_BACK: Final = (TaskKind.RETURN, TaskKind.EXCHANGE, TaskKind.REPAIR)


@with_duties
def by_state(job: Job, order: Order, duties: tuple[Duty, ...]) -> Answer:
    """What the table says for this action and how far the order is."""
    first, *_ = [job.register(duty, order) for duty in duties]
    write_remark(job, order, first.number)
    return job.done(first)


@with_duties
def cancel_order(job: Job, order: Order, duties: tuple[Duty, ...]) -> Answer:
    """The order is cancelled and what is left of its money paid back; one that is cancelled has its number told.

    The shop's system may show for hours what was true before: a cancellation that is done is not begun again.
    """
    for done in job.uow.tasks.of_order(order.number, [TaskKind.CANCEL_ORDER], [TaskStatus.DONE])[:1]:
        return job.done(done, before=True)
    left = money_left(job.uow, order, TaskKind.REFUND)
    paid_back: dict[str, JsonValue] = {"amount": str(left)} if left > 0 else {}
    duties = tuple(duty for duty in duties if duty.kind is not TaskKind.REFUND or paid_back)
    first, *more = [
        job.register(duty, order, computed=paid_back if duty.kind is TaskKind.REFUND else None) for duty in duties
    ]
    write_remark(job, order, first.number)
    return job.done(first, **(paid_back if more else {}))


@with_order
def create_return(job: Job, order: Order) -> Answer:
    """A return, unless everything was paid back already."""
    if money_left(job.uow, order, TaskKind.REFUND) <= 0 < order.total:
        return job.refuse(NOTHING_LEFT)
    return by_state(job)


@with_order
def register_return_tracking(job: Job, order: Order) -> Answer:
    """The number goes to the return, exchange or repair that has none yet: two returns of an order are two parcels.

    The same number again is no news. Where every one has a number, or the customer says that one was wrong
    (`corrects`), it takes the place of the newest, and the warehouse waits for it instead.
    """
    under_way = job.uow.tasks.of_order(order.number, _COMING_BACK, UNDER_WAY)
    if not under_way and order.refund is RefundState.WAITING_RETURN:
        return _await_return(job, order)
    if not under_way:
        return job.refuse(_NONE_OPEN)
    task = _sent_back(job, under_way)
    if task.args.get("return_number") == job.text("return_number"):
        return job.done(task)
    job.uow.tasks.save(replace(task, args={**task.args, "return_number": job.text("return_number")}))
    job.register(RETURN_TRACKING, order, computed={"register": task.number})
    write_remark(job, order, task.number)
    return job.done(task)


def _sent_back(job: Job, under_way: Sequence[Task]) -> Task:
    """Of what is to come back, newest first, the one that the parcel with this number has in it."""
    numbered = [task for task in under_way if task.args.get("return_number")]
    known = [task for task in numbered if task.args["return_number"] == job.text("return_number")]
    missing = [] if numbered and job.text("corrects") else [task for task in under_way if task not in numbered]
    return (known or missing or numbered)[0]


def _await_return(job: Job, order: Order) -> Answer:
    """The return was agreed in the shop's system and stands in no register here: the warehouse's task is the entry."""
    awaited = job.uow.tasks.of_order(order.number, [TaskKind.AWAIT_PARCEL], UNDER_WAY)
    if awaited and awaited[0].args.get("return_number") == job.text("return_number"):
        return job.done(awaited[0])
    return enter(job, order, RETURN_TRACKING)


@with_duties
def request_resend(job: Job, order: Order, duties: tuple[Duty, ...]) -> Answer:
    """Something sent once more; what is checked before depends on why."""
    return enter(job, order, RESEND_BY_REASON.get(job.text("reason"), duties[0]))


@with_duties
def contact_courier(job: Job, order: Order, _duties: tuple[Duty, ...]) -> Answer:
    """Something to take up with the courier of a parcel that has left. A parcel is looked for once, whoever asks.

    So it is called back once; and what is called back is not taken elsewhere, whatever was asked for before.
    """
    sought = job.uow.tasks.of_order(order.number, [TaskKind.CONTACT_COURIER], UNDER_WAY)
    for task in (one for one in sought if is_search(one) and job.text("kind") in SEARCHES):
        job.uow.tasks.save(replace(task, args=joined(task.args, job.collected())))
        return job.done(task)
    if job.text("kind") == "recall":
        for task in (one for one in sought if one.args.get("kind") == "recall"):
            return job.done(task)
        answer = enter(job, order, courier_duty("recall"))
        _stop_redirecting(job, order)
        return answer
    return enter(job, order, courier_duty(job.text("kind")))


def _stop_redirecting(job: Job, order: Order) -> None:
    for task in job.uow.tasks.of_order(order.number, [TaskKind.CONTACT_COURIER, TaskKind.CHANGE_ADDRESS], UNDER_WAY):
        if task.args.get("kind") in (None, "", "redirect"):  # another address is no kind of question to the courier
            job.uow.tasks.save(replace(task, status=TaskStatus.REPLACED, decided_at=job.now))


@with_any_order
def register_complaint(job: Job, order: Order | None) -> Answer:
    """A complaint, with or without an order; due after the days that shop.yaml gives (`complaints.days`)."""
    days = number_of(job.book.shop, "complaints", "days")
    due_at = job.now + timedelta(days=float(days))
    task = job.register(COMPLAINT, order, approver=Role.SUPERVISOR, due_at=due_at)
    watch_complaint(job.uow, task)
    if order is not None:
        write_remark(job, order, task.number)
    return job.done(task)


@with_any_order
def create_task(job: Job, order: Order | None) -> Answer:
    """Work that no other action is about, for the role that the script names."""
    kind, role = TaskKind(job.text("kind")), Role(job.text("role"))
    return job.done(job.register(Duty(kind=kind, role=role, text=LEFT_OVER), order))
