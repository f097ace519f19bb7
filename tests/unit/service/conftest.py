"""A shop in memory at a fixed time, with one customer, two agents and a few orders."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from bot.core.actions import HandOff, HandOffReason
from bot.core.cases import Case
from bot.core.conversation import Conversation, Owner
from bot.core.messages import Content, Incoming, Peer
from bot.core.orders import Fulfilment, Order, OrderItem
from bot.core.roles import Agent, Role
from bot.scripts import load_book
from bot.service.bell import InProcessBell
from bot.service.case_log import open_case
from bot.service.desk import Desk
from bot.service.door import Door
from bot.service.presence import Presence
from bot.service.turns import Room, Taken, take_turn
from bot.storage import MemoryStore

if TYPE_CHECKING:
    from bot.core.ports import UnitOfWork
    from bot.scripts.book import ScriptBook

SCRIPTS = Path(__file__).parents[3] / "scripts_yaml"
NOW = datetime(2026, 3, 2, 2, tzinfo=UTC)
"""Ten in the morning in the shop's zone."""
WHERE = ("web", "demo", "visitor")


@pytest.fixture(scope="session")
def book(request: pytest.FixtureRequest) -> ScriptBook:
    """The demo shop's scripts; pytest's own cache keeps their matchers from one run to the next."""
    return load_book(SCRIPTS, cache=request.config.cache.mkdir("matchers"))


@dataclass
class World:
    """The shop, with the steps that several tests share."""

    book: ScriptBook
    store: MemoryStore = field(default_factory=MemoryStore)
    bell: InProcessBell = field(default_factory=InProcessBell)
    presence: Presence = field(default_factory=Presence)
    now: datetime = NOW
    sent: int = 0

    def clock(self) -> datetime:
        return self.now

    @property
    def room(self) -> Room:
        return Room(book=self.book, now=self.now, present=self.presence.ids())

    @property
    def door(self) -> Door:
        return Door(store=self.store, bell=self.bell, clock=self.clock)

    @property
    def desk(self) -> Desk:
        return Desk(store=self.store, bell=self.bell, clock=self.clock, presence=self.presence, book=lambda: self.book)

    def incoming(self, text: str, *, external_id: str | None = None) -> Incoming:
        self.sent += 1
        return Incoming(
            channel=WHERE[0],
            account=WHERE[1],
            external_id=external_id or str(self.sent),
            peer=Peer(id=WHERE[2], name="访客"),
            content=Content(text=text),
            sent_at=self.now,
        )

    async def conversation(self) -> Conversation:
        peer = Peer(id=WHERE[2], name="访客")
        return await self.store.transact(lambda uow: uow.conversations.of_peer(WHERE[0], WHERE[1], peer, now=self.now))

    async def said(self) -> list[str]:
        """What the bot and agents have put into the outbox, oldest first."""
        conversation = await self.conversation()
        entries = await self.store.read(lambda uow: uow.transcript.entries(conversation.id))
        return [entry.content.text for entry in entries if entry.delivery is not None]

    async def say(self, *texts: str) -> Taken:
        """The customer writes, and the conversation's turn is taken."""
        for text in texts:
            await self.door.receive(self.incoming(text))
        conversation = await self.conversation()
        return await self.store.transact(lambda uow: take_turn(uow, self.room, conversation))

    async def agent(self, login: str, role: Role) -> Agent:
        return await self.store.transact(
            lambda uow: uow.agents.put(login=login, name=login, role=role, password_hash="x")
        )

    async def hand_off(self, **more: Any) -> Case:
        """A waiting case of the customer's conversation; `more` are other fields of the handoff."""

        def use_case(uow: UnitOfWork) -> Case:
            conversation = uow.conversations.of_peer(*WHERE[:2], Peer(id=WHERE[2], name="访客"), now=self.now)
            handoff = HandOff(**{"reason": HandOffReason.ASKED, "ask": "人工", **more})
            case = open_case(uow, self.book, conversation, handoff, now=self.now)
            uow.conversations.save(_owned(conversation, case), now=self.now)
            return case

        return await self.store.transact(use_case)

    async def order(
        self, number: str, fulfilment: Fulfilment, *, bound: bool = True, total: str = "100", **more: Any
    ) -> Order:
        """Store an order, bound to the customer or not; its phone ends in 1234. `more` are other fields of it."""
        order = Order(
            number=number,
            source="test",
            created_at=self.now - timedelta(days=1),
            paid_at=None if fulfilment is Fulfilment.UNPAID else self.now - timedelta(days=1),
            fulfilment=fulfilment,
            phone="13800001234",
            items=(OrderItem(title="保温杯", price=Decimal(total)),),
            total=Decimal(total),
        )
        order = replace(order, **more)

        def use_case(uow: UnitOfWork) -> None:
            uow.orders.upsert([order])
            if bound:
                uow.orders.bind_order(*WHERE, number, now=self.now)

        await self.store.transact(use_case)
        return order


def _owned(conversation: Conversation, case: Case) -> Conversation:
    return replace(conversation, owner=Owner.QUEUE, case_id=case.id)


@pytest.fixture
def world(book: ScriptBook) -> World:
    return World(book=book)
