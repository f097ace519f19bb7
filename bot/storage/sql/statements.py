"""Statement parts every repository uses: rows of any columns, and INSERT ... ON CONFLICT.

Both databases spell the latter alike, but SQLAlchemy keeps it in two dialects.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypeAlias

from sqlalchemy import Row
from sqlalchemy.dialects import postgresql, sqlite

if TYPE_CHECKING:
    from sqlalchemy import Connection, Table

AnyRow: TypeAlias = Row[*tuple[Any, ...]]
"""A row of columns that a list of constants names, beyond what the type checker follows."""

Insert: TypeAlias = sqlite.Insert | postgresql.Insert


def insert_into(connection: Connection, table: Table) -> Insert:
    """An INSERT of this database's dialect, which knows `on_conflict_do_nothing` and `on_conflict_do_update`."""
    if connection.dialect.name == "postgresql":
        return postgresql.insert(table)
    return sqlite.insert(table)
