"""What an agent did in the group is done once."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from bot.channels.telegram.once import AlreadyDone, OnceStore, PartlyDone
from bot.core.ports import UnitOfWork
from bot.storage import MemoryStore

NOW = datetime(2026, 3, 2, tzinfo=UTC)


def once(store: MemoryStore, update_id: int) -> OnceStore:
    return OnceStore(store=store, account="7", update_ids=(update_id,), now=NOW)


async def test_a_repeated_update_does_nothing_and_another_one_does() -> None:
    store, done = MemoryStore(), []
    await once(store, 1).transact(lambda uow: done.append("first"))
    with pytest.raises(AlreadyDone):
        await once(store, 1).transact(lambda uow: done.append("again"))
    await once(store, 2).transact(lambda uow: done.append("second"))
    assert done == ["first", "second"]


async def test_what_failed_may_be_tried_again() -> None:
    store = MemoryStore()

    def fail(uow: UnitOfWork) -> None:
        raise ValueError("no")

    with pytest.raises(ValueError, match="no"):
        await once(store, 1).transact(fail)
    assert await once(store, 1).transact(lambda uow: "done") == "done"


async def test_everything_else_is_the_store_itself() -> None:
    store = MemoryStore()
    await once(store, 1).ping()
    assert await once(store, 1).read(lambda uow: "read") == "read"
    await once(store, 1).close()
    await store.ping()


async def test_of_an_album_that_comes_again_with_more_parts_only_the_new_ones_are_left_to_do() -> None:
    store, done = MemoryStore(), []
    album = OnceStore(store=store, account="7", update_ids=(1, 2), now=NOW)
    await album.transact(lambda uow: done.append("two"))
    grown = OnceStore(store=store, account="7", update_ids=(1, 2, 3), now=NOW)
    with pytest.raises(PartlyDone) as part:
        await grown.transact(lambda uow: done.append("three"))
    assert part.value.fresh == (3,)
    await once(store, 3).transact(lambda uow: done.append("the third"))
    assert done == ["two", "the third"]
