from __future__ import annotations

from collections import Counter
from datetime import UTC, datetime, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.core.orders import PAID, Fulfilment, Order, RefundState
from bot.orders.demo import DEMO_BUYER, demo_orders
from bot.scripts.book import Product

NOW = datetime(2026, 11, 21, 4, 30, tzinfo=UTC)
PRODUCTS = {
    "mug": Product(id="mug", title="杯子", facts={"price": 19.9, "colours": ["白", "灰"], "sizes": ["大", "小"]}),
    "lamp": Product(id="lamp", title="台灯", facts={"price": 129}),
    "towel": Product(id="towel", title="毛巾", facts={"price": 25}),
}


@pytest.fixture(scope="module")
def orders() -> list[Order]:
    return demo_orders(NOW, PRODUCTS)


def test_there_are_sixty_orders_with_twelve_digit_numbers(orders: list[Order]) -> None:
    assert [order.number for order in orders] == [str(600_120_260_001 + place) for place in range(60)]


def test_every_state_and_every_stage_of_a_refund_occurs(orders: list[Order]) -> None:
    assert {order.fulfilment for order in orders} == set(Fulfilment)
    assert {order.refund for order in orders} == set(RefundState)


def test_the_demo_buyer_has_four_orders_in_four_states(orders: list[Order]) -> None:
    mine = [order for order in orders if order.buyer == DEMO_BUYER]
    assert [order.fulfilment for order in mine] == [
        Fulfilment.SHIPPED,
        Fulfilment.UNPAID,
        Fulfilment.SIGNED,
        Fulfilment.UNPRINTED,
    ]
    assert {order.phone_tail for order in mine} == {"1234"}
    assert mine[2].signed_at is not None
    assert NOW - mine[2].signed_at < timedelta(days=3)


def test_the_others_open_with_the_tail_that_the_number_tells(orders: list[Order]) -> None:
    assert all(order.phone_tail == f"20{order.number[-2:]}" for order in orders[4:])


def test_nobody_in_the_demo_exists(orders: list[Order]) -> None:
    assert {order.receiver for order in orders} == {"演示顾客"}
    assert all(order.phone.startswith("1380000") and "演示路" in order.address for order in orders)


def test_there_are_stuck_parcels_late_orders_a_pre_sale_and_old_and_fresh_deliveries(orders: list[Order]) -> None:
    stuck = [
        order
        for order in orders
        if order.fulfilment is Fulfilment.SHIPPED and NOW - order.events[-1].at > timedelta(hours=48)
    ]
    signed = [NOW - order.signed_at for order in orders if order.signed_at]
    waiting = [order for order in orders if order.fulfilment is Fulfilment.UNPRINTED and order.paid_at]
    assert len(stuck) >= 4
    assert any(age < timedelta(hours=36) for age in signed)
    assert any(age > timedelta(days=19) for age in signed)
    assert any(order.paid_at and NOW - order.paid_at > timedelta(days=3) for order in waiting)
    assert any(order.expected_at and order.expected_at > NOW + timedelta(days=7) for order in waiting)


def test_tracking_numbers_follow_their_carriers_patterns(orders: list[Order]) -> None:
    sent = [order for order in orders if order.tracking_number]
    lengths = {"中通快递": 14, "圆通速递": 15, "顺丰速运": 15, "韵达快递": 15, "京东快递": 15, "邮政快递包裹": 13}
    assert all(len(order.tracking_number) == lengths[order.carrier] for order in sent)
    assert max(Counter(order.tracking_number for order in sent).values()) == 1


def test_prices_and_variants_are_the_products_own(orders: list[Order]) -> None:
    items = [item for order in orders for item in order.items]
    assert {(item.product_id, item.price) for item in items} == {
        ("mug", Decimal("19.9")),
        ("lamp", Decimal(129)),
        ("towel", Decimal(25)),
    }
    assert {item.variant for item in items if item.product_id == "mug"} <= {"白 / 大", "灰 / 小"}


def test_freight_follows_the_shop() -> None:
    orders = demo_orders(NOW, PRODUCTS, shop={"shipping": {"free_from": 99, "fee": 8}})
    for order in orders:
        goods = sum((item.price * item.quantity for item in order.items), Decimal(0))
        assert order.freight == (0 if goods >= 99 else 8)
        assert order.total == goods + order.freight


@given(now=st.datetimes(datetime(2020, 1, 1), datetime(2090, 1, 1)).map(lambda at: at.replace(tzinfo=UTC)))  # noqa: DTZ001  # made aware by the map
def test_at_any_time_of_day_every_order_happened_in_order(now: datetime) -> None:
    for order in demo_orders(now, PRODUCTS):
        times = [order.created_at, order.paid_at, order.shipped_at, *(event.at for event in order.events)]
        known = [at for at in [*times, order.signed_at, now] if at]
        assert known == sorted(known), order.number


def test_states_and_times_agree(orders: list[Order]) -> None:
    for order in orders:
        sent = order.fulfilment in {Fulfilment.SHIPPED, Fulfilment.SIGNED}
        assert bool(order.shipped_at) is bool(order.events) is bool(order.tracking_number) is sent
        assert bool(order.signed_at) is (order.fulfilment is Fulfilment.SIGNED)
        assert bool(order.paid_at) or order.fulfilment not in PAID


def test_the_same_moment_gives_the_same_orders() -> None:
    assert demo_orders(NOW, PRODUCTS) == demo_orders(NOW, PRODUCTS)
