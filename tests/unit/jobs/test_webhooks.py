"""The webhook loop when something of ours goes wrong: one receiver's trouble is its own."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime

import pytest

from bot.core.errors import DeliveryRefused, StoreBusy
from bot.core.measures import Measure, WebhookTried
from bot.core.webhooks import DeliveryState, WebhookEvent
from bot.jobs import webhooks
from bot.jobs.webhooks import LEASE, WebhookSender
from bot.storage import MemoryStore

NOW = datetime(2026, 3, 2, tzinfo=UTC)


@dataclass
class Line:
    """A way out that does what each address says."""

    called: list[str] = field(default_factory=list)

    async def call(self, url: str, body: str, headers: Mapping[str, str]) -> int:
        self.called.append(url)
        match url:
            case "https://bug":
                raise ZeroDivisionError
            case "https://private":
                raise DeliveryRefused("private network")
            case _:
                return 200


@dataclass
class Office:
    store: MemoryStore = field(default_factory=MemoryStore)
    line: Line = field(default_factory=Line)
    now: datetime = NOW

    def __post_init__(self) -> None:
        self.sender = WebhookSender(store=self.store, clock=lambda: self.now, caller=self.line, secret="s" * 40)

    async def owe(self, url: str) -> int:
        event = WebhookEvent.CASE_OPENED
        webhook = await self.store.transact(lambda uow: uow.webhooks.add(url, [event], "salt", now=self.now))
        await self.store.transact(
            lambda uow: uow.webhook_deliveries.add(webhook.id, message_id="m", event=event, body="{}", now=self.now)
        )
        return webhook.id

    async def send(self) -> datetime | None:
        due = await self.sender.run_once()
        await asyncio.gather(*self.sender._busy.values())
        return due

    async def state(self, webhook_id: int) -> DeliveryState:
        [one] = await self.store.read(lambda uow: uow.webhook_deliveries.listing(webhook_id))
        return one.state


@pytest.fixture
def office(monkeypatch: pytest.MonkeyPatch) -> Office:
    monkeypatch.setattr(webhooks, "_AFTER_FAILURE_SECONDS", 0)
    return Office()


async def test_a_bug_with_one_receiver_stops_no_other_and_is_tried_again(office: Office) -> None:
    bug, fine = await office.owe("https://bug"), await office.owe("https://fine")
    await office.send()
    assert (await office.state(bug), await office.state(fine)) == (DeliveryState.WAITING, DeliveryState.DELIVERED)
    assert await office.send() == NOW + LEASE
    assert office.line.called.count("https://bug") == 1


async def test_what_may_not_be_called_is_dead_at_once(office: Office) -> None:
    refused = await office.owe("https://private")
    await office.send()
    assert await office.state(refused) is DeliveryState.DEAD


async def test_a_database_that_is_busy_delays_a_receiver_and_loses_nothing(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    fine = await office.owe("https://fine")

    async def busy(*_: object) -> None:
        raise StoreBusy

    with monkeypatch.context() as patch:
        patch.setattr(office.store, "transact", busy)
        await office.send()
    assert await office.state(fine) is DeliveryState.WAITING
    await office.send()
    assert await office.state(fine) is DeliveryState.DELIVERED


async def test_nothing_due_is_nothing_to_do(office: Office) -> None:
    assert await office.send() is None


async def test_what_is_removed_between_the_look_and_the_try_is_not_called(office: Office) -> None:
    gone = await office.owe("https://fine")
    await office.sender.run_once()  # seen to be due; its task has not begun
    await office.store.transact(lambda uow: uow.webhooks.remove(gone))
    await asyncio.gather(*office.sender._busy.values())
    assert office.line.called == []


async def test_what_became_of_every_call_is_counted(office: Office) -> None:
    counted: list[Measure] = []
    office.sender.meter = counted.append
    for url in ("https://fine", "https://private"):
        await office.owe(url)
    await office.send()
    assert sorted(one.fate for one in counted if isinstance(one, WebhookTried)) == ["dead", "delivered"]
