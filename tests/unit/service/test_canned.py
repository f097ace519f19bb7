"""Canned replies at the desk: filled in from the case at hand."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from bot.core.errors import NotFound
from bot.core.orders import Fulfilment
from bot.core.roles import Role
from bot.scripts.canned import Hole
from bot.service.canned import CannedReplies

if TYPE_CHECKING:
    from bot.core.cases import Case
    from tests.unit.service.conftest import World


def replies(world: World) -> CannedReplies:
    return CannedReplies(store=world.store, clock=world.clock, book=lambda: world.book)


async def collected(world: World, **slots: str) -> Case:
    """A case before whose handoff the bot had asked for these, by slot title."""
    case = await world.hand_off()
    return await world.store.transact(lambda uow: uow.cases.save(replace(case, slots=dict(slots))))


async def test_the_only_order_and_the_agent_are_filled_in(world: World) -> None:
    agent = await world.agent("阿强", Role.AFTER_SALE)
    await world.order("A1", Fulfilment.SHIPPED, carrier="中通快递", tracking_number="ZT1")
    case = await world.hand_off()
    tracking = await replies(world).render(case.id, agent, "tracking")
    hello = await replies(world).render(case.id, agent, "hello")

    assert tracking.text == "您的订单 A1 由中通快递承运，单号是 ZT1。"
    assert "阿强" in hello.text
    assert (tracking.holes, hello.holes) == ((), ())


async def test_without_an_order_its_facts_are_holes(world: World) -> None:
    agent = await world.agent("阿强", Role.AFTER_SALE)
    case = await world.hand_off()
    tracking = await replies(world).render(case.id, agent, "tracking")

    assert tracking.text == "您的订单 〔订单号〕 由〔快递公司〕承运，单号是 〔快递单号〕。"
    assert tracking.holes[0] == Hole(name="订单号", start=5, end=10)


async def test_what_the_bot_had_asked_for_is_filled_in(world: World) -> None:
    agent = await world.agent("阿强", Role.AFTER_SALE)
    case = await collected(world, 新的收货信息="杭州市文三路 1 号")
    changed = await replies(world).render(case.id, agent, "address_changed")

    assert "杭州市文三路 1 号" in changed.text
    assert changed.holes == ()


async def test_the_list_is_in_the_customers_language_and_in_the_order_of_the_file(world: World) -> None:
    agent = await world.agent("Ann", Role.AFTER_SALE)
    await world.say("Hello, where is my parcel?")
    case = await world.hand_off()
    listed = await replies(world).listing(case.id, agent)

    assert [one.name for one in listed] == list(world.book.packs["en"].canned)
    assert listed[0].title == "Hello"


async def test_every_reply_of_the_demo_shop_can_be_called_up_without_anything_known(world: World) -> None:
    agent = await world.agent("阿强", Role.AFTER_SALE)
    case = await world.hand_off()

    for one in await replies(world).listing(case.id, agent):
        assert one.text, one.name
        assert "{" not in one.text


async def test_a_name_that_does_not_exist_is_said_so(world: World) -> None:
    agent = await world.agent("阿强", Role.AFTER_SALE)
    case = await world.hand_off()

    with pytest.raises(NotFound, match="/nothing"):
        await replies(world).render(case.id, agent, "nothing")
