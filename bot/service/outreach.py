"""Writing to customers unasked: what a change of their orders sets going, and the decision when the time has come.

The rules are pure (`bot.dialogue.outreach`); here they meet the store. A message about an order is planned once, under
a key of its own, so that it is never sent twice, whatever is imported again and on however many channels the buyer
writes; it goes to the conversation in which they wrote last.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from typing import Final

from bot.core.actions import HandOffReason
from bot.core.conversation import Conversation
from bot.core.customers import Customer
from bot.core.messages import Author
from bot.core.orders import PAID, Order
from bot.core.ports import UnitOfWork
from bot.core.tasks import Task, TaskKind, TaskStatus
from bot.core.timers import Timer
from bot.dialogue.outreach import NEWS, Planned, Verdict, judge, obsolete, planned, situation
from bot.dialogue.outreach_rules import OutreachRules, outreach_rules
from bot.scripts.book import ScriptBook

_LOOK_BACK: Final = 20
"""Messages among which the customer's last word is looked for."""

_NEVER: Final = datetime.min.replace(tzinfo=UTC)


def orders_changed(uow: UnitOfWork, book: ScriptBook, orders: Sequence[Order], *, now: datetime) -> None:
    """Plan what these orders lead to, and stop what they make pointless. What is long past is no news."""
    rules = outreach_rules(book.shop)
    customers = uow.orders.customers_of(orders)
    for order in orders:
        theirs = customers.get(order.number)
        if not theirs:
            continue
        for conversation_id in theirs:
            _note_deal(uow, conversation_id, order)
        uow.timers.cancel(obsolete(rules, order), why=f"the order is {order.fulfilment}", now=now)
        for plan in _news(rules, order, now):
            _start(uow, theirs[0], plan)


def orders_seen(
    uow: UnitOfWork, book: ScriptBook, conversation: Conversation, orders: Iterable[Order], *, now: datetime
) -> None:
    """The customer may see these orders from now on: what lies ahead is planned, what has passed they know."""
    rules = outreach_rules(book.shop)
    for order in orders:
        _note_deal(uow, conversation.id, order)
        for plan in _news(rules, order, now):
            if _start(uow, conversation.id, plan) and plan.due_at <= now:
                uow.timers.cancel([plan.key], why="known already", now=now)


def audience_of(uow: UnitOfWork, timer: Timer) -> tuple[int, ...]:
    """The conversations of the buyer whom the timer's message is for, the one in which they wrote last first."""
    order = uow.orders.get(str(timer.args.get("order", "")))
    theirs = uow.orders.customers_of([order]).get(order.number, ()) if order is not None else ()
    last_word = {each: (_last_word_at(uow, each) or _NEVER, each) for each in theirs or (timer.conversation_id,)}
    return tuple(sorted(last_word, key=last_word.__getitem__, reverse=True))


def verdict_on(uow: UnitOfWork, book: ScriptBook, audience: Sequence[int], timer: Timer, *, now: datetime) -> Verdict:
    """Whether the message that this timer is about may be sent now to the first of these conversations."""
    conversation = uow.conversations.get(audience[0])
    here = situation(
        owner=conversation.owner,
        state=conversation.state,
        customer=_as_one(uow, audience),
        orders=uow.orders.of_peer(conversation.channel, conversation.account, conversation.peer.id),
        last_word_at=_last_word_at(uow, conversation.id),
        theirs=[task for each in audience for task in uow.tasks.of_conversation(each)],
        about=_about(uow, str(timer.args.get("order", ""))),
        grave=any(_told_of_grave_matter(uow, each) for each in audience),
    )
    return judge(outreach_rules(book.shop), timer.kind, timer.due_at, timer.args, here, now)


def _told_of_grave_matter(uow: UnitOfWork, conversation_id: int) -> bool:
    return any(case.reason is HandOffReason.SENSITIVE for case in uow.cases.of_conversation(conversation_id))


def _as_one(uow: UnitOfWork, audience: Sequence[int]) -> Customer:
    """The record of the first, with what the others say about writing unasked: a no, and what was sent already."""
    first, *others = [uow.customers.get(each) for each in audience]
    return replace(
        first,
        opted_out=any(one.opted_out or one.blocked for one in (first, *others)),
        reached=tuple(reached for one in (first, *others) for reached in one.reached),
    )


def _last_word_at(uow: UnitOfWork, conversation_id: int) -> datetime | None:
    entries = uow.transcript.last(conversation_id, _LOOK_BACK)
    return max((entry.at for entry in entries if entry.author is Author.CUSTOMER), default=None)


def _about(uow: UnitOfWork, number: str) -> list[Task]:
    """What was registered about this order, whoever asked for it."""
    return uow.tasks.of_order(number, list(TaskKind), list(TaskStatus)) if number else []


def _news(rules: OutreachRules, order: Order, now: datetime) -> list[Planned]:
    return [plan for plan in planned(rules, order) if plan.due_at > now - NEWS]


def _start(uow: UnitOfWork, conversation_id: int, plan: Planned) -> bool:
    return uow.timers.start(
        key=plan.key,
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
