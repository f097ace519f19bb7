"""How handlers open and close: whose order it is, what its state allows, and the entry with its remark."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Final, TypeAlias

from bot.core.catalogue import ACTIONS, Refused
from bot.core.orders import REFUNDING, Order
from bot.core.tasks import REMEDIES, UNDER_WAY, Task, TaskKind
from bot.dialogue.pieces import about_same
from bot.service.actions.duty import Duty, Refusal
from bot.service.actions.job import Answer, Job
from bot.service.actions.ladders import duties_for
from bot.service.actions.remarks import write_remark
from bot.service.actions.words import Words

Handler: TypeAlias = Callable[[Job], Answer]

_REFUNDING: Final = Refusal(
    reason=Refused.UNDER_WAY,
    text=Words("后台已有进行中的退款", "a refund of the order is under way in the shop's system"),
)

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


def one_remedy(handler: Handler) -> Handler:
    """Handles what makes something good: refused while another remedy of the same piece is under way.

    One thing broken once is not replaced, mended and paid back. An agent, who sees the registers, may do more.
    """

    @wraps(handler)
    def opened(job: Job) -> Answer:
        order = job.order()
        own = ACTIONS[job.action.name].work
        others = [kind for kind in REMEDIES if kind is not own]
        if order is not None and job.agent is None:
            if order.refund in REFUNDING and own is not TaskKind.REFUND:
                return job.refuse(_REFUNDING)
            for task in job.uow.tasks.of_order(order.number, others, UNDER_WAY):
                if about_same(job.book, order, task.args.get("which_item"), job.text("which_item")):
                    return job.refuse(_standing(task))
        return handler(job)

    return opened


def _standing(task: Task) -> Refusal:
    text = Words(f"同一件东西已经登记了 {task.number}", f"{task.number} is under way for the same piece")
    return Refusal(reason=Refused.UNDER_WAY, text=text)


def enter(job: Job, order: Order, duty: Duty) -> Answer:
    """Put the duty into its register, with its number on the order's remark: all that most actions come to."""
    task = job.register(duty, order)
    write_remark(job, order, task.number)
    return job.done(task)
