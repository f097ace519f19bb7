"""The inbox worker: whose turn it takes, and what it does about those it cannot take."""

from __future__ import annotations

from collections.abc import Callable, Iterator, MutableMapping
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, TypeVar

import pytest
from structlog.testing import capture_logs

from bot.core.actions import HandOffReason
from bot.core.cases import CaseStatus
from bot.core.conversation import Conversation, Owner
from bot.core.errors import StaleConversation, StoreBusy
from bot.core.measures import Decided, Decision, Measure, TurnsTaken
from bot.core.messages import Content, Incoming, Peer
from bot.core.ports import UnitOfWork
from bot.core.roles import Agent, Role
from bot.jobs import worker as worker_module
from bot.jobs.worker import InboxWorker
from bot.scripts import load_book
from bot.scripts.book import ScriptBook
from bot.service.bell import InProcessBell
from bot.service.desk import Desk
from bot.service.door import Door
from bot.service.presence import Presence
from bot.service.turns import Room, Taken
from bot.storage import MemoryStore

T = TypeVar("T")
QUIET, PATIENCE = timedelta(seconds=2), timedelta(seconds=8)


@pytest.fixture(scope="module")
def book(request: pytest.FixtureRequest) -> ScriptBook:
    """The demo shop's scripts; pytest's own cache keeps their matchers from one run to the next."""
    return load_book(Path(__file__).parents[3] / "scripts_yaml", cache=request.config.cache.mkdir("matchers"))


@dataclass
class Office:
    """A worker with customers who write to it; time moves when told."""

    book: ScriptBook
    store: MemoryStore = field(default_factory=MemoryStore)
    bell: InProcessBell = field(default_factory=InProcessBell)
    presence: Presence = field(default_factory=Presence)
    now: datetime = datetime(2026, 3, 2, 2, tzinfo=UTC)
    sent: int = 0
    shown: list[Taken] = field(default_factory=list)

    def clock(self) -> datetime:
        return self.now

    def worker(self, name: str = "w") -> InboxWorker:
        return InboxWorker(
            store=self.store,
            bell=self.bell,
            clock=self.clock,
            book=lambda: self.book,
            presence=self.presence,
            name=name,
            quiet=QUIET,
            patience=PATIENCE,
            on_turn=self.shown.append,
        )

    @property
    def desk(self) -> Desk:
        return Desk(store=self.store, bell=self.bell, clock=self.clock, presence=self.presence, book=lambda: self.book)

    def later(self, seconds: float) -> None:
        self.now += timedelta(seconds=seconds)

    async def write(self, text: str, peer: str = "p") -> None:
        self.sent += 1
        door = Door(store=self.store, bell=self.bell, clock=self.clock)
        await door.receive(
            Incoming(
                channel="web",
                account="shop",
                external_id=str(self.sent),
                peer=Peer(id=peer, name=peer),
                content=Content(text=text),
                sent_at=self.now,
            )
        )

    async def conversation(self, peer: str = "p") -> Conversation:
        return await self.store.transact(
            lambda uow: uow.conversations.of_peer("web", "shop", Peer(id=peer), now=self.now)
        )

    async def said(self, peer: str = "p") -> list[str]:
        conversation = await self.conversation(peer)
        entries = await self.store.read(lambda uow: uow.transcript.entries(conversation.id))
        return [entry.content.text for entry in entries if entry.delivery is not None]

    async def unread(self, peer: str = "p") -> int:
        conversation = await self.conversation(peer)
        return len(await self.store.read(lambda uow: uow.inbox.unread(conversation.id)))

    async def agent(self) -> Agent:
        return await self.store.transact(
            lambda uow: uow.agents.put(login="ann", name="安", role=Role.AFTER_SALE, password_hash="x")
        )


@pytest.fixture(autouse=True)
def logs() -> Iterator[list[MutableMapping[str, Any]]]:
    with capture_logs() as events:
        yield events


@pytest.fixture
def office(book: ScriptBook) -> Office:
    return Office(book=book)


def trip_over(
    monkeypatch: pytest.MonkeyPatch, name: str, poison: str, error: Callable[[], Exception], *, times: int = 1000
) -> None:
    """The named way of taking a turn fails, after it did its work, on the customer `poison`."""
    left = times
    real: Callable[[UnitOfWork, Room, Conversation], Taken] = getattr(worker_module, name)

    def failing(uow: UnitOfWork, room: Room, conversation: Conversation) -> Taken:
        nonlocal left
        taken = real(uow, room, conversation)
        if conversation.peer.id == poison and left:
            left -= 1
            raise error()
        return taken

    failing.__name__ = name
    monkeypatch.setattr(worker_module, name, failing)


async def test_a_message_is_answered_once_the_customer_has_paused(office: Office) -> None:
    await office.write("在吗")
    assert await office.worker().run_once() == office.now + QUIET
    assert await office.said() == []
    office.later(2)
    assert await office.worker().run_once() is None
    assert len(await office.said()) == 1
    assert await office.unread() == 0


async def test_fifty_messages_in_ten_seconds_are_answered_while_they_still_come_and_none_is_left(
    office: Office,
) -> None:
    worker, answered_at = office.worker(), None
    start = office.now
    for number in range(50):
        await office.write(f"在吗{number}")
        await worker.run_once()
        if answered_at is None and await office.said():
            answered_at = office.now - start
        office.later(0.2)
    office.later(2)
    await worker.run_once()
    assert answered_at is not None
    assert PATIENCE <= answered_at <= PATIENCE + timedelta(seconds=0.2)
    assert await office.unread() == 0
    assert 1 <= len(await office.said()) <= 10
    assert len(office.shown) == 2


async def test_whoever_sends_or_watches_is_woken_after_a_turn(office: Office) -> None:
    await office.write("我要人工")
    office.later(2)
    conversation = await office.conversation()
    async with (
        office.bell.listen("outbox") as outbox,
        office.bell.listen("desk") as desk,
        office.bell.listen(f"conversation:{conversation.id}") as talk,
    ):
        await office.worker().run_once()
        for rings in (outbox, desk, talk):
            await anext(rings)
    [taken] = office.shown
    assert taken.conversation.owner is Owner.QUEUE


async def test_one_conversation_that_fails_does_not_keep_the_others_from_their_answers(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    trip_over(monkeypatch, "take_turn", "poison", lambda: RuntimeError("a bug"))
    for peer in ("before", "poison", "after"):
        await office.write("在吗", peer)
    office.later(2)
    assert await office.worker().run_once() is None
    assert [len(await office.said(peer)) for peer in ("before", "poison", "after")] == [1, 1, 1]
    [row] = await office.desk.queue()
    assert (row.customer, row.case.reason, row.case.ask) == ("poison", HandOffReason.FAILED, "在吗")
    assert (await office.conversation("poison")).owner is Owner.QUEUE


async def test_what_could_not_be_read_is_handed_over_with_one_line_however_often_the_customer_writes(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    trip_over(monkeypatch, "take_turn", "p", lambda: RuntimeError("a bug"))
    for _ in range(3):
        await office.write("在吗")
        office.later(2)
        await office.worker().run_once()
    assert len(await office.said()) == 1
    assert await office.unread() == 0
    assert len(await office.desk.queue()) == 1


async def test_if_even_the_handoff_line_fails_a_person_gets_the_case_without_it(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    for way in ("take_turn", "hand_over_unread"):
        trip_over(monkeypatch, way, "p", lambda: RuntimeError("a bug"))
    await office.write("第一句")
    await office.write("第二句")
    office.later(2)
    await office.worker().run_once()
    [row] = await office.desk.queue()
    assert (row.case.status, row.case.ask) == (CaseStatus.WAITING, "第一句\n第二句")
    assert await office.said() == []
    assert await office.unread() == 0


async def test_a_conversation_that_nothing_can_be_done_about_stays_unread_and_holds_nobody_up(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    for way in ("take_turn", "hand_over_unread", "hand_over_silently"):
        trip_over(monkeypatch, way, "p", lambda: RuntimeError("a bug"))
    await office.write("在吗")
    await office.write("在吗", "other")
    office.later(2)
    due = await office.worker().run_once()
    assert len(await office.said("other")) == 1
    assert await office.unread() == 1
    assert due is not None


async def test_a_conversation_that_somebody_changed_meanwhile_is_taken_again_as_it_is_then(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    trip_over(monkeypatch, "take_turn", "p", StaleConversation, times=2)
    await office.write("在吗")
    await office.write("在吗", "other")
    office.later(2)
    await office.worker().run_once()
    assert (await office.unread(), len(await office.said("other"))) == (1, 1)
    await office.worker().run_once()
    assert (await office.unread(), len(await office.said())) == (0, 1)
    assert await office.desk.queue() == ()


async def test_a_locked_database_is_no_reason_to_call_a_person(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    trip_over(monkeypatch, "take_turn", "p", StoreBusy, times=1)
    await office.write("在吗")
    office.later(2)
    with pytest.raises(StoreBusy):
        await office.worker().run_once()
    await office.worker().run_once()
    assert len(await office.said()) == 1
    assert await office.desk.queue() == ()


async def test_an_agent_who_takes_the_case_between_claim_and_turn_is_not_talked_over(office: Office) -> None:
    await office.write("我要人工")
    office.later(2)
    await office.worker().run_once()
    [row] = await office.desk.queue()
    await office.write("人呢")
    office.later(2)
    claim = {"now": office.now, "quiet": QUIET, "patience": PATIENCE, "lease": timedelta(seconds=30), "limit": 5}
    ids = await office.store.transact(lambda uow: uow.conversations.claim("w", **claim))  # type: ignore[arg-type]  # one dictionary of several types
    await office.desk.claim(row.case.id, await office.agent())
    await office.worker()._take_all(ids)
    assert (await office.unread(), len(await office.said())) == (0, 1)


async def test_what_the_customer_wrote_while_the_agent_was_closing_is_answered_by_the_bot(office: Office) -> None:
    await office.write("我要人工")
    office.later(2)
    await office.worker().run_once()
    [row] = await office.desk.queue()
    agent = await office.agent()
    await office.desk.claim(row.case.id, agent)
    await office.write("在吗")
    await office.desk.give_back(row.case.id, agent, "今天补发")
    office.later(2)
    await office.worker().run_once()
    _, agreed, answer = await office.said()
    assert "今天补发" in agreed
    assert answer
    assert await office.unread() == 0


async def test_a_worker_that_comes_back_under_its_name_takes_up_at_once_what_it_left(office: Office) -> None:
    await office.write("在吗")
    office.later(2)
    claim = {"now": office.now, "quiet": QUIET, "patience": PATIENCE, "lease": timedelta(seconds=30), "limit": 5}
    await office.store.transact(lambda uow: uow.conversations.claim("w", **claim))  # type: ignore[arg-type]  # as above
    await office.worker("another").run_once()
    assert await office.said() == []
    await office.worker("w").run_once()
    assert len(await office.said()) == 1


async def test_what_came_of_every_turn_is_counted_and_how_long_they_took(office: Office) -> None:
    counted: list[Measure] = []
    worker = replace(office.worker(), meter=counted.append)
    await office.write("我要人工")
    office.later(5)
    await worker.run_once()
    assert counted[0] == Decided(decision=Decision.HANDED_OVER)
    assert [type(one) for one in counted] == [Decided, TurnsTaken]
