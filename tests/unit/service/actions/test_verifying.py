"""Proving that an order is the customer's."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from bot.core.actions import VerifyOrder
from bot.core.events import OrderRefused, OrderVerified
from bot.core.orders import Fulfilment
from bot.service.actions import verify_order
from bot.service.actions.verifying import (
    GUESS_WINDOW,
    GUESSES_PER_ACCOUNT,
    GUESSES_PER_ORDER,
    GUESSES_PER_PEER,
    SUSPICIOUS_PER_ACCOUNT,
)

if TYPE_CHECKING:
    from bot.core.ports import UnitOfWork
    from tests.unit.service.conftest import World


async def guess(world: World, number: str, tail: str) -> OrderVerified | OrderRefused:
    conversation = await world.conversation()
    action = VerifyOrder(key="v", number=number, phone_tail=tail)
    return await world.store.transact(lambda uow: verify_order(uow, conversation, action, now=world.now))


async def test_number_and_phone_tail_bind_the_customer_to_that_order_only(world: World) -> None:
    await world.order("A1", Fulfilment.SHIPPED, bound=False)
    await world.order("A2", Fulfilment.SHIPPED, bound=False)
    assert isinstance(await guess(world, "A1", "1234"), OrderVerified)
    bound = await world.store.read(lambda uow: uow.orders.of_peer("web", "demo", "visitor"))
    assert [order.number for order in bound] == ["A1"]


async def test_a_wrong_phone_and_an_order_that_does_not_exist_look_the_same(world: World) -> None:
    await world.order("A1", Fulfilment.SHIPPED, bound=False)
    assert await guess(world, "A1", "9999") == OrderRefused(key="v", left=GUESSES_PER_PEER - 1)
    assert await guess(world, "nothing", "1234") == OrderRefused(key="v", left=GUESSES_PER_PEER - 2)


async def test_after_five_wrong_guesses_even_the_right_one_is_refused(world: World) -> None:
    await world.order("A1", Fulfilment.SHIPPED, bound=False)
    for wrong in range(GUESSES_PER_PEER):
        await guess(world, "A1", f"{wrong:04d}")
    assert await guess(world, "A1", "1234") == OrderRefused(key="v", left=0)


async def test_many_strangers_together_cannot_guess_one_order(world: World) -> None:
    await world.order("A1", Fulfilment.SHIPPED, bound=False)

    def strangers_guess(uow: UnitOfWork) -> None:
        for stranger in range(GUESSES_PER_ORDER):
            uow.orders.record_guess("web", "demo", f"stranger {stranger}", "A1", now=world.now, keep=GUESS_WINDOW)

    await world.store.transact(strangers_guess)
    assert await guess(world, "A1", "1234") == OrderRefused(key="v", left=0)


async def test_an_order_that_is_known_to_be_the_customers_needs_no_proof_and_costs_no_guess(world: World) -> None:
    order = await world.order("A1", Fulfilment.SHIPPED)
    assert await guess(world, "A1", "9999") == OrderVerified(key="v", order=order)
    assert await world.store.read(
        lambda uow: uow.orders.guesses("web", "demo", "visitor", "A1", since=world.now - GUESS_WINDOW)
    ) == (0, 0, 0)


@pytest.mark.parametrize("tail", ["１２３４", "١٢٣٤", "", " 1234"])
async def test_only_the_four_digits_themselves_are_a_proof(world: World, tail: str) -> None:
    await world.order("A1", Fulfilment.SHIPPED, bound=False)
    assert isinstance(await guess(world, "A1", tail), OrderRefused)


async def strangers_guess(world: World, count: int) -> None:
    """Each of them once, at an order of their own."""

    def use_case(uow: UnitOfWork) -> None:
        for stranger in range(count):
            uow.orders.record_guess(
                "web", "demo", f"stranger {stranger}", f"B{stranger}", now=world.now, keep=GUESS_WINDOW
            )

    await world.store.transact(use_case)


async def test_while_many_strangers_guess_an_honest_customer_still_has_one_try(world: World) -> None:
    await world.order("A1", Fulfilment.SHIPPED, bound=False)
    await strangers_guess(world, SUSPICIOUS_PER_ACCOUNT)
    assert isinstance(await guess(world, "A1", "1234"), OrderVerified)


async def test_while_many_strangers_guess_a_wrong_try_is_the_last(world: World) -> None:
    await world.order("A1", Fulfilment.SHIPPED, bound=False)
    await strangers_guess(world, SUSPICIOUS_PER_ACCOUNT)
    assert await guess(world, "A1", "9999") == OrderRefused(key="v", left=0)
    assert await guess(world, "A1", "1234") == OrderRefused(key="v", left=0)


async def test_a_thousand_wrong_guesses_an_hour_end_all_guessing(world: World) -> None:
    await world.order("A1", Fulfilment.SHIPPED, bound=False)
    await strangers_guess(world, GUESSES_PER_ACCOUNT)
    assert await guess(world, "A1", "1234") == OrderRefused(key="v", left=0)
