"""One suite for every store: each test here runs on the in-memory twin, on SQLite, and on PostgreSQL when asked to."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from itertools import count
from pathlib import Path
from typing import TypeVar

import pytest
from sqlalchemy import text
from sqlalchemy.ext.asyncio import create_async_engine

from bot.core.actions import HandOff, HandOffReason
from bot.core.cases import Case
from bot.core.conversation import Conversation, Owner
from bot.core.messages import Author, Content, Draft, Incoming, Parcel, Peer, TranscriptEntry
from bot.core.orders import Fulfilment, Order
from bot.core.ports import Store, UnitOfWork
from bot.core.roles import Agent, Role
from bot.storage import MemoryStore, open_store

T = TypeVar("T")

NOW = datetime(2026, 3, 2, 10, tzinfo=UTC)
QUIET, PATIENCE, LEASE = timedelta(seconds=2), timedelta(seconds=8), timedelta(seconds=30)


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """A backend that was not asked for is not collected; nothing here is ever skipped."""
    if "backend" in metafunc.fixturenames:
        backends = ["memory", "sqlite"]
        if metafunc.config.getoption("--postgres"):
            backends.append("postgresql")
        metafunc.parametrize("backend", backends)


@pytest.fixture
async def store(backend: str, tmp_path: Path, request: pytest.FixtureRequest) -> AsyncIterator[Store]:
    opened: Store
    if backend == "memory":
        opened = MemoryStore()
    elif backend == "sqlite":
        opened = await open_store(f"sqlite:///{tmp_path / 'kefu.db'}")
    else:
        url = str(request.config.getoption("--postgres"))
        await _erase(url)
        opened = await open_store(url)
    yield opened
    await opened.close()


async def _erase(url: str) -> None:
    engine = create_async_engine(url.replace("postgresql://", "postgresql+asyncpg://"))
    async with engine.begin() as connection:
        await connection.execute(text("DROP SCHEMA public CASCADE"))
        await connection.execute(text("CREATE SCHEMA public"))
    await engine.dispose()


@dataclass
class Shop:
    """A store and the everyday things done with it, each in a transaction of its own; time moves when told."""

    store: Store
    now: datetime = NOW
    numbers: count[int] = field(default_factory=lambda: count(1))

    async def do(self, use_case: Callable[[UnitOfWork], T]) -> T:
        return await self.store.transact(use_case)

    def later(self, seconds: float) -> datetime:
        self.now += timedelta(seconds=seconds)
        return self.now

    def message(self, words: str = "在吗", *, peer: str = "p1", channel: str = "web", key: str = "") -> Incoming:
        return Incoming(
            channel=channel,
            account="main",
            external_id=key or f"m{next(self.numbers)}",
            peer=Peer(id=peer, name="小美", language="zh"),
            content=Content(text=words),
            sent_at=self.now - timedelta(seconds=1),
        )

    async def arrive(self, words: str = "在吗", *, peer: str = "p1", channel: str = "web") -> Conversation:
        incoming = self.message(words, peer=peer, channel=channel)
        conversation = await self.do(lambda uow: uow.inbox.add(incoming, now=self.now))
        assert conversation is not None
        return conversation

    async def talk(self, *, peer: str = "p1", channel: str = "web") -> Conversation:
        """A conversation without any message."""
        who = Peer(id=peer, name="小美", language="zh")
        return await self.do(lambda uow: uow.conversations.of_peer(channel, "main", who, now=self.now))

    async def say(
        self, conversation: Conversation, words: str, *, author: Author = Author.BOT, agent: Agent | None = None
    ) -> TranscriptEntry:
        draft = Draft(
            author=author, content=Content(text=words), reply="common.hello", agent_id=agent.id if agent else None
        )
        return await self.do(lambda uow: uow.outbox.put(conversation, draft, now=self.now))

    async def own(self, conversation: Conversation, owner: Owner) -> Conversation:
        def use_case(uow: UnitOfWork) -> Conversation:
            return uow.conversations.save(replace(uow.conversations.get(conversation.id), owner=owner), now=self.now)

        return await self.do(use_case)

    async def due(self, worker: str = "w1", *, limit: int = 10) -> list[int]:
        """Ids of the conversations a worker gets."""
        return await self.do(
            lambda uow: uow.conversations.claim(
                worker, now=self.now, quiet=QUIET, patience=PATIENCE, lease=LEASE, limit=limit
            )
        )

    async def parcels(
        self, worker: str = "s1", *, channels: tuple[str, ...] = ("web",), limit: int = 10
    ) -> list[Parcel]:
        return await self.do(
            lambda uow: uow.outbox.claim(worker, channels=channels, now=self.now, lease=LEASE, limit=limit)
        )

    async def entries(self, conversation: Conversation) -> list[TranscriptEntry]:
        return await self.do(lambda uow: uow.transcript.entries(conversation.id))

    async def agent(self, login: str = "lin", *, telegram_id: int | None = None) -> Agent:
        return await self.do(
            lambda uow: uow.agents.put(
                login=login, name="小林", role=Role.AFTER_SALE, password_hash="hash", telegram_id=telegram_id
            )
        )

    def order(self, number: str, *, days_ago: float = 0, buyer: str = "", remark: str = "") -> Order:
        return Order(
            number=number,
            source="csv",
            created_at=NOW - timedelta(days=days_ago),
            fulfilment=Fulfilment.SHIPPED,
            buyer=buyer,
            remark=remark,
        )

    async def case(self, conversation: Conversation | None = None) -> Case:
        about = conversation or await self.talk()
        handoff = HandOff(
            reason=HandOffReason.ASKED,
            intent="human_agent",
            title="转人工",
            ask="我要人工",
            slots={"订单": "A1"},
            order_number="A1",
        )
        return await self.do(lambda uow: uow.cases.open(about, handoff, (), now=self.now))


@pytest.fixture
def shop(store: Store) -> Shop:
    return Shop(store)
