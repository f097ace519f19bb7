"""Looking for a case, a customer or an order."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from bot.core.customers import Customer
from bot.core.orders import Fulfilment
from bot.core.roles import Role
from bot.scripts.book import ScriptBook
from bot.service.search import Found, Search

if TYPE_CHECKING:
    from bot.core.roles import Agent
    from tests.unit.service.conftest import World


@pytest.fixture
def book() -> ScriptBook:
    """Nothing here says a word."""
    return ScriptBook(default_language="zh", packs={}, shop={}, products={})


@pytest.fixture
async def ann(world: World) -> Agent:
    return await world.agent("ann", Role.AFTER_SALE)


async def find(world: World, ann: Agent, words: str) -> Found:
    return await Search(store=world.store).find(words, ann)


async def test_a_case_is_found_by_its_number_and_by_what_was_asked(world: World, ann: Agent) -> None:
    case = await world.hand_off(title="退货")
    for words in (f"#{case.id}", str(case.id), "人工", " 退货\n"):
        found = await find(world, ann, words)
        assert [(row.case.id, row.customer) for row in found.cases] == [(case.id, "访客")]
    assert (await find(world, ann, "#999")).cases == ()


async def test_a_customer_leads_to_their_newest_case(world: World, ann: Agent) -> None:
    await world.hand_off()
    newest = await world.hand_off()
    tagged = Customer(conversation_id=newest.conversation_id, tags=("批发",))
    await world.store.transact(lambda uow: uow.customers.save(tagged))
    for words in ("访客", "批", "发"):
        [hit] = (await find(world, ann, words)).customers
        assert (hit.name, hit.channel, hit.case_id, hit.customer.tags) == ("访客", "web", newest.id, ("批发",))


async def test_an_order_leads_to_the_case_of_whose_it_is(world: World, ann: Agent) -> None:
    await world.order("A100", Fulfilment.SHIPPED)
    await world.order("A101", Fulfilment.SHIPPED, bound=False)
    case = await world.hand_off()
    hits = (await find(world, ann, "A10")).orders
    assert [(hit.order.number, hit.case_id) for hit in hits] == [("A101", None), ("A100", case.id)]
    assert {hit.order.number for hit in (await find(world, ann, "1234")).orders} == {"A100", "A101"}


async def test_nothing_is_found_for_nothing(world: World, ann: Agent) -> None:
    await world.hand_off()
    assert await find(world, ann, " \n") == Found(words="")
