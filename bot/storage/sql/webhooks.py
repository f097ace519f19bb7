"""Tokens of programs, receivers of webhooks, and what is on its way to them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import Connection, delete, insert, select, type_coerce, update

from bot.core.errors import Conflict, NotFound
from bot.core.ports import ApiToken
from bot.core.roles import Agent
from bot.core.webhooks import DeliveryState, Webhook, WebhookDelivery, WebhookEvent
from bot.storage.sql.agents import AGENT_COLUMNS, agent_from
from bot.storage.sql.schema import agents, api_tokens, webhook_deliveries, webhooks
from bot.storage.sql.statements import insert_into
from bot.storage.sql.types import UtcTime

_K = api_tokens.c
_W = webhooks.c
_D = webhook_deliveries.c


@dataclass(frozen=True, slots=True)
class SqlApiTokens:
    """See `bot.core.ports.ApiTokens`."""

    connection: Connection

    def add(self, token_hash: str, agent_id: int, name: str, *, now: datetime) -> None:
        """Raises Conflict when the agent has a token of this name."""
        added = self.connection.execute(
            insert_into(self.connection, api_tokens)
            .values(token_hash=token_hash, agent_id=agent_id, name=name, created_at=now)
            .on_conflict_do_nothing(index_elements=[_K.agent_id, _K.name])
        )
        if added.rowcount != 1:
            raise Conflict(
                f"there is a token {name!r} of this agent already", code="token_exists", values={"name": name}
            )

    def agent_of(self, token_hash: str) -> Agent | None:
        """The active agent of a token."""
        row = self.connection.execute(
            select(*AGENT_COLUMNS)
            .join(api_tokens, _K.agent_id == agents.c.id)
            .where(_K.token_hash == token_hash, agents.c.active)
        ).one_or_none()
        return agent_from(row) if row else None

    def of_agent(self, agent_id: int) -> list[ApiToken]:
        """By name."""
        query = select(_K.agent_id, _K.name, _K.created_at).where(_K.agent_id == agent_id).order_by(_K.name)
        return [ApiToken(**row) for row in self.connection.execute(query).mappings()]

    def revoke(self, agent_id: int, name: str | None = None) -> int:
        """Forget one of the agent's tokens, or all."""
        wanted = [_K.agent_id == agent_id, *([] if name is None else [_K.name == name])]
        return self.connection.execute(delete(api_tokens).where(*wanted)).rowcount


@dataclass(frozen=True, slots=True)
class SqlWebhooks:
    """See `bot.core.ports.Webhooks`."""

    connection: Connection

    def add(self, url: str, events: Sequence[WebhookEvent], salt: str, *, now: datetime) -> Webhook:
        """Who is told from now on."""
        row = {"url": url, "events": tuple(events), "salt": salt, "active": True, "created_at": now}
        added = self.connection.execute(insert(webhooks).values(row).returning(_W.id))
        return self.get(added.scalar_one())

    def get(self, webhook_id: int) -> Webhook:
        """Raises NotFound."""
        row = self.connection.execute(select(webhooks).where(_W.id == webhook_id)).mappings().one_or_none()
        if row is None:
            raise _unknown(webhook_id)
        return Webhook(**row)

    def listing(self) -> list[Webhook]:
        """Oldest first."""
        return [Webhook(**row) for row in self.connection.execute(select(webhooks).order_by(_W.id)).mappings()]

    def save(self, webhook: Webhook) -> None:
        """Store url, events, salt and active."""
        row = {"url": webhook.url, "events": webhook.events, "salt": webhook.salt, "active": webhook.active}
        self.connection.execute(update(webhooks).where(_W.id == webhook.id).values(row))

    def remove(self, webhook_id: int) -> None:
        """With its deliveries. Raises NotFound."""
        self.connection.execute(delete(webhook_deliveries).where(_D.webhook_id == webhook_id))
        if self.connection.execute(delete(webhooks).where(_W.id == webhook_id)).rowcount == 0:
            raise _unknown(webhook_id)


@dataclass(frozen=True, slots=True)
class SqlWebhookDeliveries:
    """See `bot.core.ports.WebhookDeliveries`."""

    connection: Connection

    def add(
        self, webhook_id: int, *, message_id: str, event: WebhookEvent, body: str, now: datetime
    ) -> WebhookDelivery:
        """To be tried at once."""
        row = {
            "webhook_id": webhook_id,
            "message_id": message_id,
            "event": event,
            "body": body,
            "created_at": now,
            "begun_at": now,
            "state": DeliveryState.WAITING,
            "attempt": 0,
            "next_at": now,
            "error": "",
        }
        added = self.connection.execute(insert(webhook_deliveries).values(row).returning(_D.id))
        return self.get(webhook_id, added.scalar_one())

    def get(self, webhook_id: int, delivery_id: int) -> WebhookDelivery:
        """Raises NotFound."""
        query = select(webhook_deliveries).where(_D.webhook_id == webhook_id, _D.id == delivery_id)
        row = self.connection.execute(query).mappings().one_or_none()
        if row is None:
            raise NotFound(f"there is no delivery {delivery_id} of this webhook", code="delivery_unknown")
        return WebhookDelivery(**row)

    def due(self) -> dict[int, datetime]:
        """When the first delivery of each webhook is to be tried."""
        first = select(_D.next_at).where(_D.webhook_id == _W.id, _D.next_at.is_not(None)).order_by(_D.next_at).limit(1)
        when = type_coerce(first.scalar_subquery(), UtcTime).label("first")
        rows = self.connection.execute(select(_W.id, when).where(_W.active))
        return {row.id: row.first for row in rows if row.first is not None}

    def claim(self, webhook_id: int, *, now: datetime, lease: timedelta) -> WebhookDelivery | None:
        """The delivery that is due longest."""
        row = self.connection.execute(
            select(webhook_deliveries)
            .where(_D.webhook_id == webhook_id, _D.next_at <= now)
            .order_by(_D.next_at, _D.id)
            .limit(1)
            .with_for_update(skip_locked=True)
        ).one_or_none()
        if row is None:
            return None
        leased = {"attempt": row.attempt + 1, "next_at": now + lease}
        self.connection.execute(update(webhook_deliveries).where(_D.id == row.id).values(leased))
        return self.get(webhook_id, row.id)

    def save(self, delivery: WebhookDelivery) -> None:
        """Store what became of it."""
        row = {
            "state": delivery.state,
            "attempt": delivery.attempt,
            "begun_at": delivery.begun_at,
            "next_at": delivery.next_at,
            "settled_at": delivery.settled_at,
            "status": delivery.status,
            "error": delivery.error,
        }
        self.connection.execute(update(webhook_deliveries).where(_D.id == delivery.id).values(row))

    def listing(
        self, webhook_id: int, *, state: DeliveryState | None = None, before: int | None = None, limit: int = 50
    ) -> list[WebhookDelivery]:
        """Newest first."""
        query = select(webhook_deliveries).where(_D.webhook_id == webhook_id).order_by(_D.id.desc()).limit(limit)
        if state is not None:
            query = query.where(_D.state == state)
        if before is not None:
            query = query.where(_D.id < before)
        return [WebhookDelivery(**row) for row in self.connection.execute(query).mappings()]

    def replay(
        self, webhook_id: int, states: Sequence[DeliveryState], *, since: datetime, until: datetime, now: datetime
    ) -> int:
        """Begin anew with a span of them."""
        anew = {
            "state": DeliveryState.WAITING,
            "attempt": 0,
            "begun_at": now,
            "next_at": now,
            "settled_at": None,
        }
        wanted = _D.webhook_id == webhook_id, _D.created_at >= since, _D.created_at < until, _D.state.in_(states)
        return self.connection.execute(update(webhook_deliveries).where(*wanted).values(anew)).rowcount

    def forget(self, *, settled_before: datetime, limit: int) -> int:
        """Delete those settled long ago."""
        old = select(_D.id).where(_D.settled_at < settled_before).order_by(_D.settled_at).limit(limit)
        return self.connection.execute(delete(webhook_deliveries).where(_D.id.in_(old))).rowcount


def _unknown(webhook_id: int) -> NotFound:
    return NotFound(f"there is no webhook {webhook_id}", code="webhook_unknown", values={"webhook": str(webhook_id)})
