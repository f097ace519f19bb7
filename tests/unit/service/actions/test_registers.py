"""Returns, exchanges, repairs, resends, couriers and complaints: each in its register, for its role."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from decimal import Decimal
from typing import TYPE_CHECKING, Any

import pytest

from bot.core.events import NotPerformed, Performed
from bot.core.orders import Fulfilment, OrderItem, RefundState
from bot.core.roles import Role
from bot.core.tasks import TaskKind, TaskStatus

if TYPE_CHECKING:
    from tests.unit.service.actions.conftest import Clerk
    from tests.unit.service.conftest import World

_TWO = tuple(OrderItem(title=title, price=Decimal(50)) for title in ("保温杯", "台灯"))


@pytest.mark.parametrize(
    ("action", "args", "kind", "number"),
    [
        ("create_return", {"reason": "quality"}, TaskKind.RETURN, "R0001"),
        ("create_exchange", {"reason": "size", "wish": "大一码"}, TaskKind.EXCHANGE, "E0001"),
        ("create_repair", {"detail": "开不了机"}, TaskKind.REPAIR, "M0001"),
        ("request_resend", {"detail": "少了杯盖"}, TaskKind.RESEND, "S0001"),
    ],
)
async def test_each_register_has_its_letter_and_belongs_to_after_sale(
    world: World, clerk: Clerk, action: str, args: dict[str, Any], kind: TaskKind, number: str
) -> None:
    await world.order("A1", Fulfilment.SIGNED)
    done = await clerk.do(action, order="A1", **args)
    assert isinstance(done, Performed)
    assert done.result == {"id": number}
    [task] = await clerk.tasks()
    assert (task.kind, task.role, task.number, task.order_number) == (kind, Role.AFTER_SALE, number, "A1")
    assert task.duty
    [remark] = await clerk.remarks("A1")
    assert number in remark


async def test_a_reason_brings_its_liability_and_department_along(world: World, clerk: Clerk) -> None:
    await world.order("A1", Fulfilment.SIGNED)
    await clerk.do("create_return", order="A1", reason="quality", photos=["p1"])
    [task] = await clerk.tasks()
    assert task.reason == "quality"
    assert task.args == {"reason": "quality", "photos": ["p1"], "fault": "shop"}


async def test_an_order_with_an_open_return_keeps_its_number(world: World, clerk: Clerk) -> None:
    await world.order("A1", Fulfilment.SIGNED)
    await clerk.do("create_return", order="A1", reason="quality")
    again = await clerk.do("create_return", order="A1", reason="size")
    assert isinstance(again, Performed)
    assert again.result == {"id": "R0001"}
    assert len(await clerk.tasks()) == 1


@pytest.mark.parametrize(
    ("state", "reason"),
    [
        (Fulfilment.UNPAID, "unpaid"),
        (Fulfilment.PRINTED, "not_shipped"),
        (Fulfilment.CLOSED, "closed"),
    ],
)
async def test_what_was_not_sent_is_not_returned(world: World, clerk: Clerk, state: Fulfilment, reason: str) -> None:
    await world.order("A1", state)
    refused = await clerk.do("create_return", order="A1", reason="quality")
    assert isinstance(refused, NotPerformed)
    assert refused.reason == reason


async def test_an_order_that_was_paid_back_is_not_returned(world: World, clerk: Clerk) -> None:
    await world.order("A1", Fulfilment.SIGNED, refund=RefundState.REFUNDED)
    refused = await clerk.do("create_return", order="A1", reason="quality")
    assert isinstance(refused, NotPerformed)
    assert refused.reason == "refunded"


async def test_a_return_number_goes_to_the_open_return_and_the_warehouse_watches_for_it(
    world: World, clerk: Clerk
) -> None:
    await world.order("A1", Fulfilment.SIGNED)
    await clerk.do("create_return", order="A1", reason="quality")
    done = await clerk.do("register_return_tracking", order="A1", return_number="SF1234567890123")
    assert isinstance(done, Performed)
    assert done.result == {"id": "R0001"}
    returned, awaited = await clerk.tasks()
    assert returned.args["return_number"] == "SF1234567890123"
    assert (awaited.kind, awaited.role) == (TaskKind.AWAIT_PARCEL, Role.WAREHOUSE)
    assert awaited.args == {"return_number": "SF1234567890123", "register": "R0001"}
    assert "SF1234567890123" in (await clerk.remarks("A1"))[-1]


async def test_a_return_that_only_the_shops_system_knows_takes_its_number_too(world: World, clerk: Clerk) -> None:
    await world.order("A1", Fulfilment.SIGNED, refund=RefundState.WAITING_RETURN)
    for number in ("SF1234567890123", "SF1234567890123", "YT9999999999"):
        done = await clerk.do("register_return_tracking", order="A1", return_number=number)
        assert isinstance(done, Performed)
    first, second = await clerk.tasks()
    assert (first.kind, first.role, first.args) == (
        TaskKind.AWAIT_PARCEL,
        Role.WAREHOUSE,
        {"return_number": "SF1234567890123"},
    )
    assert second.args == {"return_number": "YT9999999999"}
    assert len(await clerk.remarks("A1")) == 2


async def test_a_resend_checks_the_packing_only_for_what_was_left_out(world: World, clerk: Clerk) -> None:
    await world.order("A1", Fulfilment.SHIPPED)
    await world.order("A2", Fulfilment.SHIPPED)
    await clerk.do("request_resend", order="A1", reason="missing")
    await clerk.do("request_resend", order="A2")
    left_out, lost = await clerk.tasks()
    assert "称重" in left_out.duty
    assert "称重" not in lost.duty


async def test_a_return_number_without_an_open_return_is_refused(world: World, clerk: Clerk) -> None:
    await world.order("A1", Fulfilment.SIGNED)
    await clerk.do("create_return", order="A1", reason="quality")
    [task] = await clerk.tasks()
    await world.store.transact(lambda uow: uow.tasks.save(replace(task, status=TaskStatus.DONE)))
    refused = await clerk.do("register_return_tracking", order="A1", return_number="SF1")
    assert isinstance(refused, NotPerformed)
    assert refused.reason == "none_open"


async def test_the_courier_is_asked_about_what_is_wrong(world: World, clerk: Clerk) -> None:
    await world.order("A1", Fulfilment.SHIPPED)
    await clerk.do("contact_courier", order="A1", kind="stuck", phone="13800000000")
    [task] = await clerk.tasks()
    assert (task.kind, task.role) == (TaskKind.CONTACT_COURIER, Role.AFTER_SALE)
    assert "停" in task.duty
    assert task.args == {"kind": "stuck", "phone": "13800000000"}


async def test_no_courier_has_a_parcel_that_is_still_here(world: World, clerk: Clerk) -> None:
    await world.order("A1", Fulfilment.PRINTED)
    refused = await clerk.do("contact_courier", order="A1", kind="lost")
    assert isinstance(refused, NotPerformed)
    assert refused.reason == "not_shipped"


async def test_a_complaint_is_the_supervisors_and_due_after_two_days(world: World, clerk: Clerk) -> None:
    done = await clerk.do("register_complaint", detail="客服态度差", kind="service")
    assert isinstance(done, Performed)
    assert done.result == {"id": "K0001"}
    [task] = await clerk.tasks()
    assert (task.kind, task.role, task.due_at) == (TaskKind.COMPLAINT, Role.SUPERVISOR, world.now + timedelta(days=2))


async def test_what_is_left_over_goes_to_the_role_the_script_names(world: World, clerk: Clerk) -> None:
    await world.order("A1", Fulfilment.UNPRINTED)
    done = await clerk.do("create_task", kind="follow_up", role="warehouse", order="A1", detail="加急")
    assert isinstance(done, Performed)
    [task] = await clerk.tasks()
    assert (task.kind, task.role, task.order_number, task.number) == (
        TaskKind.FOLLOW_UP, Role.WAREHOUSE, "A1", "T0001",
    )  # fmt: skip


async def test_another_reason_for_the_same_return_counts_and_its_photos_are_kept(world: World, clerk: Clerk) -> None:
    await world.order("A1", Fulfilment.SIGNED)
    await clerk.do("create_return", order="A1", reason="dislike", detail="不喜欢")
    again = await clerk.do("create_return", order="A1", reason="quality", detail="开线了", photos=["p1"])
    assert isinstance(again, Performed)
    assert again.result == {"id": "R0001"}
    [task] = await clerk.tasks()
    assert (task.reason, task.args["reason"], task.args["fault"]) == ("quality", "quality", "shop")
    assert (task.args["detail"], task.args["photos"]) == ("不喜欢；开线了", ["p1"])
    assert task.department


async def test_the_same_return_number_twice_is_one_parcel_to_wait_for(world: World, clerk: Clerk) -> None:
    await world.order("A1", Fulfilment.SIGNED)
    await clerk.do("create_return", order="A1", reason="quality")
    for _ in range(2):
        await clerk.do("register_return_tracking", order="A1", return_number="YT1")
    assert [task.kind for task in await clerk.tasks()] == [TaskKind.RETURN, TaskKind.AWAIT_PARCEL]
    assert len(await clerk.remarks("A1")) == 2


async def test_a_corrected_return_number_is_the_one_to_wait_for(world: World, clerk: Clerk) -> None:
    await world.order("A1", Fulfilment.SIGNED)
    await clerk.do("create_return", order="A1", reason="quality")
    for number in ("YT1", "YT2"):
        await clerk.do("register_return_tracking", order="A1", return_number=number)
    returned, first, second = await clerk.tasks()
    assert returned.args["return_number"] == second.args["return_number"] == "YT2"
    assert (first.status, second.status) == (TaskStatus.REPLACED, TaskStatus.OPEN)


async def test_two_returns_of_an_order_are_two_parcels_to_wait_for(world: World, clerk: Clerk) -> None:
    await world.order("A1", Fulfilment.SIGNED, items=_TWO)
    await clerk.do("create_return", order="A1", reason="dislike", which_item="保温杯")
    await clerk.do("register_return_tracking", order="A1", return_number="YT1")
    await clerk.do("create_return", order="A1", reason="dislike", which_item="台灯")
    await clerk.do("register_return_tracking", order="A1", return_number="YT2")
    waiting = [task for task in await clerk.tasks() if task.kind is TaskKind.AWAIT_PARCEL]
    assert [(task.args["return_number"], task.status) for task in waiting] == [
        ("YT1", TaskStatus.OPEN),
        ("YT2", TaskStatus.OPEN),
    ]


async def test_a_number_said_to_be_wrong_is_replaced_though_another_return_has_none(world: World, clerk: Clerk) -> None:
    await world.order("A1", Fulfilment.SIGNED, items=_TWO)
    await clerk.do("create_return", order="A1", reason="dislike", which_item="保温杯")
    await clerk.do("register_return_tracking", order="A1", return_number="YT1")
    await clerk.do("create_return", order="A1", reason="dislike", which_item="台灯")
    await clerk.do("register_return_tracking", order="A1", return_number="YT2", corrects="写错了")
    first, other = [task for task in await clerk.tasks() if task.kind is TaskKind.RETURN]
    assert (first.args["return_number"], other.args.get("return_number")) == ("YT2", None)


async def test_a_parcel_called_back_is_not_taken_elsewhere_and_called_back_once(world: World, clerk: Clerk) -> None:
    await world.order("A1", Fulfilment.SHIPPED)
    await clerk.do("contact_courier", order="A1", kind="redirect", deliver_how="放驿站")
    await clerk.do("change_address", order="A1", address="文三路 9 号")
    first = await clerk.do("contact_courier", order="A1", kind="recall")
    again = await clerk.do("contact_courier", order="A1", kind="recall")
    assert isinstance(first, Performed)
    assert isinstance(again, Performed)
    assert first.result == again.result
    assert [task.args.get("kind") for task in await clerk.tasks() if task.status is TaskStatus.OPEN] == ["recall"]
