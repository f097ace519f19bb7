"""Alembic's way in: runs the migrations on the connection the store hands over, inside its transaction."""

from alembic import context

from bot.storage.sql.schema import metadata

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=metadata,
    render_as_batch=True,  # SQLite changes a table by copying it
    transaction_per_migration=False,
)
context.run_migrations()
