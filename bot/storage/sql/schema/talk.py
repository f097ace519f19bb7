"""Tables of what is said: conversations, the transcript with its inbox and outbox, customer records and timers."""

from __future__ import annotations

from typing import Final

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    ForeignKey,
    Index,
    Integer,
    Table,
    Text,
    UniqueConstraint,
    false,
)

from bot.core.conversation import JsonValue, Owner, State
from bot.core.customers import Reached, Tier
from bot.core.messages import Author, Content, Delivery
from bot.core.timers import TimerKind
from bot.storage.sql.schema.base import metadata
from bot.storage.sql.types import Id, Json, UtcTime, Word

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
    Index("ix_conversations_peer_name", "peer_name"),  # looking for a customer reads this and no states
    sqlite_autoincrement=True,
)

Index(  # claim: longest waiting first, without looking at conversations that have nothing unread
    "ix_conversations_unread",
    conversations.c.first_unread_at,
    sqlite_where=conversations.c.first_unread_at.is_not(None),
    postgresql_where=conversations.c.first_unread_at.is_not(None),
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
    Column("key", Text),  # of what must not be put twice
    Index("ix_transcript_conversation_id", "conversation_id", "seq"),
    sqlite_autoincrement=True,  # a seq is a bookmark: it must not come back after an erasure
)

Index(
    "ix_transcript_key",
    transcript.c.key,
    unique=True,
    sqlite_where=transcript.c.key.is_not(None),
    postgresql_where=transcript.c.key.is_not(None),
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

customers: Final = Table(
    "customers",
    metadata,
    Column("conversation_id", Id, ForeignKey("conversations.id"), primary_key=True, autoincrement=False),
    Column("tags", Json[tuple[str, ...]](tuple[str, ...]), nullable=False),
    Column("temperament", Text, nullable=False),
    Column("opted_out", Boolean, nullable=False),
    Column("first_deal_at", UtcTime),
    Column("reached", Json[tuple[Reached, ...]](tuple[Reached, ...]), nullable=False),
    Column("tier", Word(Tier), nullable=False, server_default=Tier.NORMAL.value),
    Column("blocked", Boolean, nullable=False, server_default=false()),
    Column("unreachable_since", UtcTime),
)

timers: Final = Table(  # those that went off stay for long: a key that was used once may not be used again
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
