"""Tables of what programs use: tokens that last, receivers of webhooks, and what is on its way to them."""

from __future__ import annotations

from typing import Final

from sqlalchemy import Boolean, Column, ForeignKey, Index, Integer, Table, Text, UniqueConstraint

from bot.core.webhooks import DeliveryState, WebhookEvent
from bot.storage.sql.schema.base import metadata
from bot.storage.sql.types import Id, Json, UtcTime, Word

api_tokens: Final = Table(
    "api_tokens",
    metadata,
    Column("token_hash", Text, primary_key=True),
    Column("agent_id", Id, ForeignKey("agents.id"), nullable=False),
    Column("name", Text, nullable=False),
    Column("created_at", UtcTime, nullable=False),
    UniqueConstraint("agent_id", "name"),
)

webhooks: Final = Table(
    "webhooks",
    metadata,
    Column("id", Id, primary_key=True),
    Column("url", Text, nullable=False),
    Column("events", Json[tuple[WebhookEvent, ...]](tuple[WebhookEvent, ...]), nullable=False),
    Column("salt", Text, nullable=False),
    Column("active", Boolean, nullable=False),
    Column("created_at", UtcTime, nullable=False),
    sqlite_autoincrement=True,  # a removed webhook's id must not name another in a receiver's records
)

webhook_deliveries: Final = Table(
    "webhook_deliveries",
    metadata,
    Column("id", Id, primary_key=True),
    Column("webhook_id", Id, ForeignKey("webhooks.id"), nullable=False),
    Column("message_id", Text, nullable=False),
    Column("event", Word(WebhookEvent), nullable=False),
    Column("body", Text, nullable=False),
    Column("created_at", UtcTime, nullable=False),
    Column("begun_at", UtcTime, nullable=False),
    Column("state", Word(DeliveryState), nullable=False),
    Column("attempt", Integer, nullable=False),
    Column("next_at", UtcTime),
    Column("settled_at", UtcTime),
    Column("status", Integer),
    Column("error", Text, nullable=False),
    Index("ix_webhook_deliveries_webhook_id", "webhook_id", "id"),  # the newest of a receiver
    Index("ix_webhook_deliveries_settled_at", "settled_at"),  # what can be forgotten
)
Index(  # what is to be tried, of each receiver by itself
    "ix_webhook_deliveries_waiting",
    webhook_deliveries.c.webhook_id,
    webhook_deliveries.c.next_at,
    sqlite_where=webhook_deliveries.c.next_at.is_not(None),
    postgresql_where=webhook_deliveries.c.next_at.is_not(None),
)
