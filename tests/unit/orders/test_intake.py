from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from decimal import Decimal
from functools import partial
from typing import Final

import pytest

from bot.core.orders import Fulfilment, Order
from bot.orders.intake import Taken, take_in
from bot.orders.reader import ReadOrder
from bot.scripts.book import ScriptBook
from bot.service.turns import Room
from bot.storage import MemoryStore

NOW: Final = datetime(2026, 3, 2, 12, 0, tzinfo=UTC)
ROOM: Final = Room(book=ScriptBook(default_language="zh", packs={}, shop={}, products={}), now=NOW)
ORDER: Final = Order(
    number="1", source="taobao", created_at=NOW, fulfilment=Fulfilment.UNPRINTED, phone="1", total=Decimal(10)
)


@pytest.fixture
def store() -> MemoryStore:
    return MemoryStore()


async def _take(store: MemoryStore, *orders: Order, overwrite: bool = False) -> Taken:
    batch = [ReadOrder(line=line, order=order) for line, order in enumerate(orders, start=2)]
    return await store.transact(partial(take_in, room=ROOM, batch=batch, overwrite=overwrite))


async def _stored(store: MemoryStore, number: str = "1") -> Order | None:
    return await store.read(lambda uow: uow.orders.get(number))


async def test_the_same_orders_twice_change_nothing(store: MemoryStore) -> None:
    orders = [replace(ORDER, number=str(number)) for number in range(3)]
    first, second = await _take(store, *orders), await _take(store, *orders)
    assert (first.new, first.changed, first.unchanged) == (3, 0, 0)
    assert (second.new, second.changed, second.unchanged) == (0, 0, 3)


async def test_a_later_export_updates_and_keeps_what_it_does_not_tell(store: MemoryStore) -> None:
    await _take(store, ORDER)
    taken = await _take(store, replace(ORDER, fulfilment=Fulfilment.SHIPPED, phone="", tracking_number="YT1"))
    assert (taken.new, taken.changed) == (0, 1)
    left = replace(ORDER, fulfilment=Fulfilment.SHIPPED, tracking_number="YT1", shipped_at=NOW)
    assert await _stored(store) == left


async def test_an_older_export_changes_nothing_and_is_told(store: MemoryStore) -> None:
    shipped = replace(ORDER, fulfilment=Fulfilment.SHIPPED)
    await _take(store, shipped)
    taken = await _take(store, replace(ORDER, total=Decimal(99)), replace(ORDER, number="2"))
    assert [(older.read.line, older.known) for older in taken.older] == [(2, Fulfilment.SHIPPED)]
    assert (taken.new, taken.changed, taken.unchanged) == (1, 0, 0)
    assert await _stored(store) == shipped


async def test_overwriting_takes_the_file_at_its_word(store: MemoryStore) -> None:
    await _take(store, replace(ORDER, fulfilment=Fulfilment.CLOSED))
    taken = await _take(store, ORDER, overwrite=True)
    assert (taken.changed, taken.older) == (1, ())
    assert await _stored(store) == ORDER


async def test_an_order_that_stands_twice_in_a_batch_is_stored_as_the_second_tells(store: MemoryStore) -> None:
    taken = await _take(store, ORDER, replace(ORDER, fulfilment=Fulfilment.SHIPPED), ORDER)
    assert (taken.new, taken.changed, taken.unchanged, len(taken.older)) == (1, 0, 1, 1)
    stored = await _stored(store)
    assert stored is not None
    assert stored.fulfilment is Fulfilment.SHIPPED


async def test_an_empty_batch_is_nothing(store: MemoryStore) -> None:
    assert await _take(store) == Taken(new=0, changed=0, unchanged=0, older=())
