"""How handlers open and close: whose order it is, what its state allows, and the entry with its remark."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Final, TypeAlias

from bot.core.catalogue import Refused
from bot.core.orders import Order
from bot.service.actions.duty import Duty, Refusal
from bot.service.actions.job import Answer, Job
from bot.service.actions.ladders import duties_for
from bot.service.actions.remarks import write_remark
from bot.service.actions.words import Words

Handler: TypeAlias = Callable[[Job], Answer]

NOT_YOURS: Final = Refusal(
    reason=Refused.NOT_YOURS,
    text=Words(
        "订单不属于这位顾客，或已不存在（先请顾客报订单号和收件手机后四位核对）",
        "the order is not this customer's, or is gone (ask for its number and the last four digits of the phone)",
    ),
)


def with_any_order(handler: Callable[[Job, Order | None], Answer]) -> Handler:
    """Handles what may be about an order: refused when it names one that is not the customer's."""

    @wraps(handler)
    def opened(job: Job) -> Answer:
        order = job.order()
        return job.refuse(NOT_YOURS) if order is None and job.text("order") else handler(job, order)

    return opened


def with_order(handler: Callable[[Job, Order], Answer]) -> Handler:
    """Handles what is about an order: refused when it is not the customer's."""

    @wraps(handler)
    def opened(job: Job) -> Answer:
        order = job.order()
        return job.refuse(NOT_YOURS) if order is None else handler(job, order)

    return opened


def with_duties(handler: Callable[[Job, Order, tuple[Duty, ...]], Answer]) -> Handler:
    """Handles what the order's state decides: refused when nobody has a duty for it in that state."""

    @with_order
    @wraps(handler)
    def opened(job: Job, order: Order) -> Answer:
        duties = duties_for(job.action.name, order.fulfilment)
        return job.refuse(duties) if isinstance(duties, Refusal) else handler(job, order, duties)

    return opened


def enter(job: Job, order: Order, duty: Duty) -> Answer:
    """Put the duty into its register, with its number on the order's remark: all that most actions come to."""
    task = job.register(duty, order)
    write_remark(job, order, task.number)
    return job.done(task)
