"""Brings a database to the tables this version of kefu knows, or says why that cannot be.

Alembic is imported only when there is something to do: a database that is up to date is recognised by one query.
"""

from __future__ import annotations

from pathlib import Path
from typing import Final

from sqlalchemy import Connection, Text, column, func, inspect, select, table

from bot.core.errors import StorageError, StoreTooNew

HEAD: Final = "0009"
"""The newest migration; a test compares it with the files."""

SCRIPTS: Final = Path(__file__).parent.parent / "migrations"
_VERSION: Final = "alembic_version"
_MIGRATING: Final = 0x6B656675
"""Processes that start together take turns by this lock: "kefu" in ASCII."""


def stored_revision(connection: Connection) -> str | None:
    """The migration this database stands at; None for an empty one.

    Raises:
        StorageError: it has tables, but not those of kefu.
    """
    names = inspect(connection).get_table_names()
    if _VERSION in names:
        return connection.scalar(select(column("version_num", Text)).select_from(table(_VERSION)))
    if names:
        message = (
            f"the database holds tables of something else ({', '.join(names[:3])}); give kefu a database of its own"
        )
        raise StorageError(message)
    return None


def migrate(connection: Connection) -> None:
    """Upgrade to `HEAD` inside the connection's transaction.

    Raises:
        StoreTooNew: the database stands at a migration this version has no file for.
    """
    if connection.dialect.name == "postgresql":  # SQLite holds its write lock already
        connection.execute(select(func.pg_advisory_xact_lock(_MIGRATING)))
    stored = stored_revision(connection)
    if stored == HEAD:  # another process was faster
        return
    from alembic import command  # noqa: PLC0415 - 150 ms that only a database in need of it pays
    from alembic.config import Config  # noqa: PLC0415 - as above
    from alembic.script import ScriptDirectory  # noqa: PLC0415 - as above

    config = Config()
    config.set_main_option("script_location", str(SCRIPTS))
    known = {script.revision for script in ScriptDirectory.from_config(config).walk_revisions()}
    if stored is not None and stored not in known:
        message = (
            f"the database was written by a newer version of kefu (it stands at {stored}, this version knows {HEAD}); "
            "install that version again, or restore the backup made before the upgrade"
        )
        raise StoreTooNew(message)
    config.attributes["connection"] = connection
    command.upgrade(config, "head")
