"""Tables of what is worked on: tasks, remarks, the audit, and orders with who may see them."""

from __future__ import annotations

from typing import Final

from sqlalchemy import (
    Boolean,
    Column,
    ForeignKey,
    Index,
    Table,
    Text,
)

from bot.core.conversation import JsonValue
from bot.core.orders import Order
from bot.core.roles import Role
from bot.core.tasks import TaskKind, TaskStatus
from bot.storage.sql.schema.base import metadata
from bot.storage.sql.types import Id, Json, UtcTime, Word

tasks: Final = Table(
    "tasks",
    metadata,
    Column("id", Id, primary_key=True),
    Column("key", Text, nullable=False, unique=True),
    Column("kind", Word(TaskKind), nullable=False),
    Column("role", Word(Role), nullable=False),
    Column("conversation_id", Id, ForeignKey("conversations.id"), nullable=False, index=True),
    Column("status", Word(TaskStatus), nullable=False, index=True),
    Column("created_at", UtcTime, nullable=False),
    Column("order_number", Text, nullable=False, index=True),
    Column("args", Json[dict[str, JsonValue]](dict[str, JsonValue]), nullable=False),
    Column("decided_at", UtcTime),
    Column("decided_by_id", Id, ForeignKey("agents.id")),
    # Added to a table that has rows, which is why they have a default there.
    Column("duty", Text, nullable=False, server_default=""),
    Column("reason", Text, nullable=False, server_default=""),
    Column("department", Text, nullable=False, server_default=""),
    Column("approver", Word(Role)),
    Column("due_at", UtcTime),
    Index("ix_tasks_created_at", "created_at"),  # the reasons of a span of time
    sqlite_autoincrement=True,  # R0012 on a slip of paper must not become another return
)

remarks: Final = Table(
    "remarks",
    metadata,
    Column("id", Id, primary_key=True),
    Column("key", Text, nullable=False, unique=True),
    Column("order_number", Text, nullable=False, index=True),
    Column("text", Text, nullable=False),
    Column("at", UtcTime, nullable=False),
    Column("agent_id", Id, ForeignKey("agents.id")),
)

audit: Final = Table(
    "audit",
    metadata,
    Column("id", Id, primary_key=True),
    Column("key", Text, nullable=False, unique=True),
    Column("conversation_id", Id, ForeignKey("conversations.id"), nullable=False, index=True),
    Column("action", Text, nullable=False),
    Column("at", UtcTime, nullable=False),
    Column("done", Boolean, nullable=False),
    Column("order_number", Text, nullable=False),
    Column("args", Json[dict[str, JsonValue]](dict[str, JsonValue]), nullable=False),
    Column("result", Json[dict[str, JsonValue]](dict[str, JsonValue]), nullable=False),
    Column("agent_id", Id, ForeignKey("agents.id")),
)

orders: Final = Table(
    "orders",
    metadata,
    Column("number", Text, primary_key=True),
    Column("buyer", Text, nullable=False, index=True),
    Column("created_at", UtcTime, nullable=False),
    Column("fingerprint", Text, nullable=False),
    Column("document", Json[Order](Order), nullable=False),
    # What people look for an order by; the document has them, too.
    Column("receiver", Text, nullable=False, server_default="", index=True),
    Column("phone_tail", Text, nullable=False, server_default="", index=True),
    Column("tracking_number", Text, nullable=False, server_default="", index=True),
)

order_bindings: Final = Table(  # no foreign key to orders: an order may live in the shop's own system
    "order_bindings",
    metadata,
    Column("channel", Text, primary_key=True),
    Column("account", Text, primary_key=True),
    Column("peer_id", Text, primary_key=True),
    Column("number", Text, primary_key=True),
    Column("bound_at", UtcTime, nullable=False),
    Index("ix_order_bindings_number", "number"),  # whom a change of the order concerns
)

buyer_bindings: Final = Table(
    "buyer_bindings",
    metadata,
    Column("channel", Text, primary_key=True),
    Column("account", Text, primary_key=True),
    Column("peer_id", Text, primary_key=True),
    Column("buyer", Text, primary_key=True),
    Column("bound_at", UtcTime, nullable=False),
    Index("ix_buyer_bindings_buyer", "buyer"),
)

order_guesses: Final = Table(
    "order_guesses",
    metadata,
    Column("id", Id, primary_key=True),
    Column("channel", Text, nullable=False),
    Column("account", Text, nullable=False),
    Column("peer_id", Text, nullable=False),
    Column("number", Text, nullable=False),
    Column("at", UtcTime, nullable=False),
    Index("ix_order_guesses_peer_id", "channel", "account", "peer_id", "at"),
    Index("ix_order_guesses_number", "number", "at"),
)
