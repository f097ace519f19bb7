"""What a flow may do, and to whose order."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from bot.core.actions import ACTIONS, Perform, VerifyOrder
from bot.core.cases import Role, TaskKind
from bot.core.events import NotPerformed, OrderRefused, OrderVerified, Performed
from bot.core.orders import Fulfilment
from bot.service.actions import (
    _HANDLERS,
    GUESS_WINDOW,
    GUESSES_PER_ACCOUNT,
    GUESSES_PER_ORDER,
    GUESSES_PER_PEER,
    SUSPICIOUS_PER_ACCOUNT,
    perform,
    verify_order,
)

if TYPE_CHECKING:
    from bot.core.conversation import JsonValue
    from bot.core.ports import UnitOfWork
    from tests.unit.service.conftest import World


async def do(world: World, name: str, key: str = "k", **args: JsonValue) -> Performed | NotPerformed:
    conversation = await world.conversation()
    action = Perform(key=key, name=name, args=args)
    return await world.store.transact(lambda uow: perform(uow, conversation, action, now=world.now))


async def guess(world: World, number: str, tail: str) -> OrderVerified | OrderRefused:
    conversation = await world.conversation()
    action = VerifyOrder(key="v", number=number, phone_tail=tail)
    return await world.store.transact(lambda uow: verify_order(uow, conversation, action, now=world.now))


def test_every_action_a_script_may_name_has_a_handler() -> None:
    assert set(_HANDLERS) == set(ACTIONS)


async def test_a_return_is_registered_once_with_its_reason(world: World) -> None:
    await world.order("A1", Fulfilment.SIGNED)
    first = await do(world, "create_return", order="A1", reason="quality")
    again = await do(world, "create_return", order="A1", reason="quality")
    assert isinstance(first, Performed)
    assert first == again
    conversation = await world.conversation()
    [task] = await world.store.read(lambda uow: uow.tasks.of_conversation(conversation.id))
    assert (task.kind, task.role, task.order_number, task.args) == (
        TaskKind.RETURN,
        Role.AFTER_SALE,
        "A1",
        {"reason": "quality"},
    )
    assert first.result["id"] == task.number == "R0001"


async def test_an_order_with_an_open_return_keeps_its_number(world: World) -> None:
    await world.order("A1", Fulfilment.SIGNED)
    await do(world, "create_return", key="first", order="A1", reason="quality")
    again = await do(world, "create_return", key="second", order="A1", reason="dislike")
    assert again == Performed(key="second", result={"id": "R0001", "reason": "quality"})


async def test_nobody_returns_another_customers_order(world: World) -> None:
    await world.order("A1", Fulfilment.SIGNED, bound=False)
    assert isinstance(await do(world, "create_return", order="A1", reason="quality"), NotPerformed)


async def test_an_order_that_was_not_shipped_is_not_returned(world: World) -> None:
    await world.order("A1", Fulfilment.PRINTED)
    refused = await do(world, "create_return", order="A1", reason="quality")
    assert isinstance(refused, NotPerformed)
    assert "A1" in refused.reason


async def test_a_price_change_waits_for_a_person(world: World) -> None:
    await world.order("A1", Fulfilment.UNPAID, total="100")
    done = await do(world, "request_price_change", order="A1", price=90)
    assert isinstance(done, Performed)
    assert done.result == {"id": "P0001", "price": "90.00"}


@pytest.mark.parametrize("price", [0, -5, 100, 1000, "九十", "NaN", "Infinity"])
async def test_a_price_that_is_no_reduction_is_not_even_asked_for(world: World, price: JsonValue) -> None:
    await world.order("A1", Fulfilment.UNPAID, total="100")
    assert isinstance(await do(world, "request_price_change", order="A1", price=price), NotPerformed)


async def test_a_paid_order_keeps_its_price(world: World) -> None:
    await world.order("A1", Fulfilment.UNPRINTED)
    assert isinstance(await do(world, "request_price_change", order="A1", price=1), NotPerformed)


async def test_a_task_goes_to_the_role_the_script_names(world: World) -> None:
    await world.order("A1", Fulfilment.UNPRINTED)
    await do(world, "create_task", kind="hurry_shipping", role="warehouse", order="A1")
    conversation = await world.conversation()
    [task] = await world.store.read(lambda uow: uow.tasks.of_conversation(conversation.id))
    assert (task.kind, task.role, task.order_number) == (TaskKind.HURRY_SHIPPING, Role.WAREHOUSE, "A1")


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


async def test_the_oldest_of_very_many_orders_can_be_returned_too(world: World) -> None:
    await world.order("A0", Fulfilment.SIGNED)
    world.now += timedelta(days=1)
    for number in range(1, 31):
        await world.order(f"A{number}", Fulfilment.SIGNED)
    assert isinstance(await do(world, "create_return", order="A0", reason="quality"), Performed)


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
