"""Keys of notes, so that one sent twice is kept once; and an index of who waits, for figures of the queue."""

from typing import Final

import sqlalchemy as sa
from alembic import op

revision: Final = "0007"
down_revision: Final = "0006"


def upgrade() -> None:
    """Add the column and both indexes."""
    op.add_column("notes", sa.Column("key", sa.Text()))
    key = sa.text('"key" IS NOT NULL')
    op.create_index("ix_notes_key", "notes", ["key"], unique=True, sqlite_where=key, postgresql_where=key)
    waits = sa.text("waiting_since IS NOT NULL")
    op.create_index("ix_cases_waiting_since", "cases", ["waiting_since"], sqlite_where=waits, postgresql_where=waits)
