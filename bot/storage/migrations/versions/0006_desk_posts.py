"""Posts of the desk's group: what agents wrote, tasks, reminders, fixed places; and who can be reached."""

from typing import Final

import sqlalchemy as sa
from alembic import op

revision: Final = "0006"
down_revision: Final = "0005"

_ID: Final = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    """Create the four tables, and a column of customers."""
    op.add_column("customers", sa.Column("unreachable_since", sa.BigInteger()))
    op.create_table(
        "desk_places",
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("chat_id", sa.BigInteger(), nullable=False),
        sa.Column("thread_id", sa.BigInteger()),
        sa.PrimaryKeyConstraint("name", name="pk_desk_places"),
    )
    op.create_table(
        "desk_posts",
        sa.Column("chat_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("message_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("seq", _ID, nullable=False),
        sa.ForeignKeyConstraint(["seq"], ["transcript.seq"], name="fk_desk_posts_seq"),
        sa.PrimaryKeyConstraint("chat_id", "message_id", name="pk_desk_posts"),
    )
    op.create_table(
        "task_posts",
        sa.Column("task_id", _ID, autoincrement=False, nullable=False),
        sa.Column("chat_id", sa.BigInteger(), nullable=False),
        sa.Column("message_id", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(["task_id"], ["tasks.id"], name="fk_task_posts_task_id"),
        sa.PrimaryKeyConstraint("task_id", name="pk_task_posts"),
    )
    op.create_table(
        "reminders",
        sa.Column("case_id", _ID, autoincrement=False, nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.Column("problem", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["case_id"], ["cases.id"], name="fk_reminders_case_id"),
        sa.PrimaryKeyConstraint("case_id", name="pk_reminders"),
    )
