"""The retention loop: what was kept only so that nothing happens twice is forgotten once it cannot happen again."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

import structlog

from bot.core.ports import Clock, Store, UnitOfWork

log = structlog.get_logger(__name__)

TIMERS_KEPT: Final = timedelta(days=365)
"""How long after its time a timer that went off is remembered.

Its key keeps a message about an order from being planned again by a later import. Nothing is planned that was due more
than a day ago, and shop.yaml may put no message further than `LONGEST_WAIT` (180 days) behind its occasion: an
occasion of a year ago can lead to none, whatever the shop changes.
"""
DELIVERIES_KEPT: Final = timedelta(days=30)
"""How long a webhook's settled delivery can be looked at and replayed."""
_EVERY: Final = timedelta(hours=1)
_BATCH: Final = 1000
"""So many at once: a deletion must not keep customers waiting for the database."""


@dataclass(slots=True, kw_only=True)
class RetentionJob:
    """Forgets old timers and settled webhook deliveries, once an hour, a batch at a time.

    Attributes:
        due_at: when it looks again; at once when it has not looked yet.
    """

    store: Store
    clock: Clock
    topic: str = "retention"
    due_at: datetime | None = None

    async def run_once(self) -> datetime:
        """Forget a batch, if it is time; says when the next is due: at once while there is more."""
        now = self.clock()
        if self.due_at is None or now >= self.due_at:
            timers, deliveries = await self.store.transact(lambda uow: _forget(uow, now))
            if timers or deliveries:
                log.info("old_forgotten", timers=timers, webhook_deliveries=deliveries)
            self.due_at = now if _BATCH in {timers, deliveries} else now + _EVERY
        return self.due_at


def _forget(uow: UnitOfWork, now: datetime) -> tuple[int, int]:
    timers = uow.timers.forget(due_before=now - TIMERS_KEPT, limit=_BATCH)
    return timers, uow.webhook_deliveries.forget(settled_before=now - DELIVERIES_KEPT, limit=_BATCH)
