"""Transactions: all or nothing, one after the other, and readers that change nothing."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

import pytest

from bot.core.errors import StorageError
from bot.core.messages import Peer
from bot.core.ports import UnitOfWork

if TYPE_CHECKING:
    from tests.contract.conftest import Shop


class BrokenScriptError(Exception):
    """Anything that may go wrong in a use case."""


async def test_a_use_case_returns_its_value(shop: Shop) -> None:
    assert await shop.store.transact(lambda uow: uow.agents.listing()) == []
    assert await shop.store.read(lambda uow: ("two", uow.agents.listing())) == ("two", [])


async def test_a_use_case_that_raises_leaves_no_trace_in_any_table(shop: Shop) -> None:
    conversation = await shop.arrive("之前")
    case, agent = await shop.case(conversation), await shop.agent()
    order = shop.order("A1")

    def use_case(uow: UnitOfWork) -> None:
        uow.inbox.add(shop.message("之后"), now=shop.now)
        uow.inbox.add(shop.message("新客", peer="p9"), now=shop.now)
        uow.inbox.mark_read([uow.inbox.unread(conversation.id)[0][0]], now=shop.now)
        uow.orders.upsert([order])
        uow.orders.bind_order("web", "main", "p1", "A1", now=shop.now)
        uow.notes.add(case.id, agent, "备注", now=shop.now)
        uow.topics.link(conversation.id, 1, 2, None)
        uow.agents.start_session("t", agent.id, now=shop.now, expires_at=shop.later(60))
        raise BrokenScriptError

    with pytest.raises(BrokenScriptError):
        await shop.do(use_case)

    def look(uow: UnitOfWork) -> list[object]:
        return [
            [incoming.content.text for _, incoming in uow.inbox.unread(conversation.id)],
            len(uow.transcript.entries(conversation.id)),
            uow.orders.get("A1"),
            uow.notes.of_case(case.id),
            uow.topics.of_conversation(conversation.id),
            uow.agents.of_session("t", now=shop.now),
        ]

    assert await shop.store.read(look) == [["之前"], 1, None, [], None, None]
    newcomer = await shop.talk(peer="p9")
    assert await shop.entries(newcomer) == []


@pytest.mark.parametrize("error", [OSError("disk"), ValueError("value"), KeyError("key"), TimeoutError("slow")])
async def test_an_error_of_the_use_case_comes_out_as_it_is(shop: Shop, error: Exception) -> None:
    def use_case(_: UnitOfWork) -> None:
        raise error

    for run in (shop.store.transact, shop.store.read):
        with pytest.raises(type(error)) as caught:
            await run(use_case)
        assert caught.value is error


async def test_nothing_a_reader_writes_is_kept(shop: Shop) -> None:
    conversation = await shop.talk()

    def query(uow: UnitOfWork) -> int:
        uow.inbox.add(shop.message(), now=shop.now)
        return len(uow.transcript.entries(conversation.id))

    assert await shop.store.read(query) == 1
    assert await shop.entries(conversation) == []


async def test_a_use_case_sees_its_own_writes(shop: Shop) -> None:
    def use_case(uow: UnitOfWork) -> bool:
        conversation = uow.conversations.of_peer("web", "main", Peer(id="new"), now=shop.now)
        return uow.conversations.get(conversation.id) == conversation

    assert await shop.do(use_case)


async def test_use_cases_at_the_same_time_do_not_lose_each_others_writes(shop: Shop) -> None:
    await shop.talk()
    added = await asyncio.gather(*(shop.arrive(str(number)) for number in range(25)))
    assert len({conversation.id for conversation in added}) == 1
    assert len(await shop.entries(added[0])) == 25


async def test_readers_and_writers_at_the_same_time(shop: Shop) -> None:
    conversation = await shop.talk()
    results = await asyncio.gather(
        *(shop.arrive(str(number)) for number in range(10)), *(shop.entries(conversation) for _ in range(10))
    )
    assert len(results) == 20
    assert len(await shop.entries(conversation)) == 10


@pytest.mark.parametrize("patience", [0, 0.002, 0.01, 0.03])
async def test_a_cancelled_use_case_is_kept_whole_or_not_at_all_and_blocks_nobody(shop: Shop, patience: float) -> None:
    conversation = await shop.talk()

    def slow(uow: UnitOfWork) -> None:
        for number in range(50):
            uow.inbox.add(shop.message(str(number)), now=shop.now)

    task = asyncio.create_task(shop.do(slow))
    await asyncio.sleep(patience)
    task.cancel()
    await asyncio.gather(task, return_exceptions=True)
    assert len(await shop.store.read(lambda uow: uow.inbox.unread(conversation.id))) in {0, 50}
    assert (await shop.arrive()).id == conversation.id


async def test_ping_answers_while_open_and_a_closed_store_says_so(shop: Shop) -> None:
    await shop.store.ping()
    await shop.store.close()
    for attempt in (
        shop.store.ping(),
        shop.store.transact(lambda uow: uow.agents.listing()),
        shop.store.read(lambda uow: uow.agents.listing()),
    ):
        with pytest.raises(StorageError, match="closed"):
            await attempt
    await shop.store.close()
