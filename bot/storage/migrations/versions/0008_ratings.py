"""Ratings: what customers say of the service, once for each case."""

from typing import Final

import sqlalchemy as sa
from alembic import op

revision: Final = "0008"
down_revision: Final = "0007"

_ID: Final = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    """Create the table."""
    op.create_table(
        "ratings",
        sa.Column("id", _ID, nullable=False),
        sa.Column("conversation_id", _ID, nullable=False),
        sa.Column("case_id", _ID),
        sa.Column("solver", sa.Text(), nullable=False),
        sa.Column("agent_id", _ID),
        sa.Column("invited_at", sa.BigInteger(), nullable=False),
        sa.Column("expires_at", sa.BigInteger(), nullable=False),
        sa.Column("satisfaction", sa.Text()),
        sa.Column("cause", sa.Text(), nullable=False),
        sa.Column("attitude", sa.Boolean(), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("rated_at", sa.BigInteger()),
        sa.ForeignKeyConstraint(["conversation_id"], ["conversations.id"], name="fk_ratings_conversation_id"),
        sa.ForeignKeyConstraint(["case_id"], ["cases.id"], name="fk_ratings_case_id"),
        sa.ForeignKeyConstraint(["agent_id"], ["agents.id"], name="fk_ratings_agent_id"),
        sa.PrimaryKeyConstraint("id", name="pk_ratings"),
        sa.UniqueConstraint("case_id", name="uq_ratings_case_id"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_ratings_invited_at", "ratings", ["invited_at"])
