"""What the use cases need from the outside. Adapters import these; nothing here imports an adapter.

The store's repositories are synchronous: a use case is a plain function of a unit of work, run by
`Store.transact` inside one transaction with no await in between (docs/decisions/0002-storage.md).
"""

from __future__ import annotations

from bot.core.ports.customers import Customers, Timers
from bot.core.ports.desk import Agents, Audit, Cases, Finder, Notes, Remarks, Tasks, Topics
from bot.core.ports.desk_posts import DeskPosts
from bot.core.ports.gauges import Gauges
from bot.core.ports.outside import Bell, Caller, Clock, Deliverer, MediaStore, OrderSource
from bot.core.ports.ratings import Ratings
from bot.core.ports.store import Store, UnitOfWork
from bot.core.ports.talk import Conversations, Inbox, Outbox, Transcript
from bot.core.ports.trade import Guesses, Orders
from bot.core.ports.webhooks import ApiToken, ApiTokens, WebhookDeliveries, Webhooks

__all__ = [
    "Agents",
    "ApiToken",
    "ApiTokens",
    "Audit",
    "Bell",
    "Caller",
    "Cases",
    "Clock",
    "Conversations",
    "Customers",
    "Deliverer",
    "DeskPosts",
    "Finder",
    "Gauges",
    "Guesses",
    "Inbox",
    "MediaStore",
    "Notes",
    "OrderSource",
    "Orders",
    "Outbox",
    "Ratings",
    "Remarks",
    "Store",
    "Tasks",
    "Timers",
    "Topics",
    "Transcript",
    "UnitOfWork",
    "WebhookDeliveries",
    "Webhooks",
]
