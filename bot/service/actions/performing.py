"""Performing an action once: found in the audit it was done before, else its handler does it and the audit keeps it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from types import MappingProxyType
from typing import Final

from bot.core.actions import Perform
from bot.core.conversation import Conversation
from bot.core.events import NotPerformed, Performed
from bot.core.ports import UnitOfWork
from bot.core.roles import Agent
from bot.core.tasks import AuditEntry
from bot.scripts.book import ScriptBook
from bot.service.actions import changes, money, people, registers
from bot.service.actions.job import Answer, Job
from bot.service.actions.opening import Handler, one_remedy

HANDLERS: Final[Mapping[str, Handler]] = MappingProxyType(
    {
        "create_return": one_remedy(registers.create_return),
        "create_exchange": one_remedy(registers.by_state),
        "create_repair": one_remedy(registers.by_state),
        "request_resend": one_remedy(registers.request_resend),
        "request_refund": one_remedy(money.request_refund),
        "register_return_tracking": registers.register_return_tracking,
        "change_address": changes.change_address,
        "change_item": registers.by_state,
        "cancel_order": registers.cancel_order,
        "merge_orders": changes.merge_orders,
        "add_order_note": changes.add_order_note,
        "offer_coupon": money.offer_coupon,
        "contact_courier": registers.contact_courier,
        "hurry_shipping": registers.by_state,
        "request_price_change": money.request_price_change,
        "request_price_protection": money.request_price_protection,
        "register_transfer": registers.by_state,
        "register_complaint": registers.register_complaint,
        "note_customer": people.note_customer,
        "set_notices": people.set_notices,
        "create_task": registers.create_task,
    }
)


def perform(
    uow: UnitOfWork,
    book: ScriptBook,
    conversation: Conversation,
    action: Perform,
    *,
    now: datetime,
    agent: Agent | None = None,
) -> Answer:
    """Do the action, once however often it is asked for with the same key.

    The order is read here, inside the transaction: what the customer was told about it may be minutes old.

    Args:
        uow: the transaction.
        book: the scripts and the shop's policy.
        conversation: whose customer it is done for.
        action: name, arguments and key.
        now: the time.
        agent: who does it; None when the bot does it for the customer.
    """
    job = Job(uow=uow, book=book, conversation=conversation, action=action, now=now, agent=agent)
    before = uow.audit.find(job.key)
    if before is not None:
        return _answered(before, action.key)
    answer = HANDLERS[action.name](job)
    uow.audit.record(_entry(job, answer))
    return answer


def _entry(job: Job, answer: Answer) -> AuditEntry:
    done = isinstance(answer, Performed)
    return AuditEntry(
        key=job.key,
        conversation_id=job.conversation.id,
        action=job.action.name,
        at=job.now,
        done=done,
        order_number=job.text("order"),
        args=job.collected(),
        result=answer.result if isinstance(answer, Performed) else {"reason": answer.reason, "detail": answer.detail},
        agent=job.agent,
    )


def _answered(entry: AuditEntry, key: str) -> Answer:
    if entry.done:
        return Performed(key=key, result=entry.result)
    return NotPerformed(key=key, reason=str(entry.result["reason"]), detail=str(entry.result["detail"]))
