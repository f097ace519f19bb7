"""Webhooks, and what became of their deliveries."""

from __future__ import annotations

from datetime import datetime

from pydantic import Field

from bot.core.webhooks import DeliveryState, WebhookEvent
from bot.web.api.models.common import Answer, Instant, Request


class Webhook(Answer):
    """A receiver of events."""

    id: int
    url: str
    events: tuple[WebhookEvent, ...]
    active: bool
    created_at: datetime


class SecretWebhook(Answer):
    """A webhook with the secret that its messages are signed with, shown only now."""

    webhook: Webhook
    secret: str


class WebhookDelivery(Answer):
    """One message to a receiver. `message_id` is the same for every try and replay."""

    id: int
    message_id: str
    event: WebhookEvent
    body: str = Field(description="The JSON text that is sent and signed")
    state: DeliveryState
    attempt: int
    created_at: datetime
    next_at: datetime | None
    settled_at: datetime | None
    status: int | None = Field(description="What the receiver answered last (HTTP); null when it did not")
    error: str


class NewWebhook(Request):
    """Who is to be told of what."""

    url: str = Field(max_length=2000)
    events: list[WebhookEvent] = Field(min_length=1, max_length=20)


class WebhookChange(Request):
    """What is to change; what is left out stays."""

    url: str | None = Field(default=None, max_length=2000)
    events: list[WebhookEvent] | None = Field(default=None, min_length=1, max_length=20)
    active: bool | None = None


class ReplaySpan(Request):
    """Which deliveries to send again: written from `since` to before `until`, and in one of these states."""

    since: Instant
    until: Instant
    states: list[DeliveryState] = Field(default=[DeliveryState.DEAD], min_length=1, max_length=3)


class Replayed(Answer):
    """How many deliveries are sent again."""

    count: int
