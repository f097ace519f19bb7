"""Webhooks: what other systems are told of, how it is signed, and when it is tried again.

Signatures follow the Standard Webhooks specification (standardwebhooks.com), so that receivers can use its libraries.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Final

SECRET_PREFIX: Final = "whsec_"  # noqa: S105  # what every secret begins with, not one of them

LIFE: Final = timedelta(days=1)
"""How long a delivery is tried before it is dead."""
_FIRST_PAUSE: Final = timedelta(seconds=5)
_GROWTH: Final = 4
_LONGEST_PAUSE: Final = timedelta(hours=6)


class WebhookEvent(StrEnum):
    """What can be told."""

    CASE_OPENED = "case.opened"
    CASE_ASSIGNED = "case.assigned"
    CASE_RETURNED = "case.returned"  # to the bot
    CASE_CLOSED = "case.closed"
    CASE_REOPENED = "case.reopened"
    CASE_RATED = "case.rated"  # by the customer; again when they change it or say more
    MESSAGE_CREATED = "message.created"  # by the customer, the bot or an agent; never a note
    TEST = "webhook.test"


SUBSCRIBABLE: Final = frozenset(WebhookEvent) - {WebhookEvent.TEST}
"""What a webhook can ask for; a test is sent to any."""


class DeliveryState(StrEnum):
    """What became of a delivery."""

    WAITING = "waiting"  # for its first or next try
    DELIVERED = "delivered"  # the receiver said 2xx
    DEAD = "dead"  # given up; can be replayed


@dataclass(frozen=True, slots=True, kw_only=True)
class Webhook:
    """A receiver. `salt` makes its signing secret out of the shop's, so that no table holds the secret itself."""

    id: int
    url: str
    events: tuple[WebhookEvent, ...]
    salt: str
    active: bool
    created_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class WebhookDelivery:
    """One message to one receiver.

    Attributes:
        message_id: the same for every try and replay, so that a receiver can tell a repeat.
        body: the JSON text that is sent and signed, byte for byte the same every time.
        attempt: tries so far, of this run.
        begun_at: when the run of tries began: with the event, or with the last replay.
        next_at: when it is tried next; None once it is settled.
        status: what the receiver answered last (HTTP); None when it did not.
        error: why the last try did not succeed.
    """

    id: int
    webhook_id: int
    message_id: str
    event: WebhookEvent
    body: str
    created_at: datetime
    begun_at: datetime
    state: DeliveryState = DeliveryState.WAITING
    attempt: int = 0
    next_at: datetime | None = None
    settled_at: datetime | None = None
    status: int | None = None
    error: str = ""


def next_try(delivery: WebhookDelivery, *, now: datetime) -> datetime | None:
    """When a try that failed just now is repeated: ever later, once more at the end of a day, then never (None)."""
    end = delivery.begun_at + LIFE
    if now >= end:
        return None
    growth: int = _GROWTH ** (min(delivery.attempt, 10) - 1)  # ten is far beyond the longest pause
    return min(now + min(_FIRST_PAUSE * growth, _LONGEST_PAUSE), end)


def secret_of(webhook: Webhook, shop_secret: str) -> str:
    """The secret that the receiver checks signatures with, as it is shown once."""
    key = hmac.digest(shop_secret.encode(), f"kefu.webhook:{webhook.salt}".encode(), hashlib.sha256)
    return SECRET_PREFIX + base64.b64encode(key).decode()


def signed_headers(secret: str, message_id: str, body: str, *, now: datetime) -> dict[str, str]:
    """The three headers of a signed message; `now` is the moment of this try."""
    timestamp = str(int(now.timestamp()))
    key = base64.b64decode(secret.removeprefix(SECRET_PREFIX))
    signature = hmac.digest(key, f"{message_id}.{timestamp}.{body}".encode(), hashlib.sha256)
    return {
        "webhook-id": message_id,
        "webhook-timestamp": timestamp,
        "webhook-signature": f"v1,{base64.b64encode(signature).decode()}",
    }
