"""Where everything is kept: one store over SQLite or PostgreSQL, its in-memory twin, and attachments on disk."""

from bot.storage.media import DiskMediaStore
from bot.storage.memory import MemoryMediaStore, MemoryStore
from bot.storage.sql.store import SqlStore, open_store

__all__ = ["DiskMediaStore", "MemoryMediaStore", "MemoryStore", "SqlStore", "open_store"]
