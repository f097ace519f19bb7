"""Deciding about a task and finishing it: the rules, the case's history, and what the customer is told."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from decimal import Decimal
from types import MappingProxyType
from typing import Final

from bot.core.cases import CaseEvent, CaseEventKind
from bot.core.conversation import Conversation, JsonValue
from bot.core.events import Notice
from bot.core.ports import UnitOfWork
from bot.core.roles import Agent
from bot.core.tasks import Task, TaskKind
from bot.desk import task_rules
from bot.scripts.book import ScriptBook
from bot.scripts.engine_replies import ENGINE_REPLIES
from bot.service.case_log import record
from bot.service.policy import number_of
from bot.service.turns import Room, notify

TOLD: Final[Mapping[tuple[TaskKind, bool], str]] = MappingProxyType(
    {
        (TaskKind.PRICE_CHANGE, False): "price_refused",  # approved: told when the order shows the price
        (TaskKind.REFUND, True): "refund_approved",
        (TaskKind.REFUND, False): "refund_refused",
        (TaskKind.COUPON, True): "coupon_approved",
        (TaskKind.COUPON, False): "coupon_refused",
        (TaskKind.COMPLAINT, True): "complaint_answered",
        (TaskKind.COMPLAINT, False): "complaint_reconsidered",  # it stays open, for another proposal
    }
)
"""What the customer hears of a decision: the engine's reply, by register and whether it was approved."""


def decide(uow: UnitOfWork, room: Room, task_id: int, agent: Agent, *, approve: bool) -> Task:
    """Approve or refuse, and tell the customer. Raises NotFound, Conflict, NotAllowed."""
    task = uow.tasks.get(task_id)
    order = uow.orders.get(task.order_number) if task.order_number else None
    decided = task_rules.decide(
        task, agent, order, approve=approve, max_off_percent=max_off_percent(room.book), now=room.now
    )
    uow.tasks.save(decided)
    conversation = uow.conversations.get(task.conversation_id)
    _record(uow, conversation, decided, agent, room.now)
    reply = TOLD.get((task.kind, approve))
    if reply is not None and (order is not None or not ENGINE_REPLIES[reply].filled):
        notify(uow, room, conversation, Notice(reply=reply, order=order, result=_result(decided)), by=agent)
    return decided


def finish(uow: UnitOfWork, task_id: int, agent: Agent, *, now: datetime) -> Task:
    """Mark it done. Raises NotFound, Conflict, NotAllowed."""
    task = task_rules.finish(uow.tasks.get(task_id), agent, now=now)
    uow.tasks.save(task)
    _record(uow, uow.conversations.get(task.conversation_id), task, agent, now)
    return task


def max_off_percent(book: ScriptBook) -> Decimal:
    """The share off an unpaid order that pre-sale may approve alone, from shop.yaml; 0 is a valid limit."""
    return number_of(book.shop, "price_change", "max_off_percent")


def _result(task: Task) -> dict[str, JsonValue]:
    told: dict[str, JsonValue] = {name: task.args[name] for name in ("amount", "proposal") if name in task.args}
    return {"id": task.number, **told}


def _record(uow: UnitOfWork, conversation: Conversation, task: Task, agent: Agent, now: datetime) -> None:
    if conversation.case_id is None:
        return
    data = {"task": task.number, "status": task.status.value}
    event = CaseEvent(case_id=conversation.case_id, kind=CaseEventKind.DECIDED, at=now, agent=agent, data=dict(data))
    record(uow, event)
