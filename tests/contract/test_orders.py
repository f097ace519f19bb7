"""Orders and who may see them."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import TYPE_CHECKING

import pytest

from bot.core.orders import Fulfilment, Order, OrderItem, RefundState, TrackingEvent
from bot.core.ports import Guesses

if TYPE_CHECKING:
    from bot.core.ports import UnitOfWork
    from tests.contract.conftest import Shop

FULL = Order(
    number="300000000000000001",
    source="taobao",
    created_at=datetime(2026, 3, 1, 8, 0, 0, 123456, tzinfo=UTC),
    fulfilment=Fulfilment.SIGNED,
    buyer="tb_1",
    receiver="演示顾客",
    phone="13800000001",
    address="某省某市",
    items=(
        OrderItem(title="棉拖鞋", quantity=2, price=Decimal("0.10"), sku="S1", variant="灰/42", product_id="slipper"),
        OrderItem(title="杯子"),
    ),
    total=Decimal("12345678901234567890.12"),
    freight=Decimal("8.00"),
    refund=RefundState.REQUESTED,
    refund_amount=Decimal("0.1"),
    paid_at=datetime(2026, 3, 1, 8, 1, tzinfo=UTC),
    shipped_at=datetime(2026, 3, 1, 9, tzinfo=UTC),
    signed_at=datetime(2026, 3, 2, 9, tzinfo=UTC),
    expected_at=datetime(2026, 3, 3, tzinfo=UTC),
    carrier="中通",
    tracking_number="ZT1",
    events=(TrackingEvent(at=datetime(2026, 3, 1, 10, tzinfo=UTC), text="已揽收", place="杭州"),),
    message="{{ 7*7 }}",
    remark="急",
)


async def put(shop: Shop, *orders: Order) -> list[str]:
    """Numbers of the orders that were new or changed."""
    return [order.number for order in await shop.do(lambda uow: uow.orders.upsert(orders))]


async def bind_order(shop: Shop, number: str, *, peer: str = "p1") -> None:
    await shop.do(lambda uow: uow.orders.bind_order("web", "main", peer, number, now=shop.now))


async def bind_buyer(shop: Shop, buyer: str, *, peer: str = "p1") -> None:
    await shop.do(lambda uow: uow.orders.bind_buyer("web", "main", peer, buyer, now=shop.now))


async def seen_by(
    shop: Shop, peer: str = "p1", *, channel: str = "web", account: str = "main", limit: int = 20
) -> list[str]:
    orders = await shop.store.read(lambda uow: uow.orders.of_peer(channel, account, peer, limit=limit))
    return [order.number for order in orders]


async def test_every_field_survives_money_to_the_last_digit(shop: Shop) -> None:
    await put(shop, FULL)
    stored = await shop.store.read(lambda uow: uow.orders.get(FULL.number))
    assert stored == FULL
    assert str(stored.total) == "12345678901234567890.12"
    assert stored.created_at.utcoffset() == timedelta(0)
    assert await shop.store.read(lambda uow: uow.orders.get("nope")) is None


async def test_only_new_and_changed_orders_are_reported(shop: Shop) -> None:
    first, second = shop.order("A1"), shop.order("A2")
    assert await put(shop, first, second) == ["A1", "A2"]
    assert await put(shop, first, second) == []
    changed = replace(second, fulfilment=Fulfilment.SIGNED)
    assert await put(shop, first, changed, shop.order("A3")) == ["A2", "A3"]
    assert await shop.store.read(lambda uow: uow.orders.get("A2")) == changed


async def test_another_spelling_of_an_amount_is_a_change(shop: Shop) -> None:
    first = replace(shop.order("A1"), total=Decimal("9.9"))
    await put(shop, first)
    assert await put(shop, replace(first, total=Decimal("9.90"))) == ["A1"]


async def test_of_two_rows_with_one_number_the_later_counts(shop: Shop) -> None:
    assert await put(shop, shop.order("A1", remark="旧"), shop.order("A1", remark="新")) == ["A1"]
    stored = await shop.store.read(lambda uow: uow.orders.get("A1"))
    assert stored is not None
    assert stored.remark == "新"


async def test_more_orders_than_fit_one_statement(shop: Shop) -> None:
    orders = [shop.order(f"N{number:05d}") for number in range(1201)]
    assert len(await put(shop, *orders)) == 1201
    assert await put(shop, *orders) == []


async def test_nothing_is_shown_to_a_peer_who_is_not_bound(shop: Shop) -> None:
    await put(shop, shop.order("A1", buyer="p1"), shop.order("A2"), shop.order("A3", buyer=""))
    assert await seen_by(shop, "p1") == []
    assert await seen_by(shop, "") == []


async def test_a_verified_order_is_shown_and_no_other_of_its_buyer(shop: Shop) -> None:
    await put(shop, shop.order("A1", buyer="b1"), shop.order("A2", buyer="b1"), shop.order("A3"))
    await bind_order(shop, "A1")
    await bind_order(shop, "A1")
    assert await seen_by(shop) == ["A1"]


async def test_a_binding_holds_for_that_channel_account_and_peer_only(shop: Shop) -> None:
    await put(shop, shop.order("A1", buyer="b1"), shop.order("A2"))
    await bind_buyer(shop, "b1")
    await bind_order(shop, "A2")
    assert await seen_by(shop) == ["A1", "A2"]
    assert await seen_by(shop, "p2") == []
    assert await seen_by(shop, channel="telegram") == []
    assert await seen_by(shop, account="second") == []


async def test_a_buyer_sees_all_their_orders_newest_first_and_once(shop: Shop) -> None:
    await put(
        shop,
        shop.order("A1", days_ago=3, buyer="b1"),
        shop.order("A2", days_ago=1, buyer="b1"),
        shop.order("A3", days_ago=2, buyer="b2"),
        shop.order("A4", days_ago=0, buyer="b3"),
    )
    await bind_buyer(shop, "b1")
    await bind_buyer(shop, "b2")
    await bind_order(shop, "A2")
    assert await seen_by(shop) == ["A2", "A3", "A1"]
    assert await seen_by(shop, limit=2) == ["A2", "A3"]


async def test_an_order_that_changes_hands_is_no_longer_shown(shop: Shop) -> None:
    await put(shop, shop.order("A1", buyer="b1"))
    await bind_buyer(shop, "b1")
    await put(shop, shop.order("A1", buyer="b2"))
    assert await seen_by(shop) == []


async def test_a_binding_may_come_before_the_order(shop: Shop) -> None:
    await bind_order(shop, "A1")
    assert await seen_by(shop) == []
    await put(shop, shop.order("A1"))
    assert await seen_by(shop) == ["A1"]


async def test_nobody_is_bound_to_the_empty_buyer(shop: Shop) -> None:
    await put(shop, shop.order("A1", buyer=""))
    with pytest.raises(ValueError, match="empty buyer"):
        await bind_buyer(shop, "")
    assert await seen_by(shop) == []


async def test_wrong_guesses_are_counted_per_peer_and_per_order(shop: Shop) -> None:
    start = shop.now
    guesses = [("p1", "A1"), ("p1", "A2"), ("p2", "A1"), ("p3", "A9")]
    for peer, number in guesses:
        at = shop.later(60)
        await shop.do(
            lambda uow, peer=peer, number=number, at=at: uow.orders.record_guess(
                "web", "main", peer, number, now=at, keep=timedelta(hours=1)
            )  # type: ignore[misc]  # a loop's lambda
        )

    async def counted(peer: str, number: str, *, channel: str = "web", after: float = 0) -> Guesses:
        since = start + timedelta(seconds=after)
        return await shop.store.read(lambda uow: uow.orders.guesses(channel, "main", peer, number, since=since))

    assert await counted("p1", "A1") == (2, 2, 4)
    assert await counted("p1", "A1", after=120) == (1, 1, 3)
    assert await counted("p1", "A1", after=121) == (0, 1, 2)
    assert await counted("p1", "A1", channel="telegram") == (0, 2, 0)
    assert await counted("p4", "A4") == (0, 0, 4)


async def test_guesses_that_count_no_more_are_forgotten(shop: Shop) -> None:
    start, keep = shop.now, timedelta(hours=1)
    for minutes in (0, 30, 61):
        at = start + timedelta(minutes=minutes)
        await shop.do(lambda uow, at=at: uow.orders.record_guess("web", "main", "p1", "A1", now=at, keep=keep))  # type: ignore[misc]  # a loop's lambda
    assert await shop.store.read(lambda uow: uow.orders.guesses("web", "main", "p1", "A1", since=start)) == (2, 2, 2)


async def test_one_order_of_a_peer_is_found_among_however_many(shop: Shop) -> None:
    await put(shop, *(shop.order(f"A{number}", days_ago=number, buyer="b1") for number in range(30)))
    await put(shop, shop.order("B1", buyer="b2"))
    await shop.do(lambda uow: uow.orders.bind_buyer("web", "main", "p1", "b1", now=shop.now))

    async def found(number: str) -> list[str]:
        orders = await shop.store.read(lambda uow: uow.orders.of_peer("web", "main", "p1", number=number))
        return [order.number for order in orders]

    assert await found("A29") == ["A29"]
    assert await found("B1") == []
    assert await found("") == []


async def test_an_order_with_a_time_without_a_zone_is_refused(shop: Shop) -> None:
    naive = replace(shop.order("A1"), paid_at=datetime(2026, 3, 1))  # noqa: DTZ001 - the mistake under test
    with pytest.raises(ValueError, match=r"order A1: .* no time zone"):
        await put(shop, shop.order("A0"), naive)
    assert await shop.store.read(lambda uow: uow.orders.get("A0")) is None


async def test_orders_are_found_by_the_hundred_and_those_that_are_not_there_are_left_out(shop: Shop) -> None:
    orders = [replace(FULL, number=str(number)) for number in range(600)]
    await put(shop, *orders)
    found = await shop.do(lambda uow: uow.orders.get_many([*map(str, range(1200)), "0"]))
    assert found == {order.number: order for order in orders}
    assert await shop.do(lambda uow: uow.orders.get_many([])) == {}


async def test_an_order_leads_to_everybody_who_may_see_it(shop: Shop) -> None:
    proved, vouched, both, stranger = [await shop.talk(peer=peer) for peer in ("p1", "p2", "p3", "p4")]
    mine, other = replace(FULL, number="A1", buyer="tb_1"), replace(FULL, number="A2", buyer="tb_1")
    nobodys, nameless = replace(FULL, number="A3", buyer="tb_9"), replace(FULL, number="A4", buyer="")

    def bind(uow: UnitOfWork) -> None:
        uow.orders.upsert([mine, other, nobodys, nameless])
        uow.orders.bind_order("web", "main", "p1", "A1", now=shop.now)
        uow.orders.bind_order("web", "main", "p3", "A1", now=shop.now)
        uow.orders.bind_order("web", "elsewhere", "p4", "A1", now=shop.now)
        uow.orders.bind_buyer("web", "main", "p2", "tb_1", now=shop.now)
        uow.orders.bind_buyer("web", "main", "p3", "tb_1", now=shop.now)

    await shop.do(bind)
    found = await shop.do(lambda uow: uow.orders.customers_of([mine, other, nobodys, nameless]))
    assert found == {"A1": [proved.id, vouched.id, both.id], "A2": [vouched.id, both.id]}
    assert stranger.id not in {each for ids in found.values() for each in ids}
