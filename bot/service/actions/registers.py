"""Handlers of what comes back, breaks, gets lost or is complained about: one register each."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Final

from bot.core.cases import Role, TaskKind, TaskStatus
from bot.core.catalogue import Refused
from bot.core.conversation import JsonValue
from bot.service.actions.complaints import watch_complaint
from bot.service.actions.duties import COMPLAINT, LEFT_OVER, RETURN_TRACKING, courier_duty
from bot.service.actions.duty import Duty, Refusal
from bot.service.actions.job import NOT_YOURS, Answer, Job
from bot.service.actions.ladders import duties_for
from bot.service.actions.remarks import write_remark
from bot.service.actions.words import Words
from bot.service.policy import number_of, refundable

NOTHING_LEFT: Final = Refusal(
    reason=Refused.REFUNDED, text=Words("订单的钱已经全部退回", "everything paid was refunded already")
)
_NONE_OPEN: Final = Refusal(
    reason=Refused.NONE_OPEN,
    text=Words("这一单没有登记中的退货、换货或维修", "no return, exchange or repair of this order is open"),
)
_COMING_BACK: Final = (TaskKind.RETURN, TaskKind.EXCHANGE, TaskKind.REPAIR)
_COMPLAINT_DAYS: Final = 2


def by_state(job: Job) -> Answer:
    """What the table says for this action and how far the order is."""
    order = job.order()
    if order is None:
        return job.refuse(NOT_YOURS)
    duties = duties_for(job.action.name, order.fulfilment)
    if isinstance(duties, Refusal):
        return job.refuse(duties)
    all_of_it: dict[str, JsonValue] = {"amount": str(refundable(order))}
    first, *_ = [
        job.register(duty, order, computed=all_of_it if duty.kind is TaskKind.REFUND else None) for duty in duties
    ]
    write_remark(job, order, first.number)
    return job.done(first)


def create_return(job: Job) -> Answer:
    """A return, unless everything was paid back already."""
    order = job.order()
    if order is not None and refundable(order) <= 0 < order.total:
        return job.refuse(NOTHING_LEFT)
    return by_state(job)


def register_return_tracking(job: Job) -> Answer:
    """The number goes to the newest return, exchange or repair of the order that is open."""
    order = job.order()
    if order is None:
        return job.refuse(NOT_YOURS)
    under_way = job.uow.tasks.of_order(order.number, _COMING_BACK, (TaskStatus.OPEN, TaskStatus.APPROVED))
    if not under_way:
        return job.refuse(_NONE_OPEN)
    task = under_way[0]
    job.uow.tasks.save(replace(task, args={**task.args, "return_number": job.text("return_number")}))
    job.register(RETURN_TRACKING, order, computed={"register": task.number})
    write_remark(job, order, task.number)
    return job.done(task)


def contact_courier(job: Job) -> Answer:
    """Something to take up with the courier of a parcel that has left."""
    order = job.order()
    if order is None:
        return job.refuse(NOT_YOURS)
    duties = duties_for(job.action.name, order.fulfilment)
    if isinstance(duties, Refusal):
        return job.refuse(duties)
    task = job.register(courier_duty(job.text("kind")), order)
    write_remark(job, order, task.number)
    return job.done(task)


def register_complaint(job: Job) -> Answer:
    """A complaint, with or without an order; due after the days that shop.yaml gives (`complaints.days`)."""
    order = job.order()
    days = number_of(job.book.shop, "complaints", "days", default=_COMPLAINT_DAYS)
    due_at = job.now + timedelta(days=float(days))
    task = job.register(COMPLAINT, order, approver=Role.SUPERVISOR, due_at=due_at)
    watch_complaint(job.uow, task)
    if order is not None:
        write_remark(job, order, task.number)
    return job.done(task)


def create_task(job: Job) -> Answer:
    """Work that no other action is about, for the role that the script names."""
    kind, role = TaskKind(job.text("kind")), Role(job.text("role"))
    return job.done(job.register(Duty(kind=kind, role=role, text=LEFT_OVER), job.order()))
