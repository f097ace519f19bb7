"""Writing to customers unasked: what a change of their orders sets going, and the decision when the time has come.

The rules are pure (`bot.dialogue.outreach`); here they meet the store. A message about an order is planned once for
each customer who may see it, under a key of its own, so that it is never sent twice whatever is imported again.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Final

from bot.core.cases import TaskKind, TaskStatus
from bot.core.conversation import Conversation
from bot.core.messages import Author
from bot.core.orders import PAID, Order
from bot.core.ports import UnitOfWork
from bot.core.timers import Timer
from bot.dialogue.outreach import NEWS, Planned, Situation, Verdict, judge, obsolete, planned
from bot.dialogue.outreach_rules import OutreachRules, outreach_rules
from bot.scripts.book import ScriptBook

_LOOK_BACK: Final = 20
"""Messages among which the customer's last word is looked for."""

_OPEN: Final = frozenset({TaskStatus.OPEN, TaskStatus.APPROVED})
_ENDED_BY: Final = TaskKind.CANCEL_ORDER
"""Work whose end counts too: the order's own state follows with the next import."""


def orders_changed(uow: UnitOfWork, book: ScriptBook, orders: Sequence[Order], *, now: datetime) -> None:
    """Plan what these orders lead to, and stop what they make pointless. What is long past is no news."""
    rules = outreach_rules(book.shop)
    customers = uow.orders.customers_of(orders)
    for order in orders:
        for conversation_id in customers.get(order.number, ()):
            _note_deal(uow, conversation_id, order)
            stopped = [_key(conversation_id, key) for key in obsolete(rules, order)]
            uow.timers.cancel(stopped, why=f"the order is {order.fulfilment}", now=now)
            for plan in _news(rules, order, now):
                _start(uow, conversation_id, plan)


def orders_seen(
    uow: UnitOfWork, book: ScriptBook, conversation: Conversation, orders: Iterable[Order], *, now: datetime
) -> None:
    """The customer may see these orders from now on: what lies ahead is planned, what has passed they know."""
    rules = outreach_rules(book.shop)
    for order in orders:
        _note_deal(uow, conversation.id, order)
        for plan in _news(rules, order, now):
            if _start(uow, conversation.id, plan) and plan.due_at <= now:
                uow.timers.cancel([_key(conversation.id, plan.key)], why="known already", now=now)


def verdict_on(
    uow: UnitOfWork, book: ScriptBook, conversation: Conversation, timer: Timer, *, now: datetime
) -> Verdict:
    """Whether the message that this timer is about may be sent now."""
    entries = uow.transcript.last(conversation.id, _LOOK_BACK)
    tasks = uow.tasks.of_conversation(conversation.id)
    here = Situation(
        owner=conversation.owner,
        state=conversation.state,
        customer=uow.customers.get(conversation.id),
        orders=uow.orders.of_peer(conversation.channel, conversation.account, conversation.peer.id),
        troubled=frozenset(task.order_number for task in tasks if task.status in _OPEN),
        under_way=_under_way(uow, str(timer.args.get("order", ""))),
        last_word_at=max((entry.at for entry in entries if entry.author is Author.CUSTOMER), default=None),
    )
    return judge(outreach_rules(book.shop), timer.kind, timer.due_at, timer.args, here, now)


def _under_way(uow: UnitOfWork, number: str) -> frozenset[TaskKind]:
    """What is being done about this order, whoever asked for it; a cancellation also when it is done."""
    still_open = uow.tasks.of_order(number, list(TaskKind), list(_OPEN)) if number else []
    ended = uow.tasks.of_order(number, [_ENDED_BY], [TaskStatus.DONE]) if number else []
    return frozenset(task.kind for task in (*still_open, *ended))


def _news(rules: OutreachRules, order: Order, now: datetime) -> list[Planned]:
    return [plan for plan in planned(rules, order) if plan.due_at > now - NEWS]


def _start(uow: UnitOfWork, conversation_id: int, plan: Planned) -> bool:
    return uow.timers.start(
        key=_key(conversation_id, plan.key),
        kind=plan.kind,
        conversation_id=conversation_id,
        due_at=plan.due_at,
        args=plan.args,
        once=True,
    )


def _note_deal(uow: UnitOfWork, conversation_id: int, order: Order) -> None:
    """The first paid order makes a customer of a visitor."""
    if order.paid_at is None or order.fulfilment not in PAID:
        return
    customer = uow.customers.get(conversation_id)
    if customer.first_deal_at is None or order.paid_at < customer.first_deal_at:
        uow.customers.save(replace(customer, first_deal_at=order.paid_at))


def _key(conversation_id: int, key: str) -> str:
    return f"{conversation_id}:{key}"
