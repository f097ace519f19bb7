"""The first tables.

Later migrations are written by hand beside this one; there is no way back: an older version refuses a newer database
(StoreTooNew), and a backup is what brings it back.
"""

from typing import Final

import sqlalchemy as sa
from alembic import op

revision: Final = "0001"
down_revision: Final = None

_ID: Final = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    """Create every table, those that others refer to first."""
    _create_agents()
    _create_buyer_bindings()
    _create_conversations()
    _create_desk_updates()
    _create_order_bindings()
    _create_order_guesses()
    _create_orders()
    _create_cases()
    _create_sessions()
    _create_tasks()
    _create_topics()
    _create_case_events()
    _create_notes()
    _create_transcript()
    _create_inbox()
    _create_outbox()


def _create_agents() -> None:
    op.create_table(
        "agents",
        sa.Column("id", _ID, nullable=False),
        sa.Column("login", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("role", sa.Text(), nullable=False),
        sa.Column("password_hash", sa.Text(), nullable=False),
        sa.Column("telegram_id", sa.BigInteger()),
        sa.Column("active", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_agents"),
        sa.UniqueConstraint("login", name="uq_agents_login"),
        sa.UniqueConstraint("telegram_id", name="uq_agents_telegram_id"),
        sqlite_autoincrement=True,
    )


def _create_buyer_bindings() -> None:
    op.create_table(
        "buyer_bindings",
        sa.Column("channel", sa.Text(), nullable=False),
        sa.Column("account", sa.Text(), nullable=False),
        sa.Column("peer_id", sa.Text(), nullable=False),
        sa.Column("buyer", sa.Text(), nullable=False),
        sa.Column("bound_at", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("channel", "account", "peer_id", "buyer", name="pk_buyer_bindings"),
    )


def _create_conversations() -> None:
    op.create_table(
        "conversations",
        sa.Column("id", _ID, nullable=False),
        sa.Column("channel", sa.Text(), nullable=False),
        sa.Column("account", sa.Text(), nullable=False),
        sa.Column("peer_id", sa.Text(), nullable=False),
        sa.Column("peer_name", sa.Text(), nullable=False),
        sa.Column("peer_language", sa.Text(), nullable=False),
        sa.Column("owner", sa.Text(), nullable=False),
        sa.Column("case_id", sa.BigInteger()),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.BigInteger(), nullable=False),
        sa.Column("updated_at", sa.BigInteger(), nullable=False),
        sa.Column("first_unread_at", sa.BigInteger()),
        sa.Column("last_unread_at", sa.BigInteger()),
        sa.Column("leased_by", sa.Text()),
        sa.Column("leased_until", sa.BigInteger()),
        sa.PrimaryKeyConstraint("id", name="pk_conversations"),
        sa.UniqueConstraint("channel", "account", "peer_id", name="uq_conversations_channel"),
        sqlite_autoincrement=True,
    )
    op.create_index(
        "ix_conversations_unread",
        "conversations",
        ["first_unread_at"],
        sqlite_where=sa.text("first_unread_at IS NOT NULL"),
        postgresql_where=sa.text("first_unread_at IS NOT NULL"),
    )


def _create_desk_updates() -> None:
    op.create_table(
        "desk_updates",
        sa.Column("account", sa.Text(), nullable=False),
        sa.Column("update_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("account", "update_id", name="pk_desk_updates"),
    )


def _create_order_bindings() -> None:
    op.create_table(
        "order_bindings",
        sa.Column("channel", sa.Text(), nullable=False),
        sa.Column("account", sa.Text(), nullable=False),
        sa.Column("peer_id", sa.Text(), nullable=False),
        sa.Column("number", sa.Text(), nullable=False),
        sa.Column("bound_at", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("channel", "account", "peer_id", "number", name="pk_order_bindings"),
    )


def _create_order_guesses() -> None:
    op.create_table(
        "order_guesses",
        sa.Column("id", _ID, nullable=False),
        sa.Column("channel", sa.Text(), nullable=False),
        sa.Column("account", sa.Text(), nullable=False),
        sa.Column("peer_id", sa.Text(), nullable=False),
        sa.Column("number", sa.Text(), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_order_guesses"),
    )
    op.create_index("ix_order_guesses_number", "order_guesses", ["number", "at"])
    op.create_index("ix_order_guesses_peer_id", "order_guesses", ["channel", "account", "peer_id", "at"])


def _create_orders() -> None:
    op.create_table(
        "orders",
        sa.Column("number", sa.Text(), nullable=False),
        sa.Column("buyer", sa.Text(), nullable=False),
        sa.Column("created_at", sa.BigInteger(), nullable=False),
        sa.Column("fingerprint", sa.Text(), nullable=False),
        sa.Column("document", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("number", name="pk_orders"),
    )
    op.create_index("ix_orders_buyer", "orders", ["buyer"])


def _create_cases() -> None:
    op.create_table(
        "cases",
        sa.Column("id", _ID, nullable=False),
        sa.Column("conversation_id", _ID, nullable=False),
        sa.Column("status", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("intent", sa.Text(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("ask", sa.Text(), nullable=False),
        sa.Column("slots", sa.Text(), nullable=False),
        sa.Column("attempts", sa.Text(), nullable=False),
        sa.Column("order_number", sa.Text(), nullable=False),
        sa.Column("assignee_id", _ID),
        sa.Column("opened_at", sa.BigInteger(), nullable=False),
        sa.Column("first_reply_at", sa.BigInteger()),
        sa.Column("ended_at", sa.BigInteger()),
        sa.Column("outcome", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["assignee_id"], ["agents.id"], name="fk_cases_assignee_id"),
        sa.ForeignKeyConstraint(["conversation_id"], ["conversations.id"], name="fk_cases_conversation_id"),
        sa.PrimaryKeyConstraint("id", name="pk_cases"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_cases_conversation_id", "cases", ["conversation_id"])
    op.create_index("ix_cases_status", "cases", ["status", "opened_at"])
    op.create_index("ix_cases_ended_at", "cases", ["ended_at"])


def _create_sessions() -> None:
    op.create_table(
        "sessions",
        sa.Column("token_hash", sa.Text(), nullable=False),
        sa.Column("agent_id", _ID, nullable=False),
        sa.Column("created_at", sa.BigInteger(), nullable=False),
        sa.Column("expires_at", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(["agent_id"], ["agents.id"], name="fk_sessions_agent_id"),
        sa.PrimaryKeyConstraint("token_hash", name="pk_sessions"),
    )


def _create_tasks() -> None:
    op.create_table(
        "tasks",
        sa.Column("id", _ID, nullable=False),
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("role", sa.Text(), nullable=False),
        sa.Column("conversation_id", _ID, nullable=False),
        sa.Column("status", sa.Text(), nullable=False),
        sa.Column("created_at", sa.BigInteger(), nullable=False),
        sa.Column("order_number", sa.Text(), nullable=False),
        sa.Column("args", sa.Text(), nullable=False),
        sa.Column("decided_at", sa.BigInteger()),
        sa.Column("decided_by_id", _ID),
        sa.ForeignKeyConstraint(["conversation_id"], ["conversations.id"], name="fk_tasks_conversation_id"),
        sa.ForeignKeyConstraint(["decided_by_id"], ["agents.id"], name="fk_tasks_decided_by_id"),
        sa.PrimaryKeyConstraint("id", name="pk_tasks"),
        sa.UniqueConstraint("key", name="uq_tasks_key"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_tasks_conversation_id", "tasks", ["conversation_id"])
    op.create_index("ix_tasks_order_number", "tasks", ["order_number"])
    op.create_index("ix_tasks_status", "tasks", ["status"])


def _create_topics() -> None:
    op.create_table(
        "topics",
        sa.Column("conversation_id", _ID, autoincrement=False, nullable=False),
        sa.Column("chat_id", sa.BigInteger(), nullable=False),
        sa.Column("thread_id", sa.BigInteger(), nullable=False),
        sa.Column("card_message_id", sa.BigInteger()),
        sa.Column("shown", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(["conversation_id"], ["conversations.id"], name="fk_topics_conversation_id"),
        sa.PrimaryKeyConstraint("conversation_id", name="pk_topics"),
        sa.UniqueConstraint("chat_id", "thread_id", name="uq_topics_chat_id"),
    )


def _create_case_events() -> None:
    op.create_table(
        "case_events",
        sa.Column("id", _ID, nullable=False),
        sa.Column("case_id", _ID, nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.Column("agent_id", _ID),
        sa.Column("data", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["agent_id"], ["agents.id"], name="fk_case_events_agent_id"),
        sa.ForeignKeyConstraint(["case_id"], ["cases.id"], name="fk_case_events_case_id"),
        sa.PrimaryKeyConstraint("id", name="pk_case_events"),
    )
    op.create_index("ix_case_events_case_id", "case_events", ["case_id"])


def _create_notes() -> None:
    op.create_table(
        "notes",
        sa.Column("id", _ID, nullable=False),
        sa.Column("case_id", _ID, nullable=False),
        sa.Column("agent_id", _ID, nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(["agent_id"], ["agents.id"], name="fk_notes_agent_id"),
        sa.ForeignKeyConstraint(["case_id"], ["cases.id"], name="fk_notes_case_id"),
        sa.PrimaryKeyConstraint("id", name="pk_notes"),
    )
    op.create_index("ix_notes_case_id", "notes", ["case_id"])


def _create_transcript() -> None:
    op.create_table(
        "transcript",
        sa.Column("seq", _ID, nullable=False),
        sa.Column("conversation_id", _ID, nullable=False),
        sa.Column("author", sa.Text(), nullable=False),
        sa.Column("content", sa.Text(), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.Column("agent_id", _ID),
        sa.Column("case_id", _ID),
        sa.Column("reply", sa.Text(), nullable=False),
        sa.Column("delivery", sa.Text()),
        sa.Column("error", sa.Text(), nullable=False),
        sa.Column("external_ref", sa.Text(), nullable=False),
        sa.Column("settled_at", sa.BigInteger()),
        sa.ForeignKeyConstraint(["agent_id"], ["agents.id"], name="fk_transcript_agent_id"),
        sa.ForeignKeyConstraint(["case_id"], ["cases.id"], name="fk_transcript_case_id"),
        sa.ForeignKeyConstraint(["conversation_id"], ["conversations.id"], name="fk_transcript_conversation_id"),
        sa.PrimaryKeyConstraint("seq", name="pk_transcript"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_transcript_conversation_id", "transcript", ["conversation_id", "seq"])


def _create_inbox() -> None:
    op.create_table(
        "inbox",
        sa.Column("seq", _ID, autoincrement=False, nullable=False),
        sa.Column("conversation_id", _ID, nullable=False),
        sa.Column("channel", sa.Text(), nullable=False),
        sa.Column("account", sa.Text(), nullable=False),
        sa.Column("external_id", sa.Text(), nullable=False),
        sa.Column("sent_at", sa.BigInteger(), nullable=False),
        sa.Column("received_at", sa.BigInteger(), nullable=False),
        sa.Column("read_at", sa.BigInteger()),
        sa.ForeignKeyConstraint(["conversation_id"], ["conversations.id"], name="fk_inbox_conversation_id"),
        sa.ForeignKeyConstraint(["seq"], ["transcript.seq"], name="fk_inbox_seq"),
        sa.PrimaryKeyConstraint("seq", name="pk_inbox"),
        sa.UniqueConstraint("channel", "account", "external_id", name="uq_inbox_channel"),
    )
    op.create_index(
        "ix_inbox_unread",
        "inbox",
        ["conversation_id", "seq"],
        sqlite_where=sa.text("read_at IS NULL"),
        postgresql_where=sa.text("read_at IS NULL"),
    )


def _create_outbox() -> None:
    op.create_table(
        "outbox",
        sa.Column("seq", _ID, autoincrement=False, nullable=False),
        sa.Column("conversation_id", _ID, nullable=False),
        sa.Column("channel", sa.Text(), nullable=False),
        sa.Column("not_before", sa.BigInteger(), nullable=False),
        sa.Column("attempt", sa.Integer(), nullable=False),
        sa.Column("leased_by", sa.Text()),
        sa.Column("leased_until", sa.BigInteger()),
        sa.ForeignKeyConstraint(["conversation_id"], ["conversations.id"], name="fk_outbox_conversation_id"),
        sa.ForeignKeyConstraint(["seq"], ["transcript.seq"], name="fk_outbox_seq"),
        sa.PrimaryKeyConstraint("seq", name="pk_outbox"),
    )
    op.create_index("ix_outbox_conversation_id", "outbox", ["conversation_id", "seq"])
    op.create_index(
        "ix_outbox_leased",
        "outbox",
        ["leased_until"],
        sqlite_where=sa.text("leased_until IS NOT NULL"),
        postgresql_where=sa.text("leased_until IS NOT NULL"),
    )
