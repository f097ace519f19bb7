"""Handlers of changes to an order that has not arrived: notes, and orders sent together.

Item and hurrying are plain rows of the table (`registers.by_state`).
"""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from bot.core.catalogue import Refused
from bot.core.orders import Fulfilment, Order
from bot.core.tasks import UNDER_WAY, Task, TaskKind, TaskStatus
from bot.service.actions.duties import kinds_of_note, note_duty
from bot.service.actions.duty import Duty, Refusal
from bot.service.actions.job import Answer, Job
from bot.service.actions.ladders import duties_for
from bot.service.actions.opening import NOT_YOURS, enter, with_order
from bot.service.actions.registers import by_state
from bot.service.actions.remarks import write_remark
from bot.service.actions.words import Words

_SAME_ORDER: Final = Refusal(reason=Refused.SAME_ORDER, text=Words("两次说的是同一单", "both are the same order"))
_OTHER_ADDRESS: Final = Refusal(
    reason=Refused.OTHER_ADDRESS,
    text=Words("两单的收件人、电话或地址不一样", "receiver, phone or address differ"),
)
_ONE_OF_A_KIND: Final = frozenset({"card", "invoice", "courier", "delivery_time"})
_FAR: Final = tuple(Fulfilment).index


@with_order
def change_address(job: Job, order: Order) -> Answer:
    """Where the parcel goes, to whom, at which phone: what an open change said and this one does not say stays.

    The same label again is the same change.
    """
    standing = job.uow.tasks.of_order(order.number, [TaskKind.CHANGE_ADDRESS], UNDER_WAY)
    said = {name: standing[0].args.get(name) for name in ("receiver", "phone")} if standing else {}
    kept = {name: value for name, value in said.items() if value}
    label = {**kept, **job.collected()}
    if standing and all(standing[0].args.get(name) == label.get(name) for name in ("address", "receiver", "phone")):
        return job.done(standing[0])
    return by_state(replace(job, action=replace(job.action, args={**kept, **job.action.args})))


@with_order
def merge_orders(job: Job, order: Order) -> Answer:
    """Both leave in one parcel, if neither has left and both go to the same person at the same place."""
    other = job.order("other_order")
    if other is None:
        return job.refuse(NOT_YOURS)
    if order.number == other.number:
        return job.refuse(_SAME_ORDER)
    duty = _duty_for_both(job.action.name, order, other)
    if isinstance(duty, Refusal):
        return job.refuse(duty)
    if _goes_to(order) != _goes_to(other):
        return job.refuse(_OTHER_ADDRESS)
    task = job.register(duty, order)
    write_remark(job, order, task.number, other.number)
    write_remark(job, other, task.number, order.number)
    return job.done(task)


def _duty_for_both(action: str, order: Order, other: Order) -> Duty | Refusal:
    """What the order that is further along asks for; or why one of them cannot be joined."""
    behind, ahead = (duties_for(action, state) for state in sorted((order.fulfilment, other.fulfilment), key=_FAR))
    if isinstance(behind, Refusal):
        return behind
    return ahead if isinstance(ahead, Refusal) else ahead[0]


def _goes_to(order: Order) -> tuple[str, ...]:
    return tuple("".join(part.split()) for part in (order.receiver, order.phone, order.address))


def _same_note(job: Job, order: Order, kind: str) -> list[Task]:
    """The open notes of this kind, where an order can have but one."""
    notes = job.uow.tasks.of_order(order.number, [TaskKind.ORDER_NOTE], UNDER_WAY) if kind in _ONE_OF_A_KIND else ()
    return [task for task in notes if task.args.get("kind") == kind]


@with_order
def add_order_note(job: Job, order: Order) -> Answer:
    """A wish about the order, for the role that can fulfil it.

    Of a card, an invoice, a courier and a time of delivery an order has one: what is said last counts.

    What an agent writes down about an order that has left is nobody's work: it stands on the order, and that is all.
    """
    kind = job.text("kind")
    duty = note_duty(kind, order.fulfilment)
    if not isinstance(duty, Refusal):
        before = _same_note(job, order, kind)
        answer = enter(job, order, duty)
        for task in before:
            job.uow.tasks.save(replace(task, status=TaskStatus.REPLACED, decided_at=job.now))
        return answer
    if job.agent is None or kind not in kinds_of_note(order.fulfilment):
        return job.refuse(duty)
    write_remark(job, order)
    return job.done()
