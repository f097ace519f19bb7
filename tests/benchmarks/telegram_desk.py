"""How much of a group's budget a conversation costs, and how many fit before somebody waits: measured, not reckoned.

    python -m tests.benchmarks.telegram_desk

The whole shop runs in virtual time (store, worker, dialogue, desk, outbox, governor, mirror, polling) against the Bot
API of tests/telegram_api in memory, which answers after a tenth of a second and refuses what goes beyond 20 calls a
minute to the group. Chats are drawn from a seed: a customer asks for a person, writes six bursts of one to three
messages, and the agent who took the case answers each burst in the topic and closes; then the next customer comes.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import logging
import random
import re
from collections.abc import AsyncGenerator
from dataclasses import dataclass, field
from pathlib import Path
from statistics import quantiles
from typing import Any, Final

import click
import structlog
from aiogram import Bot
from aiogram.client.session.base import BaseSession
from aiogram.methods import TelegramMethod

from bot.bootstrap import Shop, build_shop
from bot.channels.telegram.service import Telegram, TelegramServices
from bot.config import Config, LogSection, TelegramSection, WebhooksSection, WebSection
from bot.core.ports import UnitOfWork
from bot.core.roles import Role
from bot.jobs.loop import run_job
from bot.scripts import load_book
from bot.scripts.book import ScriptBook
from bot.storage import MemoryStore
from tests.benchmarks.virtual_time import VirtualLoop, run
from tests.telegram_api import BotApiServer, Group, Topic, User
from tests.telegram_api.registry import HANDLERS
from tests.telegram_api.wire import ApiError

SCRIPTS: Final = Path(__file__).parents[1] / "web_shop" / "scripts"
AGENTS: Final = 10
BURSTS: Final = 6
ANSWER_S: Final = 0.1
"""How long the Bot API takes."""
_CHAT_S: Final = 270.0
"""About as long as a chat takes: the first ones do not begin all at once."""
_MARK: Final = re.compile(r"[mr]\d+x")


class InMemory(BaseSession):
    """The Bot API without a network: the test server's own methods, budget and refusals."""

    def __init__(self, api: BotApiServer, heard: Log) -> None:
        super().__init__()
        self.server, self.heard = api, heard

    async def make_request(self, bot: Bot, method: TelegramMethod[Any], timeout: int | None = None) -> Any:  # noqa: ASYNC109  # its base says so
        name, chat_id = method.__api_method__, getattr(method, "chat_id", None)
        if name != "getUpdates":
            await asyncio.sleep(ANSWER_S)
        try:
            if isinstance(chat_id, int):
                clock = self.server.world.clock()
                self.server.budget.spend(chat_id, name, len(getattr(method, "media", [1])), clock)
            result = HANDLERS[name.lower()](self.server.world, method)
            answer, status = {"ok": True, "result": await result if asyncio.iscoroutine(result) else result}, 200
        except ApiError as refusal:
            self.heard.refused += 1
            answer, status = refusal.wire(), refusal.code
        self.heard.sent(method)
        return self.check_response(bot, method, status, json.dumps(answer)).result

    async def stream_content(self, *_: Any, **__: Any) -> AsyncGenerator[bytes, None]:
        yield b""

    async def close(self) -> None:
        return


@dataclass
class Log:
    """When each marked text was written, and when the other side could read it. `m` by customers, `r` by agents."""

    loop: VirtualLoop
    written: dict[str, float] = field(default_factory=dict)
    read: dict[str, float] = field(default_factory=dict)
    refused: int = 0
    cases: int = 0

    def mark(self, kind: str) -> str:
        mark = f"{kind}{len(self.written)}x"
        self.written[mark] = self.loop.time()
        return mark

    def sent(self, method: TelegramMethod[Any]) -> None:
        for mark in _MARK.findall(getattr(method, "text", None) or ""):
            if mark in self.written:
                self.read.setdefault(mark, self.loop.time())

    def delays(self, kind: str) -> list[float]:
        """What was never read counts as read now."""
        marks = [mark for mark in self.written if mark.startswith(kind)]
        return [self.read.get(mark, self.loop.time()) - self.written[mark] for mark in marks]


@dataclass
class Play:
    """One shop with its people."""

    loop: VirtualLoop
    api: BotApiServer
    shop: Shop
    group: Group
    log: Log
    dice: random.Random
    calm: float = 1.0
    people: int = 0

    async def chats(self, length: float) -> None:
        """One place at the desk: customer after customer, until the time is over."""
        await asyncio.sleep(self.dice.uniform(0, _CHAT_S * self.calm))
        while self.loop.time() < length:
            await self._chat(self._customer())

    async def _chat(self, customer: User) -> None:
        self.api.user_says(customer, f"我要人工 {self.log.mark('m')}")
        self.log.cases += 1
        topic, card = await self._card(customer)
        agent = User(id=9000 + customer.id % AGENTS, first_name="客服")
        await asyncio.sleep(self.dice.uniform(3, 15))
        self.api.agent_presses(agent, card, f"claim:{card['text'].split()[0][1:]}", stale=True)
        for _ in range(BURSTS):
            for _ in range(self.dice.randint(1, 3)):
                self.api.user_says(customer, f"在吗 {self.log.mark('m')}")
                await asyncio.sleep(self.dice.uniform(2, 4))
            await asyncio.sleep(self.dice.uniform(8, 25) * self.calm)
            self.api.agent_says(topic, agent, f"在的 {self.log.mark('r')}")
            await asyncio.sleep(self.dice.uniform(10, 40) * self.calm)
        self.api.agent_says(topic, agent, "/close")
        await asyncio.sleep(5)

    async def _card(self, customer: User) -> tuple[Topic, dict[str, Any]]:
        while True:
            for topic in reversed(self.api.topics(self.group)):
                cards = [one for one in self.api.sent(topic) if one.get("text", "").startswith("#")]
                if cards and str(customer.id) in topic.name:
                    return topic, cards[-1]
            await asyncio.sleep(1)

    def _customer(self) -> User:
        self.people += 1
        return User(id=5000 + self.people, first_name=f"顾客{5000 + self.people}", language_code="zh")


def world(loop: VirtualLoop, book: ScriptBook, seed: int) -> Play:
    """A shop with a group and ten agents in it."""
    api = BotApiServer(clock=lambda: loop.now().timestamp())
    api.budget.per_minute = 20
    config = Config(
        scripts=SCRIPTS,
        database="",
        files=Path("unused"),
        quiet_seconds=1.2,
        web=WebSection.model_construct(),
        telegram=TelegramSection.model_construct(),
        log=LogSection.model_construct(),
        webhooks=WebhooksSection.model_construct(),
        secret="0" * 40,
    )
    shop = build_shop(config, MemoryStore(), book, clock=loop.now)
    play = Play(loop=loop, api=api, shop=shop, group=api.add_group(), log=Log(loop), dice=random.Random(seed))
    for number in range(AGENTS):
        api.add_agent(play.group, User(id=9000 + number, first_name="客服"))
    return play


async def simulate(play: Play, chats: int, length: float) -> None:
    """So many places at the desk, for so long."""
    await play.shop.store.transact(_hire)
    telegram, stopping = _telegram(play), asyncio.Event()
    shop = play.shop
    jobs = (shop.worker(), shop.sender({"telegram": telegram.deliverer}, name="telegram-sender"), shop.timers())
    running = [asyncio.create_task(telegram.run(stopping))]
    running += [asyncio.create_task(run_job(job, bell=shop.bell, clock=shop.clock, stopping=stopping)) for job in jobs]
    await asyncio.gather(*(play.chats(length) for _ in range(chats)))
    stopping.set()
    await asyncio.gather(*running)


def _telegram(play: Play) -> Telegram:
    shop = play.shop
    services = TelegramServices(
        store=shop.store,
        bell=shop.bell,
        clock=shop.clock,
        door=shop.door,
        desk=shop.desk,
        registers=shop.registers,
        canned=shop.canned,
        chat=shop.chat,
        book=shop.book,
        edits=shop.edits,
    )
    bot = Bot(play.api.token, session=InMemory(play.api, play.log))
    return Telegram(bot=bot, desk_group=play.group.id, services=services)


def _hire(uow: UnitOfWork) -> None:
    for number in range(AGENTS):
        uow.agents.put(
            login=f"a{number}",
            name=f"客服{number}",
            role=Role.AFTER_SALE,
            password_hash="x",
            telegram_id=9000 + number,
        )


def figures(play: Play) -> str:
    """One row of the table in docs/benchmarks.md."""
    topic, customer, calls = play.log.delays("m"), play.log.delays("r"), play.api.budget.spent(play.group.id)
    return (
        f"{len(topic)} | {play.log.cases} | {calls / len(topic):.2f} | {play.api.budget.busiest_minute(play.group.id)}"
        f" | {_delays(topic)} | {_delays(customer)} | {play.log.refused}"
    )


def _delays(seconds: list[float]) -> str:
    cuts = quantiles(seconds, n=100)
    return f"{cuts[49]:.1f} / {cuts[94]:.1f} / {max(seconds):.1f}"


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--chats", type=int, nargs="+", default=[1, 5, 10, 15, 20, 30, 50])
    parser.add_argument("--minutes", type=int, default=20)
    parser.add_argument("--calm", type=float, default=1.0, help="pauses of people are so many times longer")
    parser.add_argument("--seed", type=int, default=1)
    chosen = parser.parse_args()
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(logging.ERROR))
    book = load_book(SCRIPTS)
    click.echo("| chats at once | messages | cases | calls per message | busiest minute"
               " | to the topic s (p50 / p95 / max) | to the customer s | refused |")  # fmt: skip
    click.echo("|---" * 8 + "|")
    for chats in chosen.chats:
        loop = VirtualLoop()
        play = world(loop, book, chosen.seed)
        play.calm = chosen.calm
        run(simulate(play, chats, chosen.minutes * 60.0), loop)
        click.echo(f"| {chats} | {figures(play)} |")


if __name__ == "__main__":
    main()
