"""The tables. A change here needs a migration beside it; tests compare the two.

Words are TEXT without a length: what a customer or another system chose may be long, and a limit makes no
database faster.

Every index serves a query named in its comment; tests/unit/storage/sql/test_query_plans.py asks SQLite itself.
"""

from __future__ import annotations

from typing import Final

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    ForeignKey,
    Index,
    Integer,
    MetaData,
    Table,
    Text,
    UniqueConstraint,
)

from bot.core.actions import HandOffReason
from bot.core.cases import CaseEventKind, CaseStatus, Role, TaskKind, TaskStatus
from bot.core.conversation import Attempt, JsonValue, Owner, State
from bot.core.customers import Reached
from bot.core.messages import Author, Content, Delivery
from bot.core.orders import Order
from bot.core.timers import TimerKind
from bot.storage.sql.types import Id, Json, UtcTime, Word

metadata: Final = MetaData(
    naming_convention={
        "pk": "pk_%(table_name)s",
        "fk": "fk_%(table_name)s_%(column_0_name)s",
        "uq": "uq_%(table_name)s_%(column_0_name)s",
        "ix": "ix_%(table_name)s_%(column_0_name)s",
    }
)

agents: Final = Table(
    "agents",
    metadata,
    Column("id", Id, primary_key=True),
    Column("login", Text, nullable=False, unique=True),
    Column("name", Text, nullable=False),
    Column("role", Word(Role), nullable=False),
    Column("password_hash", Text, nullable=False),
    Column("telegram_id", BigInteger, unique=True),
    Column("active", Boolean, nullable=False),
    sqlite_autoincrement=True,  # an erased agent's id must not name somebody else in old cases
)

sessions: Final = Table(
    "sessions",
    metadata,
    Column("token_hash", Text, primary_key=True),
    Column("agent_id", Id, ForeignKey("agents.id"), nullable=False),
    Column("created_at", UtcTime, nullable=False),
    Column("expires_at", UtcTime, nullable=False),
)

conversations: Final = Table(
    "conversations",
    metadata,
    Column("id", Id, primary_key=True),
    Column("channel", Text, nullable=False),
    Column("account", Text, nullable=False),
    Column("peer_id", Text, nullable=False),
    Column("peer_name", Text, nullable=False),
    Column("peer_language", Text, nullable=False),
    Column("owner", Word(Owner), nullable=False),
    Column("case_id", BigInteger),  # no foreign key: cases refer to conversations, a circle cannot be created in order
    Column("state", Json[State](State), nullable=False),
    Column("version", Integer, nullable=False),
    Column("created_at", UtcTime, nullable=False),
    Column("updated_at", UtcTime, nullable=False),
    # What the inbox says about this conversation, kept by the inbox so that a claim reads one index.
    Column("first_unread_at", UtcTime),
    Column("last_unread_at", UtcTime),
    Column("leased_by", Text),
    Column("leased_until", UtcTime),
    UniqueConstraint("channel", "account", "peer_id"),
    sqlite_autoincrement=True,
)
Index(  # claim: longest waiting first, without looking at conversations that have nothing unread
    "ix_conversations_unread",
    conversations.c.first_unread_at,
    sqlite_where=conversations.c.first_unread_at.is_not(None),
    postgresql_where=conversations.c.first_unread_at.is_not(None),
)

cases: Final = Table(
    "cases",
    metadata,
    Column("id", Id, primary_key=True),
    Column("conversation_id", Id, ForeignKey("conversations.id"), nullable=False, index=True),
    Column("status", Word(CaseStatus), nullable=False),
    Column("reason", Word(HandOffReason), nullable=False),
    Column("intent", Text, nullable=False),
    Column("title", Text, nullable=False),
    Column("ask", Text, nullable=False),
    Column("slots", Json[dict[str, str]](dict[str, str]), nullable=False),
    Column("attempts", Json[tuple[Attempt, ...]](tuple[Attempt, ...]), nullable=False),
    Column("order_number", Text, nullable=False),
    Column("assignee_id", Id, ForeignKey("agents.id")),
    Column("opened_at", UtcTime, nullable=False),
    Column("first_reply_at", UtcTime),
    Column("ended_at", UtcTime),
    Column("outcome", Text, nullable=False),
    Column("version", Integer, nullable=False),
    Index("ix_cases_status", "status", "opened_at"),  # the queue
    Index("ix_cases_ended_at", "ended_at"),  # the newest of those that ended
    sqlite_autoincrement=True,
)

case_events: Final = Table(
    "case_events",
    metadata,
    Column("id", Id, primary_key=True),
    Column("case_id", Id, ForeignKey("cases.id"), nullable=False, index=True),
    Column("kind", Word(CaseEventKind), nullable=False),
    Column("at", UtcTime, nullable=False),
    Column("agent_id", Id, ForeignKey("agents.id")),
    Column("data", Json[dict[str, JsonValue]](dict[str, JsonValue]), nullable=False),
)

notes: Final = Table(
    "notes",
    metadata,
    Column("id", Id, primary_key=True),
    Column("case_id", Id, ForeignKey("cases.id"), nullable=False, index=True),
    Column("agent_id", Id, ForeignKey("agents.id"), nullable=False),
    Column("text", Text, nullable=False),
    Column("at", UtcTime, nullable=False),
)

transcript: Final = Table(
    "transcript",
    metadata,
    Column("seq", Id, primary_key=True),
    Column("conversation_id", Id, ForeignKey("conversations.id"), nullable=False),
    Column("author", Word(Author), nullable=False),
    Column("content", Json[Content](Content), nullable=False),
    Column("at", UtcTime, nullable=False),
    Column("agent_id", Id, ForeignKey("agents.id")),
    Column("case_id", Id, ForeignKey("cases.id")),
    Column("reply", Text, nullable=False),
    Column("delivery", Word(Delivery)),
    Column("error", Text, nullable=False),
    Column("external_ref", Text, nullable=False),
    Column("settled_at", UtcTime),
    Index("ix_transcript_conversation_id", "conversation_id", "seq"),
    sqlite_autoincrement=True,  # a seq is a bookmark: it must not come back after an erasure
)

inbox: Final = Table(
    "inbox",
    metadata,
    Column("seq", Id, ForeignKey("transcript.seq"), primary_key=True, autoincrement=False),
    Column("conversation_id", Id, ForeignKey("conversations.id"), nullable=False),
    Column("channel", Text, nullable=False),
    Column("account", Text, nullable=False),
    Column("external_id", Text, nullable=False),
    Column("sent_at", UtcTime, nullable=False),
    Column("received_at", UtcTime, nullable=False),
    Column("read_at", UtcTime),
    UniqueConstraint("channel", "account", "external_id"),
)
Index(  # unread messages of one conversation
    "ix_inbox_unread",
    inbox.c.conversation_id,
    inbox.c.seq,
    sqlite_where=inbox.c.read_at.is_(None),
    postgresql_where=inbox.c.read_at.is_(None),
)

outbox: Final = Table(  # only what is not settled: a row is a message whose fate is still open
    "outbox",
    metadata,
    Column("seq", Id, ForeignKey("transcript.seq"), primary_key=True, autoincrement=False),
    Column("conversation_id", Id, ForeignKey("conversations.id"), nullable=False),
    Column("channel", Text, nullable=False),  # copied, so that no sender reads conversations to find its own
    Column("not_before", UtcTime, nullable=False),
    Column("attempt", Integer, nullable=False),
    Column("leased_by", Text),
    Column("leased_until", UtcTime),
    Index("ix_outbox_conversation_id", "conversation_id", "seq"),  # is there an earlier message?
)
Index(  # sends that were cut off
    "ix_outbox_leased",
    outbox.c.leased_until,
    sqlite_where=outbox.c.leased_until.is_not(None),
    postgresql_where=outbox.c.leased_until.is_not(None),
)

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

topics: Final = Table(
    "topics",
    metadata,
    Column("conversation_id", Id, ForeignKey("conversations.id"), primary_key=True, autoincrement=False),
    Column("chat_id", BigInteger, nullable=False),
    Column("thread_id", BigInteger, nullable=False),
    Column("card_message_id", BigInteger),
    Column("shown", BigInteger, nullable=False),
    UniqueConstraint("chat_id", "thread_id"),
)

desk_updates: Final = Table(
    "desk_updates",
    metadata,
    Column("account", Text, primary_key=True),
    Column("update_id", BigInteger, primary_key=True, autoincrement=False),
    Column("at", UtcTime, nullable=False),
)

customers: Final = Table(
    "customers",
    metadata,
    Column("conversation_id", Id, ForeignKey("conversations.id"), primary_key=True, autoincrement=False),
    Column("tags", Json[tuple[str, ...]](tuple[str, ...]), nullable=False),
    Column("temperament", Text, nullable=False),
    Column("opted_out", Boolean, nullable=False),
    Column("first_deal_at", UtcTime),
    Column("reached", Json[tuple[Reached, ...]](tuple[Reached, ...]), nullable=False),
)

timers: Final = Table(  # those that went off stay: a key that was used once may not be used again
    "timers",
    metadata,
    Column("id", Id, primary_key=True),
    Column("key", Text, nullable=False, unique=True),
    Column("kind", Word(TimerKind), nullable=False),
    Column("conversation_id", Id, ForeignKey("conversations.id"), nullable=False, index=True),
    Column("due_at", UtcTime, nullable=False),
    Column("args", Json[dict[str, JsonValue]](dict[str, JsonValue]), nullable=False),
    Column("settled_at", UtcTime),
    Column("outcome", Text, nullable=False),
)
Index(  # what runs, by when it is due
    "ix_timers_running",
    timers.c.due_at,
    sqlite_where=timers.c.settled_at.is_(None),
    postgresql_where=timers.c.settled_at.is_(None),
)
