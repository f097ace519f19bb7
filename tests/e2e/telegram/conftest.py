"""A whole shop in this process, talking over HTTP to a Bot API server of our own: worker, sender, channel and desk."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import TypeVar

import pytest

from bot.bootstrap import Shop, build_shop, utc_now
from bot.channels.telegram import Telegram, TelegramServices, connect
from bot.config import Config, LogSection, TelegramSection, WebhooksSection, WebSection
from bot.core.cases import Card
from bot.core.messages import TranscriptEntry
from bot.core.orders import Fulfilment, Order
from bot.core.ports import Store, UnitOfWork
from bot.core.roles import Agent, Role
from bot.jobs.loop import run_job
from bot.scripts import load_book
from bot.scripts.book import ScriptBook
from bot.service.canned import CannedReplies
from bot.storage import MemoryStore, open_store
from tests.telegram_api import BotApiServer, Group, Topic, User
from tests.telegram_api.fixtures import bot_api

__all__ = ["bot_api"]

T = TypeVar("T")
SCRIPTS = Path(__file__).parents[3] / "scripts_yaml"
CUSTOMER = User(id=5001, first_name="小美", language_code="zh-hans")
AGENT = User(id=9001, first_name="阿强")


@pytest.fixture(scope="session")
def book() -> ScriptBook:
    return load_book(SCRIPTS)


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """Each way through the shop is walked on both stores."""
    marked = {name for mark in metafunc.definition.iter_markers("parametrize") for name in [mark.args[0]]}
    if "backend" in metafunc.fixturenames and "backend" not in marked:
        metafunc.parametrize("backend", ["memory", "sqlite"])


@pytest.fixture
async def store(backend: str, tmp_path: Path) -> AsyncIterator[Store]:
    opened: Store = MemoryStore() if backend == "memory" else await open_store(f"sqlite:///{tmp_path / 'kefu.db'}")
    yield opened
    await opened.close()


@dataclass
class World:
    """The shop, its people, and what tests ask of both."""

    api: BotApiServer
    shop: Shop
    group: Group
    forum: bool = True
    tasks: list[asyncio.Task[None]] = field(default_factory=list)

    @asynccontextmanager
    async def open(self) -> AsyncIterator[World]:
        """The shop runs while the block does; it ends as on Ctrl-C."""
        stopping = asyncio.Event()
        telegram = await self.connect()
        sender = self.shop.sender({"telegram": telegram.deliverer}, name="telegram-sender")
        self.tasks = [
            asyncio.create_task(telegram.run(stopping)),
            *(
                asyncio.create_task(run_job(job, bell=self.shop.bell, clock=self.shop.clock, stopping=stopping))
                for job in (self.shop.worker(), sender)
            ),
        ]
        try:
            yield self
            stopping.set()
            await asyncio.wait_for(asyncio.gather(*self.tasks), timeout=20)
        finally:
            await self._end(telegram)

    async def kill(self) -> None:
        """As SIGKILL for what runs in this process: nothing under way is finished."""
        for task in self.tasks:
            task.cancel()
        await asyncio.gather(*self.tasks, return_exceptions=True)

    async def _end(self, telegram: Telegram) -> None:
        await self.kill()
        await telegram.close()

    async def connect(self) -> Telegram:
        return await connect(
            token=self.api.token,
            api_url=self.api.url,
            desk_group=self.group.id if self.forum else None,
            services=self.services(),
        )

    def services(self) -> TelegramServices:
        shop = self.shop
        return TelegramServices(
            store=shop.store,
            bell=shop.bell,
            clock=shop.clock,
            door=shop.door,
            desk=shop.desk,
            registers=shop.registers,
            canned=CannedReplies(store=shop.store, clock=shop.clock, book=shop.book),
            chat=shop.chat,
            book=shop.book,
            edits=shop.edits,
        )

    async def do(self, use_case: Callable[[UnitOfWork], T]) -> T:
        return await self.shop.store.transact(use_case)

    async def agent(self, user: User = AGENT, *, login: str = "aqiang", role: Role = Role.AFTER_SALE) -> Agent:
        """An agent of the shop who is in the group with this Telegram account."""
        self.api.add_agent(self.group, user)
        return await self.do(
            lambda uow: uow.agents.put(
                login=login, name=user.first_name, role=role, password_hash="x", telegram_id=user.id
            )
        )

    async def transcript(self) -> list[TranscriptEntry]:
        """Everything said in the first conversation."""
        return await self.shop.store.read(lambda uow: uow.transcript.entries(1))

    async def card(self, case_id: int = 1) -> Card:
        return await self.shop.desk.card(case_id)

    async def topic(self) -> Topic:
        """The newest topic, once its card stands in it."""
        await self.api.wait_for(lambda: [each for each in self.api.topics(self.group) if self.api.sent(each)])
        return self.api.topics(self.group)[-1]

    async def handed_over(self, user: User = CUSTOMER) -> Topic:
        """A customer asked for a person; the topic of the case."""
        self.api.user_says(user, "我要人工")
        await self.api.wait_for(lambda: self.api.sent(user))
        return await self.topic()

    async def bind(self, order: Order, user: User = CUSTOMER) -> None:
        """The order is this customer's."""

        def use_case(uow: UnitOfWork) -> None:
            uow.orders.upsert([order])
            account = self.api.token.partition(":")[0]
            uow.orders.bind_order("telegram", account, str(user.id), order.number, now=utc_now())

        await self.do(use_case)


@pytest.fixture
def shop(store: Store, book: ScriptBook, tmp_path: Path) -> Shop:
    config = Config(
        scripts=SCRIPTS,
        database="",
        files=tmp_path / "files",
        quiet_seconds=0.05,
        web=WebSection.model_construct(),
        telegram=TelegramSection.model_construct(),
        log=LogSection.model_construct(),
        webhooks=WebhooksSection.model_construct(),
        secret="0" * 40,
    )
    return build_shop(config, store, book, clock=utc_now)


@pytest.fixture
def world(bot_api: BotApiServer, shop: Shop) -> World:
    return World(api=bot_api, shop=shop, group=bot_api.add_group())


def order(number: str, fulfilment: Fulfilment = Fulfilment.SHIPPED, **more: object) -> Order:
    return Order(number=number, source="test", created_at=utc_now(), fulfilment=fulfilment, **more)  # type: ignore[arg-type]  # fields by name
