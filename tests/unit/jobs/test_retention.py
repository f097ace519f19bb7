"""Old timers are forgotten once an hour, and never one whose message could be planned again."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta

import pytest

from bot.core.messages import Peer
from bot.core.ports import UnitOfWork
from bot.core.timers import TimerKind
from bot.core.webhooks import DeliveryState, WebhookEvent
from bot.dialogue.outreach import NEWS
from bot.jobs import retention
from bot.jobs.retention import DELIVERIES_KEPT, TIMERS_KEPT, RetentionJob
from bot.scripts.outreach_documents import LONGEST_WAIT
from bot.storage import MemoryStore

HOUR = timedelta(hours=1)


@dataclass
class Office:
    """A retention loop whose time moves when told."""

    store: MemoryStore = field(default_factory=MemoryStore)
    now: datetime = datetime(2026, 3, 2, 2, tzinfo=UTC)

    def clock(self) -> datetime:
        return self.now

    async def settled(self, *keys: str) -> None:
        """Timers that went off this moment."""

        def use_case(uow: UnitOfWork) -> None:
            talk = uow.conversations.of_peer("web", "main", Peer(id="p1"), now=self.now)
            for key in keys:
                uow.timers.start(
                    key=key, kind=TimerKind.SHIPPED, conversation_id=talk.id, due_at=self.now, args={}, once=True
                )
            uow.timers.cancel(keys, why="said", now=self.now)

        await self.store.transact(use_case)

    async def remembered(self, key: str) -> bool:
        """Whether a timer of this key was there and is still known; nothing is changed."""

        def query(uow: UnitOfWork) -> bool:
            talk = uow.conversations.of_peer("web", "main", Peer(id="p1"), now=self.now)
            kind = TimerKind.SHIPPED
            return not uow.timers.start(
                key=key, kind=kind, conversation_id=talk.id, due_at=self.now, args={}, once=True
            )

        return await self.store.read(query)


def test_nothing_can_be_planned_again_that_was_forgotten() -> None:
    assert TIMERS_KEPT > LONGEST_WAIT + NEWS


async def test_what_went_off_long_ago_is_forgotten_and_the_rest_is_not() -> None:
    office = Office()
    job = RetentionJob(store=office.store, clock=office.clock)
    await office.settled("old")
    office.now += timedelta(days=30)
    await office.settled("young")
    office.now += TIMERS_KEPT - timedelta(days=29)
    assert await job.run_once() == office.now + HOUR
    assert [await office.remembered(key) for key in ("old", "young")] == [False, True]


async def test_settled_webhook_deliveries_are_forgotten_after_a_month_and_waiting_ones_never() -> None:
    office = Office()
    job = RetentionJob(store=office.store, clock=office.clock)

    def write(uow: UnitOfWork) -> int:
        webhook = uow.webhooks.add("https://example.com", [WebhookEvent.CASE_OPENED], "salt", now=office.now)
        for name in ("settled", "waiting"):
            one = uow.webhook_deliveries.add(
                webhook.id, message_id=name, event=WebhookEvent.CASE_OPENED, body="{}", now=office.now
            )
            if name == "settled":
                dead = replace(one, state=DeliveryState.DEAD, next_at=None, settled_at=office.now)
                uow.webhook_deliveries.save(dead)
        return webhook.id

    webhook_id = await office.store.transact(write)
    office.now += DELIVERIES_KEPT + timedelta(minutes=1)
    await job.run_once()
    left = await office.store.read(lambda uow: uow.webhook_deliveries.listing(webhook_id))
    assert [one.message_id for one in left] == ["waiting"]


async def test_it_looks_again_only_after_an_hour() -> None:
    office = Office()
    job = RetentionJob(store=office.store, clock=office.clock)
    await office.settled("a")
    office.now += TIMERS_KEPT
    first = await job.run_once()
    office.now += timedelta(minutes=59)
    assert await job.run_once() == first
    assert await office.remembered("a")
    office.now += timedelta(minutes=1)
    assert await job.run_once() == office.now + HOUR
    assert not await office.remembered("a")


async def test_more_than_a_batch_is_forgotten_in_rounds_without_a_pause(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(retention, "_BATCH", 2)
    office = Office()
    job = RetentionJob(store=office.store, clock=office.clock)
    await office.settled("a", "b", "c")
    office.now += TIMERS_KEPT + HOUR
    assert await job.run_once() == office.now
    assert await job.run_once() == office.now + HOUR
    assert [await office.remembered(key) for key in ("a", "b", "c")] == [False] * 3
