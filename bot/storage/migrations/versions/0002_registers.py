"""Registers, remarks and the audit: what a task says to do, lines on orders, and what was done by whom."""

from typing import Final

import sqlalchemy as sa
from alembic import op

revision: Final = "0002"
down_revision: Final = "0001"

_ID: Final = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    """Widen tasks to registers and create the two new tables."""
    _widen_tasks()
    _create_remarks()
    _create_audit()


def _widen_tasks() -> None:
    op.add_column("tasks", sa.Column("duty", sa.Text(), nullable=False, server_default=""))
    op.add_column("tasks", sa.Column("reason", sa.Text(), nullable=False, server_default=""))
    op.add_column("tasks", sa.Column("department", sa.Text(), nullable=False, server_default=""))
    op.add_column("tasks", sa.Column("approver", sa.Text()))
    op.add_column("tasks", sa.Column("due_at", sa.BigInteger()))
    op.create_index("ix_tasks_created_at", "tasks", ["created_at"])
    op.execute("UPDATE tasks SET approver = 'pre_sale' WHERE kind = 'price_change'")  # nothing else was decided before


def _create_remarks() -> None:
    op.create_table(
        "remarks",
        sa.Column("id", _ID, nullable=False),
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("order_number", sa.Text(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.Column("agent_id", _ID),
        sa.ForeignKeyConstraint(["agent_id"], ["agents.id"], name="fk_remarks_agent_id"),
        sa.PrimaryKeyConstraint("id", name="pk_remarks"),
        sa.UniqueConstraint("key", name="uq_remarks_key"),
    )
    op.create_index("ix_remarks_order_number", "remarks", ["order_number"])


def _create_audit() -> None:
    op.create_table(
        "audit",
        sa.Column("id", _ID, nullable=False),
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("conversation_id", _ID, nullable=False),
        sa.Column("action", sa.Text(), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.Column("done", sa.Boolean(), nullable=False),
        sa.Column("order_number", sa.Text(), nullable=False),
        sa.Column("args", sa.Text(), nullable=False),
        sa.Column("result", sa.Text(), nullable=False),
        sa.Column("agent_id", _ID),
        sa.ForeignKeyConstraint(["agent_id"], ["agents.id"], name="fk_audit_agent_id"),
        sa.ForeignKeyConstraint(["conversation_id"], ["conversations.id"], name="fk_audit_conversation_id"),
        sa.PrimaryKeyConstraint("id", name="pk_audit"),
        sa.UniqueConstraint("key", name="uq_audit_key"),
    )
    op.create_index("ix_audit_conversation_id", "audit", ["conversation_id"])
