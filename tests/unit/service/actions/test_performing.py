"""Every action has a handler, is done once, only for the customer's own order, and is audited."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from bot.core.catalogue import ACTIONS
from bot.core.events import NotPerformed, Performed
from bot.core.orders import Fulfilment
from bot.core.roles import Role
from bot.service.actions import HANDLERS

if TYPE_CHECKING:
    from tests.unit.service.actions.conftest import Clerk
    from tests.unit.service.conftest import World


def test_every_action_a_script_may_name_has_a_handler() -> None:
    assert set(HANDLERS) == set(ACTIONS)


async def test_the_same_key_is_the_same_action_even_when_the_order_has_changed_since(
    world: World, clerk: Clerk
) -> None:
    await world.order("A1", Fulfilment.UNPRINTED)
    first = await clerk.do("cancel_order", key="k", order="A1")
    await world.order("A1", Fulfilment.SHIPPED)
    assert await clerk.do("cancel_order", key="k", order="A1") == first
    assert len(await clerk.audit()) == 1
    assert len(await clerk.remarks("A1")) == 1


async def test_the_same_key_is_refused_again_for_the_same_reason(world: World, clerk: Clerk) -> None:
    await world.order("A1", Fulfilment.SHIPPED)
    first = await clerk.do("cancel_order", key="k", order="A1")
    assert first == NotPerformed(key="k", reason="shipped", detail="订单已经发货")
    await world.order("A1", Fulfilment.UNPRINTED)
    assert await clerk.do("cancel_order", key="k", order="A1") == first


@pytest.mark.parametrize("name", [name for name, spec in ACTIONS.items() if "order" in spec.slots])
async def test_nothing_is_done_to_another_customers_order(world: World, clerk: Clerk, name: str) -> None:
    await world.order("A1", Fulfilment.SIGNED, bound=False)
    await world.order("A2", Fulfilment.SIGNED, bound=False)
    refused = await clerk.do(name, order="A1", other_order="A2", kind="other", reason="quality", detail="x")
    assert isinstance(refused, NotPerformed)
    assert refused.reason == "not_yours"
    assert await clerk.tasks() == []
    assert await clerk.remarks("A1") == []


async def test_the_audit_says_who_did_what_with_which_result(world: World, clerk: Clerk) -> None:
    await world.order("A1", Fulfilment.UNPRINTED)
    agent = await world.agent("lin", Role.AFTER_SALE)
    await clerk.do("change_address", order="A1", address="杭州市一号路 2 号")
    await clerk.do("create_return", order="A1", reason="quality", agent=agent)
    done, refused = await clerk.audit()
    assert (done.action, done.order_number, done.done, done.agent) == ("change_address", "A1", True, None)
    assert (done.args, done.at) == ({"address": "杭州市一号路 2 号"}, world.now)
    assert done.result == {"id": "T0001"}
    assert (refused.action, refused.done, refused.agent) == ("create_return", False, agent)
    assert refused.result == {"reason": "not_shipped", "detail": "订单还没有发货"}


async def test_an_order_that_left_while_the_customer_typed_is_not_cancelled(world: World, clerk: Clerk) -> None:
    await world.order("A1", Fulfilment.PACKED)
    await world.order("A1", Fulfilment.SHIPPED)  # between the question and the answer
    refused = await clerk.do("cancel_order", order="A1")
    assert isinstance(refused, NotPerformed)
    assert refused.reason == "shipped"
    assert await clerk.tasks() == []


async def test_the_oldest_of_very_many_orders_is_the_customers_too(world: World, clerk: Clerk) -> None:
    await world.order("A0", Fulfilment.SIGNED)
    for number in range(1, 31):
        await world.order(f"A{number}", Fulfilment.SIGNED, created_at=world.now)
    assert isinstance(await clerk.do("create_return", order="A0", reason="quality"), Performed)
