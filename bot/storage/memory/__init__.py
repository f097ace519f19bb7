"""The in-memory twin of the database: for tests, rehearsals and trying things out. Nothing survives the process."""

from bot.storage.memory.store import MemoryMediaStore, MemoryStore

__all__ = ["MemoryMediaStore", "MemoryStore"]
