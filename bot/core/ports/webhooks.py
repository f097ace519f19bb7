"""Repositories of what programs use: their tokens, the receivers of webhooks, and what is on its way to them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Protocol

from bot.core.roles import Agent
from bot.core.webhooks import DeliveryState, Webhook, WebhookDelivery, WebhookEvent


@dataclass(frozen=True, slots=True, kw_only=True)
class ApiToken:
    """A token that a program acts by in an agent's name; only its hash is stored."""

    agent_id: int
    name: str
    created_at: datetime


class ApiTokens(Protocol):
    """Tokens that last until they are revoked."""

    def add(self, token_hash: str, agent_id: int, name: str, *, now: datetime) -> None:
        """Raises Conflict when the agent has a token of this name."""
        ...

    def agent_of(self, token_hash: str) -> Agent | None:
        """The active agent of a token."""
        ...

    def of_agent(self, agent_id: int) -> list[ApiToken]:
        """By name."""
        ...

    def revoke(self, agent_id: int, name: str | None = None) -> int:
        """Forget the agent's token of this name, or all of them; returns how many there were."""
        ...


class Webhooks(Protocol):
    """Who is told."""

    def add(self, url: str, events: Sequence[WebhookEvent], salt: str, *, now: datetime) -> Webhook: ...

    def get(self, webhook_id: int) -> Webhook:
        """Raises NotFound."""
        ...

    def listing(self) -> list[Webhook]:
        """Oldest first."""
        ...

    def save(self, webhook: Webhook) -> None:
        """Store url, events, salt and active."""
        ...

    def remove(self, webhook_id: int) -> None:
        """With everything that is or was on its way to it. Raises NotFound."""
        ...


class WebhookDeliveries(Protocol):
    """What is told to whom, and what became of it."""

    def add(
        self, webhook_id: int, *, message_id: str, event: WebhookEvent, body: str, now: datetime
    ) -> WebhookDelivery:
        """To be tried at once."""
        ...

    def get(self, webhook_id: int, delivery_id: int) -> WebhookDelivery:
        """Raises NotFound."""
        ...

    def due(self) -> dict[int, datetime]:
        """Active webhook → when the first of its deliveries is to be tried; those that owe nothing are left out."""
        ...

    def claim(self, webhook_id: int, *, now: datetime, lease: timedelta) -> WebhookDelivery | None:
        """The delivery that is due longest, its try counted; nobody else gets it before the lease runs out."""
        ...

    def save(self, delivery: WebhookDelivery) -> None:
        """Store state, attempt, begun_at, next_at, settled_at, status and error; one that is gone stays gone."""
        ...

    def listing(
        self, webhook_id: int, *, state: DeliveryState | None = None, before: int | None = None, limit: int = 50
    ) -> list[WebhookDelivery]:
        """Newest first, those with ids less than `before`."""
        ...

    def replay(
        self, webhook_id: int, states: Sequence[DeliveryState], *, since: datetime, until: datetime, now: datetime
    ) -> int:
        """Begin anew with those that were written from `since` to before `until`; returns how many there are."""
        ...

    def forget(self, *, settled_before: datetime, limit: int) -> int:
        """Delete those settled long ago; returns how many there were."""
        ...
