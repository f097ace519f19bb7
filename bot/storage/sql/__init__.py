"""The store over SQLAlchemy Core: SQLite by default, PostgreSQL when several processes share the work."""
