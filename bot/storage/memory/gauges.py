"""Figures of the whole shop, in memory."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from bot.core.cases import CaseEventKind
from bot.core.measures import Backlog, Handled, Pile
from bot.core.messages import Delivery
from bot.storage.memory.tables import Tables
from bot.storage.values import utc


@dataclass(frozen=True, slots=True)
class MemoryGauges:
    """See `bot.core.ports.Gauges`."""

    tables: Tables

    def backlog(self, *, now: datetime) -> Backlog:
        """What stands in the queues."""
        now = utc(now)
        cases = [case for case in self.tables.cases.values() if case.is_open]
        running = [row.value.due_at for row in self.tables.timers.values() if not row.outcome]
        deliveries = [row for row in self.tables.webhook_deliveries.values() if row.next_at is not None]
        return Backlog(
            cases=Counter((case.status, case.role) for case in cases),
            waiting=_pile(case.waiting_since for case in cases if case.waiting_since is not None),
            inbox=_pile(row.received_at for row in self.tables.inbox.values() if not row.read),
            outbox=self._outbox(),
            timers=_pile(due for due in running if due <= now),
            webhooks=_pile(row.begun_at for row in deliveries),
        )

    def handled(self, *, after: int) -> Handled:
        """What the history tells from behind this line on."""
        lines = [event for line, event in self.tables.case_events.items() if line > after]
        told = [(event, self.tables.cases[event.case_id]) for event in lines]
        return Handled(
            seen=max(self.tables.case_events, default=0),
            handoffs=Counter(case.reason for event, case in told if event.kind is CaseEventKind.OPENED),
            first_replies=tuple(
                (event.at - case.opened_at).total_seconds()
                for event, case in told
                if event.kind is CaseEventKind.REPLIED and event.at == case.first_reply_at
            ),
        )

    def _outbox(self) -> dict[tuple[str, Delivery], Pile]:
        piles: dict[tuple[str, Delivery], list[datetime]] = {}
        for seq, row in self.tables.outbox.items():
            channel = self.tables.conversations[row.conversation_id].value.channel
            delivery = Delivery.SENDING if row.leased_until is not None else Delivery.WAITING
            piles.setdefault((channel, delivery), []).append(self.tables.transcript[seq].at)
        return {key: _pile(since) for key, since in piles.items()}


def _pile(since: Iterable[datetime]) -> Pile:
    times = list(since)
    return Pile(count=len(times), oldest=min(times, default=None))
