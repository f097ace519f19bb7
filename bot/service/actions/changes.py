"""Handlers of changes to an order that has not arrived: notes, and orders sent together.

Address, item and hurrying are plain rows of the table (`registers.by_state`).
"""

from __future__ import annotations

from typing import Final

from bot.core.catalogue import Refused
from bot.core.orders import Fulfilment, Order
from bot.service.actions.duties import note_duty
from bot.service.actions.duty import Refusal
from bot.service.actions.job import NOT_YOURS, Answer, Job
from bot.service.actions.ladders import duties_for
from bot.service.actions.remarks import write_remark
from bot.service.actions.words import Words

_SAME_ORDER: Final = Refusal(reason=Refused.SAME_ORDER, text=Words("两次说的是同一单", "both are the same order"))
_OTHER_ADDRESS: Final = Refusal(
    reason=Refused.OTHER_ADDRESS,
    text=Words("两单的收件人、电话或地址不一样", "receiver, phone or address differ"),
)
_PROGRESS: Final = tuple(Fulfilment)


def merge_orders(job: Job) -> Answer:
    """Both leave in one parcel, if neither has left and both go to the same person at the same place."""
    order, other = job.order(), job.order("other_order")
    if order is None or other is None:
        return job.refuse(NOT_YOURS)
    if order.number == other.number:
        return job.refuse(_SAME_ORDER)
    for one in (order, other):
        duties = duties_for(job.action.name, one.fulfilment)
        if isinstance(duties, Refusal):
            return job.refuse(duties)
    if _goes_to(order) != _goes_to(other):
        return job.refuse(_OTHER_ADDRESS)
    further = max(order, other, key=lambda one: _PROGRESS.index(one.fulfilment))
    duties = duties_for(job.action.name, further.fulfilment)
    if isinstance(duties, Refusal):
        return job.refuse(duties)
    task = job.register(duties[0], order)
    write_remark(job, order, task.number, other.number)
    write_remark(job, other, task.number, order.number)
    return job.done(task)


def _goes_to(order: Order) -> tuple[str, ...]:
    return tuple("".join(part.split()) for part in (order.receiver, order.phone, order.address))


def add_order_note(job: Job) -> Answer:
    """A wish about the order, for the role that can fulfil it."""
    order = job.order()
    if order is None:
        return job.refuse(NOT_YOURS)
    duty = note_duty(job.text("kind"), order.fulfilment)
    if isinstance(duty, Refusal):
        return job.refuse(duty)
    task = job.register(duty, order)
    write_remark(job, order, task.number)
    return job.done(task)
