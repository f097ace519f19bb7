"""Notes on orders, and orders sent together."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from bot.core.events import NotPerformed, Performed
from bot.core.orders import Fulfilment
from bot.core.roles import Role
from bot.core.tasks import TaskKind, TaskStatus

if TYPE_CHECKING:
    from tests.unit.service.actions.conftest import Clerk
    from tests.unit.service.conftest import World

HOME: dict[str, Any] = {"receiver": "演示顾客", "address": "浙江省杭州市一号路 2 号"}


@pytest.mark.parametrize(
    ("second", "role"), [(Fulfilment.UNPRINTED, Role.PRINTING), (Fulfilment.PACKED, Role.WAREHOUSE)]
)
async def test_two_orders_to_one_place_leave_together(
    world: World, clerk: Clerk, second: Fulfilment, role: Role
) -> None:
    await world.order("A1", Fulfilment.PRINTED, **HOME)
    await world.order("A2", second, **HOME)
    done = await clerk.do("merge_orders", order="A1", other_order="A2")
    assert isinstance(done, Performed)
    [task] = await clerk.tasks()
    assert (task.kind, task.role, task.order_number) == (TaskKind.MERGE_ORDERS, role, "A1")
    assert ["A2" in line for line in await clerk.remarks("A1")] == [True]
    assert ["A1" in line for line in await clerk.remarks("A2")] == [True]


@pytest.mark.parametrize(
    ("other", "state", "place", "reason"),
    [
        ("A1", Fulfilment.PRINTED, HOME, "same_order"),
        ("A2", Fulfilment.UNPAID, HOME, "unpaid"),
        ("A2", Fulfilment.SHIPPED, HOME, "shipped"),
        ("A2", Fulfilment.PRINTED, {**HOME, "address": "上海"}, "other_address"),
        ("A3", Fulfilment.PRINTED, HOME, "not_yours"),
    ],
)
async def test_orders_that_cannot_leave_together(
    world: World, clerk: Clerk, other: str, state: Fulfilment, place: dict[str, Any], reason: str
) -> None:
    await world.order("A1", Fulfilment.PRINTED, **HOME)
    await world.order("A2", state, **place)
    refused = await clerk.do("merge_orders", order="A1", other_order=other)
    assert isinstance(refused, NotPerformed)
    assert refused.reason == reason
    assert await clerk.tasks() == []


async def test_an_invoice_is_noted_for_finance_even_when_the_parcel_arrived(world: World, clerk: Clerk) -> None:
    await world.order("A1", Fulfilment.SIGNED)
    done = await clerk.do("add_order_note", order="A1", kind="invoice", detail="某某公司 税号 123")
    assert isinstance(done, Performed)
    [task] = await clerk.tasks()
    assert (task.kind, task.role) == (TaskKind.ORDER_NOTE, Role.FINANCE)


async def test_a_card_comes_too_late_for_a_parcel_that_has_left(world: World, clerk: Clerk) -> None:
    await world.order("A1", Fulfilment.SHIPPED)
    refused = await clerk.do("add_order_note", order="A1", kind="card", detail="生日快乐")
    assert isinstance(refused, NotPerformed)
    assert refused.reason == "shipped"


@pytest.mark.parametrize("state", [Fulfilment.SHIPPED, Fulfilment.SIGNED, Fulfilment.CLOSED])
async def test_an_agent_remarks_on_an_order_that_has_left_and_nobody_gets_work_from_it(
    world: World, clerk: Clerk, state: Fulfilment
) -> None:
    await world.order("A1", state)
    ann = await world.agent("ann", Role.AFTER_SALE)
    done = await clerk.do("add_order_note", agent=ann, order="A1", kind="other", note="答应补一张券")
    assert done == Performed(key="k1", result={})
    assert await clerk.tasks() == []
    [remark] = await clerk.remarks("A1")
    assert "答应补一张券" in remark
    assert "ann" in remark


async def test_a_customers_wish_for_a_parcel_that_has_left_is_still_refused(world: World, clerk: Clerk) -> None:
    await world.order("A1", Fulfilment.SIGNED)
    refused = await clerk.do("add_order_note", order="A1", kind="other", note="包装好一点")
    assert isinstance(refused, NotPerformed)


async def test_of_two_new_addresses_only_the_last_is_open(world: World, clerk: Clerk) -> None:
    await world.order("A1", Fulfilment.UNPRINTED)
    await clerk.do("change_address", order="A1", address="杭州")
    await clerk.do("change_address", order="A1", address="上海")
    first, second = await clerk.tasks()
    assert (first.status, second.status) == (TaskStatus.REPLACED, TaskStatus.OPEN)
    assert second.args["address"] == "上海"


async def test_a_new_phone_keeps_the_receiver_of_the_change_before(world: World, clerk: Clerk) -> None:
    await world.order("A1", Fulfilment.UNPRINTED)
    await clerk.do("change_address", order="A1", address="上海市世纪大道 1 号", receiver="李四", phone="13700001111")
    await clerk.do("change_address", order="A1", address="上海市世纪大道 1 号", phone="13755556666")
    *_, last = await clerk.tasks()
    assert (last.args["receiver"], last.args["phone"]) == ("李四", "13755556666")
    assert "李四" in (await clerk.remarks("A1"))[-1]


async def test_two_changes_of_items_both_count(world: World, clerk: Clerk) -> None:
    await world.order("A1", Fulfilment.UNPRINTED)
    await clerk.do("change_item", order="A1", change="蓝色")
    await clerk.do("change_item", order="A1", change="两个")
    assert [task.status for task in await clerk.tasks()] == [TaskStatus.OPEN, TaskStatus.OPEN]


async def test_of_two_colours_or_two_numbers_of_pieces_only_the_last_is_open(world: World, clerk: Clerk) -> None:
    await world.order("A1", Fulfilment.UNPRINTED)
    for change in ("木纹", "两件", "白", "三件"):
        await clerk.do("change_item", order="A1", change=change)
    open_now = [str(task.args["change"]) for task in await clerk.tasks() if task.status is TaskStatus.OPEN]
    assert open_now == ["白", "三件"]


async def test_where_a_parcel_is_redirected_to_last_counts(world: World, clerk: Clerk) -> None:
    await world.order("A1", Fulfilment.SHIPPED)
    for how in ("放驿站", "明天送上门"):
        await clerk.do("contact_courier", order="A1", kind="redirect", deliver_how=how, phone="13700001111")
    open_now = [str(task.args["deliver_how"]) for task in await clerk.tasks() if task.status is TaskStatus.OPEN]
    assert open_now == ["明天送上门"]


@pytest.mark.parametrize(("kind", "standing"), [("card", ["新年快乐"]), ("other", ["新年快乐", "生日快乐"])])
async def test_of_a_card_an_order_has_one_and_what_is_said_last_counts(
    world: World, clerk: Clerk, kind: str, standing: list[str]
) -> None:
    await world.order("A1", Fulfilment.UNPRINTED)
    await clerk.do("add_order_note", order="A1", kind=kind, note="生日快乐")
    await clerk.do("add_order_note", order="A1", kind=kind, note="新年快乐")
    open_notes = [str(task.args["note"]) for task in await clerk.tasks() if task.status is not TaskStatus.REPLACED]
    assert sorted(open_notes) == sorted(standing)


@pytest.mark.parametrize(("kind", "stands"), [("card", ["春节快乐"]), ("other", ["春节快乐", "生日快乐"])])
async def test_a_parcel_has_one_card_and_the_last_text_is_written_on_it(
    world: World, clerk: Clerk, kind: str, stands: list[str]
) -> None:
    await world.order("A1", Fulfilment.UNPRINTED)
    await clerk.do("add_order_note", order="A1", kind=kind, note="生日快乐")
    await clerk.do("add_order_note", order="A1", kind=kind, note="春节快乐")
    open_now = [task for task in await clerk.tasks() if task.status is TaskStatus.OPEN]
    assert sorted(str(task.args["note"]) for task in open_now) == sorted(stands)


async def test_another_price_takes_the_place_of_the_one_asked_for_before(world: World, clerk: Clerk) -> None:
    await world.order("A1", Fulfilment.UNPAID, total="129")
    await clerk.do("request_price_change", order="A1", price="99")
    await clerk.do("request_price_change", order="A1", price="89")
    assert {task.args["price"]: task.status for task in await clerk.tasks()} == {
        "99.00": TaskStatus.REPLACED,
        "89.00": TaskStatus.OPEN,
    }
