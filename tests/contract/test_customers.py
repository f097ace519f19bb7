"""Customer records."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import pytest

from bot.core.customers import Customer, Reached, Tier
from bot.core.errors import NotFound
from bot.core.timers import TimerKind

if TYPE_CHECKING:
    from tests.contract.conftest import Shop

NOW = datetime(2026, 3, 2, 10, tzinfo=UTC)


async def test_a_customer_nothing_is_known_of_has_an_empty_record(shop: Shop) -> None:
    talk = await shop.talk()
    assert await shop.do(lambda uow: uow.customers.get(talk.id)) == Customer(conversation_id=talk.id)


async def test_a_record_comes_back_as_it_was_saved_and_the_last_one_counts(shop: Shop) -> None:
    talk, other = await shop.talk(), await shop.talk(peer="p2")
    record = Customer(
        conversation_id=talk.id,
        tags=("老客", "急性子"),
        temperament="吃软不吃硬",
        opted_out=True,
        first_deal_at=NOW - timedelta(days=3),
        reached=(Reached(kind=TimerKind.SHIPPED, at=NOW),),
        tier=Tier.PROBLEM,
        blocked=True,
    )
    await shop.do(lambda uow: uow.customers.save(Customer(conversation_id=talk.id, tags=("新客",))))
    await shop.do(lambda uow: uow.customers.save(record))
    assert await shop.do(lambda uow: uow.customers.get(talk.id)) == record
    assert await shop.store.read(lambda uow: uow.customers.read(talk.id)) == record
    assert await shop.do(lambda uow: uow.customers.get(other.id)) == Customer(conversation_id=other.id)


async def test_there_is_no_record_without_a_conversation(shop: Shop) -> None:
    with pytest.raises(NotFound, match="7"):
        await shop.do(lambda uow: uow.customers.get(7))
    with pytest.raises(NotFound, match="7"):
        await shop.do(lambda uow: uow.customers.save(Customer(conversation_id=7)))
