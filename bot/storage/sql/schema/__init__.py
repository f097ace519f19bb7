"""The tables. A change here needs a migration beside it; tests compare the two.

Words are TEXT without a length: what a customer or another system chose may be long, and a limit makes no
database faster.

Every index serves a query named in its comment; tests/unit/storage/sql/test_query_plans.py asks SQLite itself.
"""

from __future__ import annotations

from bot.storage.sql.schema.base import metadata
from bot.storage.sql.schema.desk import (
    agents,
    case_events,
    cases,
    desk_places,
    desk_posts,
    desk_questions,
    desk_updates,
    notes,
    reminders,
    sessions,
    task_posts,
    topics,
)
from bot.storage.sql.schema.programs import api_tokens, webhook_deliveries, webhooks
from bot.storage.sql.schema.ratings import ratings
from bot.storage.sql.schema.talk import conversations, customers, inbox, outbox, timers, transcript
from bot.storage.sql.schema.work import audit, buyer_bindings, order_bindings, order_guesses, orders, remarks, tasks

__all__ = [
    "agents",
    "api_tokens",
    "audit",
    "buyer_bindings",
    "case_events",
    "cases",
    "conversations",
    "customers",
    "desk_places",
    "desk_posts",
    "desk_questions",
    "desk_updates",
    "inbox",
    "metadata",
    "notes",
    "order_bindings",
    "order_guesses",
    "orders",
    "outbox",
    "ratings",
    "remarks",
    "reminders",
    "sessions",
    "task_posts",
    "tasks",
    "timers",
    "topics",
    "transcript",
    "webhook_deliveries",
    "webhooks",
]
