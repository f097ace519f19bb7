"""Money: from the order or an approved table, never more, and decided by who may."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from decimal import Decimal
from typing import TYPE_CHECKING

import pytest

from bot.core.events import NotPerformed, Performed
from bot.core.orders import Fulfilment, OrderItem, RefundState
from bot.core.roles import Role
from bot.core.tasks import TaskKind, TaskStatus

if TYPE_CHECKING:
    from bot.core.conversation import JsonValue
    from bot.core.ports import UnitOfWork
    from tests.unit.service.actions.conftest import Clerk
    from tests.unit.service.conftest import World


async def test_an_unsent_order_is_refunded_whole_and_nobody_has_to_agree(world: World, clerk: Clerk) -> None:
    await world.order("A1", Fulfilment.PACKED, total="88.50")
    done = await clerk.do("request_refund", order="A1", scope="full")
    assert isinstance(done, Performed)
    assert done.result == {"id": "F0001", "amount": "88.50"}
    refund, recall = await clerk.tasks()
    assert (refund.kind, refund.role, refund.approver) == (TaskKind.REFUND, Role.AFTER_SALE, None)
    assert (recall.kind, recall.role) == (TaskKind.RECALL_PARCEL, Role.WAREHOUSE)


async def test_after_sale_decides_about_a_refund_of_goods_that_arrived(world: World, clerk: Clerk) -> None:
    await world.order("A1", Fulfilment.SIGNED, signed_at=world.now - timedelta(days=2))
    await clerk.do("request_refund", order="A1", scope="full", reason="quality")
    [task] = await clerk.tasks()
    assert task.approver is Role.AFTER_SALE


@pytest.mark.parametrize(
    ("reason", "days", "approver"),
    [
        ("size", 7, Role.AFTER_SALE),
        ("size", 8, Role.SUPERVISOR),
        ("quality", 30, Role.AFTER_SALE),
        ("quality", 31, Role.SUPERVISOR),
    ],
)
async def test_beyond_the_days_of_the_policy_it_is_special_and_a_supervisors(
    world: World, clerk: Clerk, reason: str, days: int, approver: Role
) -> None:
    await world.order("A1", Fulfilment.SIGNED, signed_at=world.now - timedelta(days=days))
    await clerk.do("request_refund", order="A1", scope="full", reason=reason)
    [task] = await clerk.tasks()
    assert task.approver is approver


async def test_a_part_is_never_more_than_the_order(world: World, clerk: Clerk) -> None:
    await world.order("A1", Fulfilment.SIGNED, total="50")
    refused = await clerk.do("request_refund", order="A1", scope="partial", amount=51)
    assert isinstance(refused, NotPerformed)
    assert refused.reason == "bad_amount"
    done = await clerk.do("request_refund", order="A1", scope="partial", amount=20)
    assert isinstance(done, Performed)
    assert done.result == {"id": "F0001", "amount": "20.00"}


@pytest.mark.parametrize("amount", ["一点", "-3", "0", "NaN", "sNaN", "12.999", 12.345])
async def test_a_part_that_is_no_amount_is_refused(world: World, clerk: Clerk, amount: JsonValue) -> None:
    await world.order("A1", Fulfilment.SIGNED)
    refused = await clerk.do("request_refund", order="A1", scope="partial", amount=amount)
    assert isinstance(refused, NotPerformed)
    assert refused.reason == "bad_amount"


async def test_a_part_without_an_amount_is_for_after_sale_to_settle(world: World, clerk: Clerk) -> None:
    await world.order("A1", Fulfilment.SIGNED)
    done = await clerk.do("request_refund", order="A1", scope="partial", detail="有划痕，补偿一点")
    assert isinstance(done, Performed)
    assert done.result == {"id": "F0001"}


async def test_an_agent_asks_for_less_and_the_smaller_amount_counts(world: World, clerk: Clerk) -> None:
    await world.order("A1", Fulfilment.SIGNED, total="50")
    ann = await world.agent("ann", Role.AFTER_SALE)
    await clerk.do("request_refund", agent=ann, order="A1", scope="partial", amount="13")
    done = await clerk.do("request_refund", agent=ann, order="A1", scope="partial", amount="5")
    again = await clerk.do("request_refund", agent=ann, order="A1", scope="partial", amount="5.00")
    assert isinstance(done, Performed)
    assert isinstance(again, Performed)
    assert (done.result, again.result) == ({"id": "F0002", "amount": "5.00"}, {"id": "F0002", "amount": "5.00"})
    assert [task.status for task in await clerk.tasks()] == [TaskStatus.REPLACED, TaskStatus.OPEN]
    assert len(await clerk.remarks("A1")) == 2


async def test_what_a_colleague_agreed_to_is_not_made_smaller(world: World, clerk: Clerk) -> None:
    await world.order("A1", Fulfilment.SIGNED, total="50")
    ann = await world.agent("ann", Role.AFTER_SALE)
    await clerk.do("request_refund", agent=ann, order="A1", scope="partial", amount="13")
    [task] = await clerk.tasks()
    await world.desk.decide(task.id, ann, approve=True)
    refused = await clerk.do("request_refund", agent=ann, order="A1", scope="partial", amount="5")
    assert isinstance(refused, NotPerformed)
    assert "F0001" in refused.detail


async def test_what_was_refunded_is_not_refunded_again(world: World, clerk: Clerk) -> None:
    await world.order("A1", Fulfilment.SIGNED, total="50", refund=RefundState.REFUNDED, refund_amount=Decimal(20))
    done = await clerk.do("request_refund", order="A1", scope="full")
    assert isinstance(done, Performed)
    assert done.result["amount"] == "30"
    await world.order("A2", Fulfilment.SIGNED, total="50", refund=RefundState.REFUNDED)
    refused = await clerk.do("request_refund", order="A2", scope="full")
    assert isinstance(refused, NotPerformed)
    assert refused.reason == "refunded"


@pytest.mark.parametrize(
    ("state", "role", "approver"),
    [
        (RefundState.REQUESTED, Role.AFTER_SALE, Role.AFTER_SALE),
        (RefundState.WAITING_RETURN, Role.AFTER_SALE, None),
        (RefundState.GOODS_RECEIVED, Role.FINANCE, None),
    ],
)
async def test_a_refund_under_way_is_checked_by_how_far_it_is(
    world: World, clerk: Clerk, state: RefundState, role: Role, approver: Role | None
) -> None:
    await world.order("A1", Fulfilment.SIGNED, refund=state)
    await clerk.do("request_refund", order="A1", scope="full")
    [task] = await clerk.tasks()
    assert (task.role, task.approver) == (role, approver)


async def test_cancelling_a_printed_order_voids_its_slips_and_pays_everything_back(world: World, clerk: Clerk) -> None:
    await world.order("A1", Fulfilment.PRINTED, total="66")
    await clerk.do("cancel_order", order="A1", reason="size")
    cancelled, refund = await clerk.tasks()
    assert (cancelled.kind, cancelled.role) == (TaskKind.CANCEL_ORDER, Role.PRINTING)
    assert (refund.kind, refund.args["amount"]) == (TaskKind.REFUND, "66")


async def test_a_coupon_is_what_the_table_says_and_given_once_for_a_reason(world: World, clerk: Clerk) -> None:
    await world.order("A1", Fulfilment.SHIPPED)
    done = await clerk.do("offer_coupon", order="A1", reason="late")
    assert isinstance(done, Performed)
    assert done.result == {"id": "C0001", "amount": "5.00"}
    [task] = await clerk.tasks()
    assert (task.role, task.approver, task.reason) == (Role.FINANCE, None, "")
    again = await clerk.do("offer_coupon", order="A1", reason="late")
    assert isinstance(again, NotPerformed)
    assert again.reason == "offered_before"
    assert isinstance(await clerk.do("offer_coupon", order="A1", reason="damaged"), Performed)


async def test_a_reason_that_the_table_lacks_gets_nothing_and_customers_cannot_name_an_amount(
    world: World, clerk: Clerk
) -> None:
    await world.order("A1", Fulfilment.SHIPPED)
    refused = await clerk.do("offer_coupon", order="A1", reason="because", amount=100)
    assert isinstance(refused, NotPerformed)
    assert refused.reason == "nothing_to_offer"


async def test_an_agent_who_offers_more_than_the_table_needs_a_supervisor(world: World, clerk: Clerk) -> None:
    await world.order("A1", Fulfilment.SHIPPED)
    agent = await world.agent("lin", Role.AFTER_SALE)
    await clerk.do("offer_coupon", order="A1", reason="late", amount=20, agent=agent)
    [task] = await clerk.tasks()
    assert (task.args["amount"], task.approver) == ("20.00", Role.SUPERVISOR)


async def test_without_an_order_a_coupon_is_given_once_in_the_talk(world: World, clerk: Clerk) -> None:
    await world.order("A1", Fulfilment.SHIPPED)
    await clerk.do("offer_coupon", order="A1", reason="service")
    assert isinstance(await clerk.do("offer_coupon", reason="service"), Performed)
    assert isinstance(await clerk.do("offer_coupon", reason="service"), NotPerformed)


async def test_a_price_change_waits_for_a_person(world: World, clerk: Clerk) -> None:
    await world.order("A1", Fulfilment.UNPAID, total="100")
    done = await clerk.do("request_price_change", order="A1", price=90)
    assert isinstance(done, Performed)
    assert done.result == {"id": "P0001"}
    [task] = await clerk.tasks()
    assert (task.args, task.approver) == ({"price": "90.00"}, Role.PRE_SALE)


async def test_the_same_price_asked_for_again_is_the_same_request_and_another_takes_its_place(
    world: World, clerk: Clerk
) -> None:
    await world.order("A1", Fulfilment.UNPAID, total="100")
    first = await clerk.do("request_price_change", order="A1", price=95)
    again = await clerk.do("request_price_change", order="A1", price=95)
    other = await clerk.do("request_price_change", order="A1", price=92)
    assert isinstance(first, Performed)
    assert isinstance(again, Performed)
    assert isinstance(other, Performed)
    assert again.result["id"] == first.result["id"] != other.result["id"]
    assert [task.status for task in await clerk.tasks()] == [TaskStatus.REPLACED, TaskStatus.OPEN]


async def test_a_price_beyond_what_pre_sale_may_give_goes_to_a_supervisor(world: World, clerk: Clerk) -> None:
    await world.order("A1", Fulfilment.UNPAID, total="83")
    await clerk.do("request_price_change", order="A1", price=1)
    [task] = await clerk.tasks()
    assert task.approver is Role.SUPERVISOR


@pytest.mark.parametrize("price", [0, -5, 100, 1000, "九十", "NaN", "Infinity"])
async def test_a_price_that_is_no_reduction_is_not_even_asked_for(world: World, clerk: Clerk, price: JsonValue) -> None:
    await world.order("A1", Fulfilment.UNPAID, total="100")
    refused = await clerk.do("request_price_change", order="A1", price=price)
    assert isinstance(refused, NotPerformed)
    assert refused.reason == "bad_amount"


async def test_a_paid_order_keeps_its_price(world: World, clerk: Clerk) -> None:
    await world.order("A1", Fulfilment.UNPRINTED)
    refused = await clerk.do("request_price_change", order="A1", price=1)
    assert isinstance(refused, NotPerformed)
    assert refused.reason == "paid"


@pytest.fixture
def product(world: World) -> tuple[str, Decimal]:
    """Id and price of something that products.yaml knows."""
    known = next(one for one in world.book.products.values() if one.facts.get("price"))
    return known.id, Decimal(str(known.facts["price"]))


async def test_price_protection_pays_the_difference_for_every_piece(
    world: World, clerk: Clerk, product: tuple[str, Decimal]
) -> None:
    product_id, price = product
    item = OrderItem(title="x", quantity=2, price=price + 10, product_id=product_id)
    await world.order("A1", Fulfilment.SIGNED, items=(item,), total=str((price + 10) * 2))
    done = await clerk.do("request_price_protection", order="A1")
    assert isinstance(done, Performed)
    assert done.result == {"id": "D0001", "amount": "20.00"}
    [task] = await clerk.tasks()
    assert (task.kind, task.role) == (TaskKind.PRICE_PROTECTION, Role.FINANCE)


@pytest.mark.parametrize(
    ("more", "days", "reason"),
    [(Decimal(0), 1, "not_lower"), (Decimal(10), 15, ""), (Decimal(10), 16, "too_late")],
)
async def test_price_protection_has_its_days_and_wants_a_lower_price(
    world: World, clerk: Clerk, product: tuple[str, Decimal], more: Decimal, days: int, reason: str
) -> None:
    product_id, price = product
    item = OrderItem(title="x", price=price + more, product_id=product_id)
    paid = world.now - timedelta(days=days)
    await world.order("A1", Fulfilment.SIGNED, items=(item,), total=str(price + more), paid_at=paid)
    answer = await clerk.do("request_price_protection", order="A1")
    assert (answer.reason if isinstance(answer, NotPerformed) else "") == reason


async def test_what_the_shop_does_not_sell_any_more_has_no_price_now(world: World, clerk: Clerk) -> None:
    await world.order("A1", Fulfilment.SIGNED, items=(OrderItem(title="绝版杯子", price=Decimal(10)),))
    refused = await clerk.do("request_price_protection", order="A1")
    assert isinstance(refused, NotPerformed)
    assert refused.reason == "unknown_price"


async def test_a_transfer_is_for_finance_and_only_before_payment(world: World, clerk: Clerk) -> None:
    await world.order("A1", Fulfilment.UNPAID)
    await clerk.do("register_transfer", order="A1", detail="工行 100 元，张三")
    [task] = await clerk.tasks()
    assert (task.kind, task.role, task.number) == (TaskKind.TRANSFER, Role.FINANCE, "B0001")
    await world.order("A2", Fulfilment.UNPRINTED)
    refused = await clerk.do("register_transfer", order="A2", detail="x")
    assert isinstance(refused, NotPerformed)
    assert refused.reason == "paid"


async def finished(world: World, clerk: Clerk) -> None:
    """Finance and after-sale have done everything that was registered; the next import is not there yet."""

    def use_case(uow: UnitOfWork) -> None:
        for task in registered:
            uow.tasks.save(replace(task, status=TaskStatus.DONE))

    registered = await clerk.tasks()
    await world.store.transact(use_case)


async def test_a_cancellation_that_is_done_is_told_its_number_and_pays_nothing_again(
    world: World, clerk: Clerk
) -> None:
    await world.order("A1", Fulfilment.UNPRINTED, total="129")
    first = await clerk.do("cancel_order", order="A1")
    await finished(world, clerk)
    again = await clerk.do("cancel_order", order="A1")
    assert isinstance(first, Performed)
    assert isinstance(again, Performed)
    assert first.result == {"id": "T0001", "amount": "129"}
    assert again.result == {"id": "T0001", "before": True}
    assert len(await clerk.tasks()) == 2


async def test_a_refund_that_is_paid_leaves_nothing_for_another_one_before_the_import(
    world: World, clerk: Clerk
) -> None:
    await world.order("A1", Fulfilment.UNPRINTED, total="129")
    await clerk.do("request_refund", order="A1", scope="full")
    await finished(world, clerk)
    refused = await clerk.do("request_refund", order="A1", scope="full")
    assert isinstance(refused, NotPerformed)
    assert refused.reason == "refunded"
    cancelled = await clerk.do("cancel_order", order="A1")
    assert isinstance(cancelled, Performed)
    assert "amount" not in cancelled.result
    assert [task.kind for task in await clerk.tasks()] == [TaskKind.REFUND, TaskKind.CANCEL_ORDER]


async def test_what_a_register_paid_and_the_import_reports_is_the_same_money(world: World, clerk: Clerk) -> None:
    await world.order("A1", Fulfilment.SIGNED, total="50")
    await clerk.do("request_refund", order="A1", scope="partial", amount=20)
    await finished(world, clerk)
    await world.order("A1", Fulfilment.SIGNED, total="50", refund=RefundState.REFUNDED, refund_amount=Decimal(20))
    done = await clerk.do("request_refund", order="A1", scope="full")
    assert isinstance(done, Performed)
    assert Decimal(str(done.result["amount"])) == 30


async def test_a_small_refund_to_be_agreed_to_does_not_swallow_that_of_a_cancellation(
    world: World, clerk: Clerk
) -> None:
    await world.order("A1", Fulfilment.UNPRINTED, total="129")
    await clerk.do("request_refund", order="A1", scope="partial", amount=10, detail="有划痕", photos=["p1"])
    done = await clerk.do("cancel_order", order="A1")
    assert isinstance(done, Performed)
    small, _, whole = await clerk.tasks()
    assert (small.status, whole.status) == (TaskStatus.REPLACED, TaskStatus.OPEN)
    assert (whole.args["amount"], whole.approver) == ("129", None)
    assert (whole.args["detail"], whole.args["photos"]) == ("有划痕", ["p1"])


async def test_the_same_difference_is_paid_once_and_a_further_fall_only_by_what_it_adds(
    world: World, clerk: Clerk, product: tuple[str, Decimal]
) -> None:
    product_id, price = product

    async def bought_at(more: int) -> None:
        item = OrderItem(title="x", price=price + more, product_id=product_id)
        await world.order("A1", Fulfilment.SIGNED, items=(item,), total=str(price + more))

    await bought_at(10)
    await clerk.do("request_price_protection", order="A1")
    await finished(world, clerk)
    again = await clerk.do("request_price_protection", order="A1")
    assert isinstance(again, NotPerformed)
    assert again.reason == "offered_before"
    await bought_at(15)  # the same as a price that is 5 lower now
    further = await clerk.do("request_price_protection", order="A1")
    assert isinstance(further, Performed)
    assert further.result["amount"] == "5.00"


async def test_price_protection_that_was_promised_is_not_refunded_a_second_time(
    world: World, clerk: Clerk, product: tuple[str, Decimal]
) -> None:
    product_id, price = product
    item = OrderItem(title="x", price=price + 10, product_id=product_id)
    await world.order("A1", Fulfilment.UNPRINTED, items=(item,), total=str(price + 10))
    await clerk.do("request_price_protection", order="A1")
    done = await clerk.do("request_refund", order="A1", scope="full")
    assert isinstance(done, Performed)
    assert Decimal(str(done.result["amount"])) == price


@pytest.mark.parametrize("amount", ["-1", "0", 0, "0.001", "NaN", "Infinity", "0x10"])
async def test_an_amount_that_is_none_is_refused_to_an_agent_who_offers_a_coupon(
    world: World, clerk: Clerk, amount: JsonValue
) -> None:
    await world.order("A1", Fulfilment.SHIPPED)
    agent = await world.agent("lin", Role.AFTER_SALE)
    refused = await clerk.do("offer_coupon", order="A1", reason="late", amount=amount, agent=agent)
    assert isinstance(refused, NotPerformed)
    assert refused.reason == "bad_amount"
    assert await clerk.tasks() == []


async def test_all_coupons_of_an_order_together_have_a_limit_beyond_which_a_supervisor_decides(
    world: World, clerk: Clerk
) -> None:
    await world.order("A1", Fulfilment.SHIPPED)
    given = [await clerk.do("offer_coupon", order="A1", reason=reason) for reason in ("quality", "damaged", "wrong")]
    assert [one.result["amount"] if isinstance(one, Performed) else one.reason for one in given] == [
        "8.00",
        "5.00",
        "offered_before",
    ]
    agent = await world.agent("lin", Role.AFTER_SALE)
    await clerk.do("offer_coupon", order="A1", reason="late", amount=1, agent=agent)
    assert (await clerk.tasks())[-1].approver is Role.SUPERVISOR
