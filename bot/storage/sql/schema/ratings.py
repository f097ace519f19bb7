"""The table of what customers say of the service."""

from __future__ import annotations

from typing import Final

from sqlalchemy import Boolean, Column, ForeignKey, Index, Table, Text

from bot.core.ratings import Satisfaction, Solver
from bot.storage.sql.schema.base import metadata
from bot.storage.sql.types import Id, UtcTime, Word

ratings: Final = Table(
    "ratings",
    metadata,
    Column("id", Id, primary_key=True),
    Column("conversation_id", Id, ForeignKey("conversations.id"), nullable=False),
    Column("case_id", Id, ForeignKey("cases.id"), unique=True),
    Column("solver", Word(Solver), nullable=False),
    Column("agent_id", Id, ForeignKey("agents.id")),
    Column("invited_at", UtcTime, nullable=False),
    Column("expires_at", UtcTime, nullable=False),
    Column("satisfaction", Word(Satisfaction)),
    Column("cause", Text, nullable=False),
    Column("attitude", Boolean, nullable=False),
    Column("words", Text, nullable=False),
    Column("rated_at", UtcTime),
    Index("ix_ratings_invited_at", "invited_at"),  # those of a month
    sqlite_autoincrement=True,  # a button names its rating, and must never name another
)
