"""The timer loop: what is due goes off, what crashes neither stops the rest nor is forgotten."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from structlog.testing import capture_logs

from bot.core.errors import StaleConversation
from bot.core.messages import Peer
from bot.core.ports import UnitOfWork
from bot.core.timers import TimerKind
from bot.jobs import timers as timers_module
from bot.jobs.timers import TimerJob
from bot.scripts import load_book
from bot.scripts.book import ScriptBook
from bot.service.bell import InProcessBell
from bot.service.lookup import OrderLookup
from bot.service.presence import Presence
from bot.service.timers import go_off
from bot.service.turns import Room, Taken
from bot.storage import MemoryStore

MINUTE = timedelta(minutes=1)


@pytest.fixture(scope="module")
def book(request: pytest.FixtureRequest) -> ScriptBook:
    """The demo shop's scripts; pytest's own cache keeps their matchers from one run to the next."""
    return load_book(Path(__file__).parents[3] / "scripts_yaml", cache=request.config.cache.mkdir("matchers"))


@dataclass
class Office:
    """A timer loop whose time moves when told."""

    book: ScriptBook
    store: MemoryStore = field(default_factory=MemoryStore)
    bell: InProcessBell = field(default_factory=InProcessBell)
    now: datetime = datetime(2026, 3, 2, 2, tzinfo=UTC)

    def clock(self) -> datetime:
        return self.now

    def scripts(self) -> ScriptBook:
        return self.book

    @property
    def job(self) -> TimerJob:
        return TimerJob(
            store=self.store,
            bell=self.bell,
            clock=self.clock,
            book=self.scripts,
            presence=Presence(),
            lookup=OrderLookup(store=self.store, source=None, book=self.scripts, clock=self.clock),
        )

    async def set(self, *minutes: int) -> None:
        """Timers of one conversation that are due after so many minutes."""

        def use_case(uow: UnitOfWork) -> None:
            talk = uow.conversations.of_peer("web", "shop", Peer(id="p"), now=self.now)
            for each in minutes:
                uow.timers.start(
                    key=f"t{each}",
                    kind=TimerKind.ORDERS_RETRY,
                    conversation_id=talk.id,
                    due_at=self.now + each * MINUTE,
                    args={},
                )

        await self.store.transact(use_case)


@pytest.fixture
def office(book: ScriptBook) -> Office:
    return Office(book=book)


async def test_an_idle_loop_has_nothing_to_wait_for(office: Office) -> None:
    assert await office.job.run_once() is None


async def test_what_is_due_goes_off_and_the_loop_says_when_to_come_back(office: Office) -> None:
    await office.set(0, 5)
    assert await office.job.run_once() == office.now + 5 * MINUTE
    office.now += 5 * MINUTE
    assert await office.job.run_once() is None


async def test_a_timer_that_crashes_is_tried_again_later_and_the_others_go_off(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    await office.set(0, 1)
    office.now += MINUTE

    def crashing(uow: UnitOfWork, room: Room, timer_id: int) -> Taken | None:
        if timer_id == 1:
            raise ZeroDivisionError
        return go_off(uow, room, timer_id)

    monkeypatch.setattr(timers_module, "go_off", crashing)
    with capture_logs() as logs:
        assert await office.job.run_once() == office.now + 5 * MINUTE
    assert [(line["event"], line["timer"]) for line in logs] == [("timer_failed", "t0")]


async def test_a_timer_whose_conversation_somebody_else_changed_is_still_due(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    await office.set(0)

    def overtaken(_uow: UnitOfWork, _room: Room, _timer_id: int) -> Taken | None:
        raise StaleConversation

    monkeypatch.setattr(timers_module, "go_off", overtaken)
    assert await office.job.run_once() == office.now
    monkeypatch.undo()
    assert await office.job.run_once() is None
