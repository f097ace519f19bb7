"""Customer records and timers, and finding the customers of an order."""

from typing import Final

import sqlalchemy as sa
from alembic import op

revision: Final = "0003"
down_revision: Final = "0002"

_ID: Final = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    """Create the two tables, and an index on each kind of binding."""
    op.create_index("ix_order_bindings_number", "order_bindings", ["number"])
    op.create_index("ix_buyer_bindings_buyer", "buyer_bindings", ["buyer"])
    op.create_table(
        "customers",
        sa.Column("conversation_id", _ID, autoincrement=False, nullable=False),
        sa.Column("tags", sa.Text(), nullable=False),
        sa.Column("temperament", sa.Text(), nullable=False),
        sa.Column("opted_out", sa.Boolean(), nullable=False),
        sa.Column("first_deal_at", sa.BigInteger()),
        sa.Column("reached", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["conversation_id"], ["conversations.id"], name="fk_customers_conversation_id"),
        sa.PrimaryKeyConstraint("conversation_id", name="pk_customers"),
    )
    op.create_table(
        "timers",
        sa.Column("id", _ID, nullable=False),
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("conversation_id", _ID, nullable=False),
        sa.Column("due_at", sa.BigInteger(), nullable=False),
        sa.Column("args", sa.Text(), nullable=False),
        sa.Column("settled_at", sa.BigInteger()),
        sa.Column("outcome", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["conversation_id"], ["conversations.id"], name="fk_timers_conversation_id"),
        sa.PrimaryKeyConstraint("id", name="pk_timers"),
        sa.UniqueConstraint("key", name="uq_timers_key"),
    )
    op.create_index("ix_timers_conversation_id", "timers", ["conversation_id"])
    op.create_index(
        "ix_timers_running",
        "timers",
        ["due_at"],
        sqlite_where=sa.text("settled_at IS NULL"),
        postgresql_where=sa.text("settled_at IS NULL"),
    )
