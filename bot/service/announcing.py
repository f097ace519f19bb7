"""Tells webhooks what happens: a delivery is written for each receiver that wants it, in the transaction of the event.

So nothing that was kept goes untold, and nothing that was undone is told. `bot.jobs.webhooks` sends them.
"""

from __future__ import annotations

import json
import secrets
from collections.abc import Mapping
from datetime import datetime
from types import MappingProxyType
from typing import Final

from bot.core.cases import Case, CaseEvent, CaseEventKind
from bot.core.conversation import Conversation, JsonValue
from bot.core.messages import TranscriptEntry
from bot.core.ports import UnitOfWork
from bot.core.roles import Agent
from bot.core.webhooks import Webhook, WebhookDelivery, WebhookEvent

_TOLD: Final[Mapping[CaseEventKind, WebhookEvent]] = MappingProxyType(
    {
        CaseEventKind.OPENED: WebhookEvent.CASE_OPENED,
        CaseEventKind.CLAIMED: WebhookEvent.CASE_ASSIGNED,
        CaseEventKind.TRANSFERRED: WebhookEvent.CASE_ASSIGNED,
        CaseEventKind.RETURNED: WebhookEvent.CASE_RETURNED,
        CaseEventKind.CLOSED: WebhookEvent.CASE_CLOSED,
        CaseEventKind.REOPENED: WebhookEvent.CASE_REOPENED,
        CaseEventKind.RATED: WebhookEvent.CASE_RATED,
    }
)


def case_changed(uow: UnitOfWork, event: CaseEvent) -> None:
    """Tell of an event of a case, which is stored as the event left it."""
    told = _TOLD.get(event.kind)
    receivers = _receivers(uow, told) if told else []
    if told is None or not receivers:
        return
    case = uow.cases.get(event.case_id)
    if told is WebhookEvent.CASE_ASSIGNED and case.assignee is None:
        return  # passed on to the queue of a role
    data: dict[str, JsonValue] = {
        "case": _case(case),
        "conversation": _conversation(uow.conversations.get(case.conversation_id)),
        "by": _agent(event.agent),
    }
    if told is WebhookEvent.CASE_RATED:
        data["rating"] = _rating(uow, case)
    _tell(uow, receivers, told, data, now=event.at)


def message_created(uow: UnitOfWork, conversation: Conversation, entry: TranscriptEntry) -> None:
    """Tell of a message that the shop is about to send."""
    receivers = _receivers(uow, WebhookEvent.MESSAGE_CREATED)
    if receivers:
        data: dict[str, JsonValue] = {"message": _message(entry), "conversation": _conversation(conversation)}
        _tell(uow, receivers, WebhookEvent.MESSAGE_CREATED, data, now=entry.at)


def message_received(uow: UnitOfWork, conversation: Conversation) -> None:
    """Tell of the message that the customer just sent, the newest of the conversation."""
    if _receivers(uow, WebhookEvent.MESSAGE_CREATED):
        [newest] = uow.transcript.last(conversation.id, 1)
        message_created(uow, conversation, newest)


def test(uow: UnitOfWork, webhook: Webhook, *, now: datetime) -> WebhookDelivery:
    """Send a message that means nothing, to see whether the receiver takes it."""
    data: dict[str, JsonValue] = {"webhook": webhook.id}
    [delivery] = _tell(uow, [webhook], WebhookEvent.TEST, data, now=now)
    return delivery


def _receivers(uow: UnitOfWork, event: WebhookEvent) -> list[Webhook]:
    return [webhook for webhook in uow.webhooks.listing() if webhook.active and event in webhook.events]


def _tell(
    uow: UnitOfWork, receivers: list[Webhook], event: WebhookEvent, data: dict[str, JsonValue], *, now: datetime
) -> list[WebhookDelivery]:
    body = json.dumps(
        {"type": event.value, "timestamp": now.isoformat(), "data": data}, ensure_ascii=False, separators=(",", ":")
    )
    message_id = f"msg_{secrets.token_hex(12)}"
    return [
        uow.webhook_deliveries.add(webhook.id, message_id=message_id, event=event, body=body, now=now)
        for webhook in receivers
    ]


def _case(case: Case) -> dict[str, JsonValue]:
    return {
        "id": case.id,
        "status": case.status.value,
        "role": case.role.value,
        "reason": case.reason.value,
        "intent": case.intent,
        "title": case.title,
        "ask": case.ask,
        "language": case.language,
        "tier": case.tier.value,
        "order_number": case.order_number,
        "assignee": _agent(case.assignee),
        "opened_at": case.opened_at.isoformat(),
        "ended_at": case.ended_at.isoformat() if case.ended_at else None,
        "outcome": case.outcome,
    }


def _rating(uow: UnitOfWork, case: Case) -> JsonValue:
    rating = uow.ratings.of_case(case.id)
    if rating is None:
        return None
    return {
        "id": rating.id,
        "satisfaction": rating.satisfaction.value if rating.satisfaction else None,
        "cause": rating.cause,
        "attitude": rating.attitude,
        "words": rating.words,
        "agent": _agent(rating.agent),
        "rated_at": rating.rated_at.isoformat() if rating.rated_at else None,
        "expires_at": rating.expires_at.isoformat(),
    }


def _conversation(conversation: Conversation) -> dict[str, JsonValue]:
    return {"id": conversation.id, "channel": conversation.channel, "customer": conversation.peer.name}


def _agent(agent: Agent | None) -> JsonValue:
    return None if agent is None else {"id": agent.id, "name": agent.name, "role": agent.role.value}


def _message(entry: TranscriptEntry) -> dict[str, JsonValue]:
    """Attachments are named and not linked to: an address that shows one is handed out by the API only."""
    return {
        "seq": entry.seq,
        "author": entry.author.value,
        "agent": {"id": entry.agent_id, "name": entry.agent_name} if entry.agent_id else None,
        "text": entry.content.text,
        "media": [{"kind": one.kind.value, "mime": one.mime, "size": one.size} for one in entry.content.media],
        "case_id": entry.case_id,
        "at": entry.at.isoformat(),
    }
