"""What the shop remembers of a customer."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.core.customers import Tier

if TYPE_CHECKING:
    from bot.core.customers import Customer
    from tests.unit.service.actions.conftest import Clerk
    from tests.unit.service.conftest import World


async def record(world: World) -> Customer:
    conversation = await world.conversation()
    return await world.store.transact(lambda uow: uow.customers.get(conversation.id))


async def test_a_tag_and_a_temperament_are_remembered(world: World, clerk: Clerk) -> None:
    await clerk.do("note_customer", tag="差评")
    await clerk.do("note_customer", temperament="急性子，先道歉再讲方案")
    customer = await record(world)
    assert (customer.tags, customer.temperament) == (("差评",), "急性子，先道歉再讲方案")


async def test_a_tier_is_set_and_stays_while_tags_are_added(world: World, clerk: Clerk) -> None:
    await clerk.do("note_customer", tier="key", tag="团购")
    await clerk.do("note_customer", tag="常客")
    await clerk.do("note_customer", tag="误记")
    await clerk.do("note_customer", untag="误记")
    customer = await record(world)
    assert (customer.tier, customer.tags) == (Tier.KEY, ("团购", "常客"))


async def test_notices_are_switched_off_and_on(world: World, clerk: Clerk) -> None:
    await clerk.do("set_notices", on="false")
    assert (await record(world)).opted_out
    await clerk.do("set_notices", on="true")
    assert not (await record(world)).opted_out
