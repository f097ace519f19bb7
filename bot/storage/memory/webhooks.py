"""Tokens of programs, receivers of webhooks, and what is on its way to them, in memory."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from bot.core.errors import Conflict, NotFound
from bot.core.ports import ApiToken
from bot.core.roles import Agent
from bot.core.webhooks import DeliveryState, Webhook, WebhookDelivery, WebhookEvent
from bot.storage.memory.tables import Tables
from bot.storage.values import utc


@dataclass(frozen=True, slots=True)
class MemoryApiTokens:
    """See `bot.core.ports.ApiTokens`."""

    tables: Tables

    def add(self, token_hash: str, agent_id: int, name: str, *, now: datetime) -> None:
        """Raises Conflict when the agent has a token of this name."""
        if any(token.name == name for token in self.of_agent(agent_id)):
            raise Conflict(
                f"there is a token {name!r} of this agent already", code="token_exists", values={"name": name}
            )
        self.tables.api_tokens[token_hash] = ApiToken(agent_id=agent_id, name=name, created_at=utc(now))

    def agent_of(self, token_hash: str) -> Agent | None:
        """The active agent of a token."""
        token = self.tables.api_tokens.get(token_hash)
        agent = self.tables.agents[token.agent_id].value if token else None
        return agent if agent and agent.active else None

    def of_agent(self, agent_id: int) -> list[ApiToken]:
        """By name."""
        found = (token for token in self.tables.api_tokens.values() if token.agent_id == agent_id)
        return sorted(found, key=lambda token: token.name)

    def revoke(self, agent_id: int, name: str | None = None) -> int:
        """Forget one of the agent's tokens, or all."""
        gone = [
            key
            for key, token in self.tables.api_tokens.items()
            if token.agent_id == agent_id and name in {None, token.name}
        ]
        for key in gone:
            del self.tables.api_tokens[key]
        return len(gone)


@dataclass(frozen=True, slots=True)
class MemoryWebhooks:
    """See `bot.core.ports.Webhooks`."""

    tables: Tables

    def add(self, url: str, events: Sequence[WebhookEvent], salt: str, *, now: datetime) -> Webhook:
        """Who is told from now on."""
        webhook = Webhook(
            id=self.tables.webhooks.next_id(),
            url=url,
            events=tuple(events),
            salt=salt,
            active=True,
            created_at=utc(now),
        )
        self.tables.webhooks[webhook.id] = webhook
        return webhook

    def get(self, webhook_id: int) -> Webhook:
        """Raises NotFound."""
        webhook = self.tables.webhooks.get(webhook_id)
        if webhook is None:
            raise _unknown(webhook_id)
        return webhook

    def listing(self) -> list[Webhook]:
        """Oldest first."""
        return sorted(self.tables.webhooks.values(), key=lambda webhook: webhook.id)

    def save(self, webhook: Webhook) -> None:
        """Store url, events, salt and active."""
        if webhook.id in self.tables.webhooks:
            self.tables.webhooks[webhook.id] = webhook

    def remove(self, webhook_id: int) -> None:
        """With its deliveries. Raises NotFound."""
        self.get(webhook_id)
        del self.tables.webhooks[webhook_id]
        for key in [key for key, row in self.tables.webhook_deliveries.items() if row.webhook_id == webhook_id]:
            del self.tables.webhook_deliveries[key]


@dataclass(frozen=True, slots=True)
class MemoryWebhookDeliveries:
    """See `bot.core.ports.WebhookDeliveries`."""

    tables: Tables

    def add(
        self, webhook_id: int, *, message_id: str, event: WebhookEvent, body: str, now: datetime
    ) -> WebhookDelivery:
        """To be tried at once."""
        now = utc(now)
        delivery = WebhookDelivery(
            id=self.tables.webhook_deliveries.next_id(),
            webhook_id=webhook_id,
            message_id=message_id,
            event=event,
            body=body,
            created_at=now,
            begun_at=now,
            next_at=now,
        )
        self.tables.webhook_deliveries[delivery.id] = delivery
        return delivery

    def get(self, webhook_id: int, delivery_id: int) -> WebhookDelivery:
        """Raises NotFound."""
        delivery = self.tables.webhook_deliveries.get(delivery_id)
        if delivery is None or delivery.webhook_id != webhook_id:
            raise NotFound(f"there is no delivery {delivery_id} of this webhook", code="delivery_unknown")
        return delivery

    def due(self) -> dict[int, datetime]:
        """When the first delivery of each webhook is to be tried."""
        first: dict[int, datetime] = {}
        for row in self.tables.webhook_deliveries.values():
            if row.next_at is not None and self.tables.webhooks[row.webhook_id].active:
                first[row.webhook_id] = min(row.next_at, first.get(row.webhook_id, row.next_at))
        return first

    def claim(self, webhook_id: int, *, now: datetime, lease: timedelta) -> WebhookDelivery | None:
        """The delivery that is due longest."""
        due = [
            (row.next_at, row.id)
            for row in self.tables.webhook_deliveries.values()
            if row.webhook_id == webhook_id and row.next_at is not None and row.next_at <= utc(now)
        ]
        if not due:
            return None
        _, key = min(due)
        row = self.tables.webhook_deliveries[key]
        self.tables.webhook_deliveries[key] = replace(row, attempt=row.attempt + 1, next_at=utc(now) + lease)
        return self.tables.webhook_deliveries[key]

    def save(self, delivery: WebhookDelivery) -> None:
        """Store what became of it."""
        if delivery.id in self.tables.webhook_deliveries:
            self.tables.webhook_deliveries[delivery.id] = delivery

    def listing(
        self, webhook_id: int, *, state: DeliveryState | None = None, before: int | None = None, limit: int = 50
    ) -> list[WebhookDelivery]:
        """Newest first."""
        found = [
            row
            for row in self.tables.webhook_deliveries.values()
            if row.webhook_id == webhook_id and state in {None, row.state} and (before is None or row.id < before)
        ]
        return sorted(found, key=lambda row: row.id, reverse=True)[:limit]

    def replay(
        self, webhook_id: int, states: Sequence[DeliveryState], *, since: datetime, until: datetime, now: datetime
    ) -> int:
        """Begin anew with a span of them."""
        now = utc(now)
        wanted = [
            row
            for row in self.tables.webhook_deliveries.values()
            if row.webhook_id == webhook_id and row.state in states and since <= row.created_at < until
        ]
        for row in wanted:
            self.tables.webhook_deliveries[row.id] = replace(
                row, state=DeliveryState.WAITING, attempt=0, begun_at=now, next_at=now, settled_at=None
            )
        return len(wanted)

    def forget(self, *, settled_before: datetime, limit: int) -> int:
        """Delete those settled long ago."""
        before = utc(settled_before)
        old = [
            (row.settled_at, row.id)
            for row in self.tables.webhook_deliveries.values()
            if row.settled_at is not None and row.settled_at < before
        ]
        gone = sorted(old)[:limit]
        for _, key in gone:
            del self.tables.webhook_deliveries[key]
        return len(gone)


def _unknown(webhook_id: int) -> NotFound:
    return NotFound(f"there is no webhook {webhook_id}", code="webhook_unknown", values={"webhook": str(webhook_id)})
