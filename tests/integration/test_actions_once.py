"""An action has one effect, however many ask for it at the same moment and whoever is killed in the middle of it."""

from __future__ import annotations

import asyncio
import sys
from collections import Counter
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from pathlib import Path

import pytest

from bot.core.actions import Perform
from bot.core.conversation import Conversation
from bot.core.events import NotPerformed, Performed
from bot.core.messages import Peer
from bot.core.orders import Fulfilment, Order
from bot.core.ports import Store, UnitOfWork
from bot.core.tasks import AuditEntry, Remark, Task
from bot.scripts import load_book
from bot.scripts.book import ScriptBook
from bot.service.actions import perform
from bot.storage import open_store

SHOP = Path(__file__).parents[1] / "unit" / "dialogue" / "shop"
NOW = datetime(2026, 3, 2, 2, tzinfo=UTC)
AT_ONCE = 100
ORDER = Order(
    number="A1",
    source="test",
    created_at=NOW - timedelta(days=1),
    paid_at=NOW - timedelta(days=1),
    fulfilment=Fulfilment.SIGNED,
    total=Decimal(100),
)


@pytest.fixture(scope="module")
def book() -> ScriptBook:
    return load_book(SHOP, only="")


@pytest.fixture
def url(tmp_path: Path) -> str:
    return f"sqlite:///{tmp_path / 'kefu.db'}"


@asynccontextmanager
async def opened(url: str) -> AsyncIterator[Store]:
    store = await open_store(url)
    try:
        yield store
    finally:
        await store.close()


async def customer(store: Store) -> Conversation:
    """Somebody who may see the order."""

    def use_case(uow: UnitOfWork) -> Conversation:
        uow.orders.upsert([ORDER])
        uow.orders.bind_order("web", "main", "p1", "A1", now=NOW)
        return uow.conversations.of_peer("web", "main", Peer(id="p1"), now=NOW)

    return await store.transact(use_case)


async def ask(
    store: Store, book: ScriptBook, talk: Conversation, key: str, name: str = "register_complaint"
) -> Performed | NotPerformed:
    action = Perform(key=key, name=name, args={"order": "A1", "detail": "杯子碎了", "reason": "late"})
    return await store.transact(lambda uow: perform(uow, book, talk, action, now=NOW))


async def effects(store: Store, talk: Conversation) -> tuple[list[Task], list[AuditEntry], tuple[Remark, ...]]:
    """Everything that an action leaves behind."""

    def query(uow: UnitOfWork) -> tuple[list[Task], list[AuditEntry], tuple[Remark, ...]]:
        remarks = uow.remarks.of_orders(["A1"]).get("A1", ())
        return uow.tasks.of_conversation(talk.id), uow.audit.of_conversation(talk.id), tuple(remarks)

    return await store.read(query)


@pytest.mark.parametrize("name", ["register_complaint", "offer_coupon"])
async def test_a_hundred_at_once_with_one_key_through_two_processes_worth_of_stores_are_one_action(
    url: str, book: ScriptBook, name: str
) -> None:
    async with opened(url) as one, opened(url) as other:
        talk = await customer(one)
        answers = await asyncio.gather(
            *(ask((one, other)[number % 2], book, talk, "same", name) for number in range(AT_ONCE))
        )
        [task], [entry], [remark] = await effects(one, talk)
        assert answers == [answers[0]] * AT_ONCE
        assert isinstance(answers[0], Performed)
        assert answers[0].result["id"] == entry.result["id"] == task.number
        assert task.number in remark.text


async def test_a_hundred_at_once_with_keys_of_their_own_give_an_order_its_coupon_once(
    url: str, book: ScriptBook
) -> None:
    async with opened(url) as one, opened(url) as other:
        talk = await customer(one)
        answers = await asyncio.gather(
            *(ask((one, other)[number % 2], book, talk, f"k{number}", "offer_coupon") for number in range(AT_ONCE))
        )
        tasks, audit, _ = await effects(one, talk)
        assert Counter(type(answer) for answer in answers) == {Performed: 1, NotPerformed: AT_ONCE - 1}
        assert ([task.args["amount"] for task in tasks], len(audit)) == (["5.00"], AT_ONCE)


VICTIM = """
import asyncio, sys
from pathlib import Path
from bot.storage import open_store
from bot.scripts import load_book
from tests.integration.test_actions_once import SHOP, ask, customer

async def main():
    book, store = load_book(SHOP, only=""), await open_store(sys.argv[1])
    talk = await customer(store)
    for number in range(10_000):
        answer = await ask(store, book, talk, f"k{number}")
        print(f"k{number}", answer.result["id"], flush=True)

asyncio.run(main())
"""


async def test_after_kill_9_asking_again_completes_what_was_begun_and_repeats_nothing(
    url: str, book: ScriptBook
) -> None:
    victim = await asyncio.create_subprocess_exec(
        sys.executable, "-c", VICTIM, url, stdout=asyncio.subprocess.PIPE, cwd=Path(__file__).parents[2]
    )
    assert victim.stdout is not None
    lines = [await victim.stdout.readline() for _ in range(25)]
    victim.kill()
    rest, _ = await victim.communicate()
    told = dict(line.decode().split() for line in (*lines, *rest.splitlines(keepends=True)) if line.endswith(b"\n"))

    async with opened(url) as store:
        talk = await customer(store)
        again = {key: await ask(store, book, talk, key) for key in (f"k{number}" for number in range(len(told) + 5))}
        tasks, audit, remarks = await effects(store, talk)
        timers = await store.read(lambda uow: uow.timers.due(now=NOW + timedelta(days=30), limit=10_000))
    numbers = {key: answer.result["id"] for key, answer in again.items() if isinstance(answer, Performed)}
    assert {key: numbers[key] for key in told} == told
    assert len(set(numbers.values())) == len(again)
    assert len(tasks) == len(audit) == len(remarks) == len(timers) == len(again)
