"""Tables of the desk: people, cases with their history and notes, and where Telegram shows them."""

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

from bot.core.actions import HandOffReason
from bot.core.cases import CaseEventKind, CaseStatus
from bot.core.conversation import Attempt, JsonValue
from bot.core.roles import Role
from bot.storage.sql.schema.base import metadata
from bot.storage.sql.types import Id, Json, UtcTime, Word

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
    Column("on_shift", Boolean, nullable=False, server_default=false()),
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
    # Added to a table that has rows, which is why they have a default there.
    Column("role", Word(Role), nullable=False, server_default=Role.AFTER_SALE.value),
    Column("language", Text, nullable=False, server_default=""),
    Column("collected", Json[dict[str, JsonValue]](dict[str, JsonValue]), nullable=False, server_default="{}"),
    Column("waiting_since", UtcTime),
    Column("taken_at", UtcTime),
    Column("reminded_at", UtcTime),
    Index("ix_cases_status", "status", "role", "id"),  # the queue, and how long it is for each role
    Index("ix_cases_ended_at", "ended_at"),  # the newest of those that ended
    sqlite_autoincrement=True,
)

Index(  # who waits longest
    "ix_cases_waiting_since",
    cases.c.waiting_since,
    sqlite_where=cases.c.waiting_since.is_not(None),
    postgresql_where=cases.c.waiting_since.is_not(None),
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
    Column("key", Text),  # of what must not be written twice
)

Index(
    "ix_notes_key",
    notes.c.key,
    unique=True,
    sqlite_where=notes.c.key.is_not(None),
    postgresql_where=notes.c.key.is_not(None),
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

desk_places: Final = Table(  # fixed places of the desk: where a group moved to, the topic of tasks
    "desk_places",
    metadata,
    Column("name", Text, primary_key=True),
    Column("chat_id", BigInteger, nullable=False),
    Column("thread_id", BigInteger),
)

desk_posts: Final = Table(  # what agents wrote in a topic, to find it again when they edit it
    "desk_posts",
    metadata,
    Column("chat_id", BigInteger, primary_key=True, autoincrement=False),
    Column("message_id", BigInteger, primary_key=True, autoincrement=False),
    Column("seq", Id, ForeignKey("transcript.seq"), nullable=False),
)

desk_questions: Final = Table(  # what the bot asked agents, to know an answer from other replies to its posts
    "desk_questions",
    metadata,
    Column("chat_id", BigInteger, primary_key=True, autoincrement=False),
    Column("message_id", BigInteger, primary_key=True, autoincrement=False),
    Column("case_id", Id, ForeignKey("cases.id"), nullable=False),
    Column("action", Text, nullable=False),
)

task_posts: Final = Table(
    "task_posts",
    metadata,
    Column("task_id", Id, ForeignKey("tasks.id"), primary_key=True, autoincrement=False),
    Column("chat_id", BigInteger, nullable=False),
    Column("message_id", BigInteger, nullable=False),
)

reminders: Final = Table(  # the last one of each case that was passed on to its assignee
    "reminders",
    metadata,
    Column("case_id", Id, ForeignKey("cases.id"), primary_key=True, autoincrement=False),
    Column("at", UtcTime, nullable=False),
    Column("problem", Text, nullable=False),
)
