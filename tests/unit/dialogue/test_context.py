from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import timedelta
from decimal import Decimal

import pytest

from bot.core.conversation import Frame, FrameKind, JsonValue, State
from bot.core.events import Facts
from bot.core.orders import Order, OrderItem, RefundState, TrackingEvent
from bot.core.tasks import Arranged, Remedy, TaskKind
from bot.dialogue import context
from bot.dialogue.rehearsal import NOW
from bot.dialogue.turn import Talk
from bot.scripts.book import ScriptBook
from bot.scripts.templates import Expression, Template
from bot.scripts.variables import ALWAYS, ENGINE_ONLY, ORDER, known_names


@pytest.fixture
def talk(book: ScriptBook, order: Callable[..., Order]) -> Talk:
    event = TrackingEvent(at=NOW - timedelta(hours=5), text="到达杭州")
    known = order(
        "A1",
        paid_at=NOW - timedelta(days=4),
        signed_at=NOW - timedelta(days=2, hours=3),
        carrier="顺丰",
        events=(event,),
    )
    slots = {"order": "A1", "reason": "quality", "photos": ["a", "b"], "product": "cup", "price": 12, "detail": "慢"}
    frame = Frame(kind=FrameKind.FLOW, name="returns.return_flow", intent="return_request", slots=slots)  # type: ignore[arg-type]
    return Talk(book=book, facts=Facts(orders=(known,)), now=NOW, state=State(language="zh", frames=(frame,)))


def test_every_name_the_checker_allows_is_there(talk: Talk) -> None:
    built = context.build(talk)
    names = known_names(talk.book.shop, talk.pack.slots, talk.book.products)
    assert isinstance(names, Mapping)
    assert set(names) <= set(built)
    assert set(ENGINE_ONLY) <= set(built)
    assert set(ALWAYS) <= set(built)
    assert set(context.order_view(talk.facts.orders[0], talk)) == set(ORDER)  # type: ignore[index]


@pytest.mark.parametrize(
    ("source", "text"),
    [
        ("{{ reason.title }} {{ reason.fault }}", "质量问题 shop"),
        ("{{ photos.count }}", "2"),
        ("{{ product.title }} {{ product.price | money }}", "陶瓷杯 ¥39.00"),
        ("{{ price }} {{ detail }}", "12 慢"),
        ("{{ order.number }} {{ order.carrier }}", "A1 顺丰"),
        ("{{ order.days_since_signed }} {{ order.hours_since_paid }} {{ order.hours_since_event }}", "2 96 5"),
        ("{{ queue.position }} {{ shop.bot_name }}", "1 小试"),
    ],
)
def test_values_read_as_the_script_guide_says(talk: Talk, source: str, text: str) -> None:
    assert Template(source, "test").render(context.build(talk)) == text


@pytest.mark.parametrize(
    ("source", "holds"),
    [
        ("reason.proof", True),
        ("order.tracking_number", False),
        ("order.is_paid", True),
        ("result.id", False),
        ("customer.name", False),
        ("phone", False),
        ("order.last_event.place", False),
        ("hours.open", True),
    ],
)
def test_what_is_not_known_is_false(talk: Talk, source: str, holds: bool) -> None:
    assert Expression(source, "test").holds(context.build(talk)) is holds


def test_the_order_meant_is_the_collected_one_then_the_warm_one_then_the_only_one(
    talk: Talk, order: Callable[..., Order]
) -> None:
    orders = (order("A2"), order("A1"))
    talk.facts = replace(talk.facts, orders=orders)
    assert context.order_in_talk(talk) is orders[1]
    talk.state = replace(talk.state, frames=())
    assert context.order_in_talk(talk) is None
    talk.remember_order("A2")
    assert context.order_in_talk(talk) is orders[0]
    talk.now += timedelta(minutes=11)
    assert context.order_in_talk(talk) is None
    talk.facts = replace(talk.facts, orders=orders[1:])
    assert context.order_in_talk(talk) is orders[1]


def test_an_order_the_customer_is_not_bound_to_is_never_in_the_context(talk: Talk) -> None:
    talk.facts = replace(talk.facts, orders=())
    assert context.build(talk)["order"] is None


def test_what_another_topic_collected_below_is_not_read_but_its_product_is(talk: Talk) -> None:
    above = Frame(kind=FrameKind.FLOW, name="pricing.change_flow", intent="price_change", slots={"price": 9})
    talk.push(above)
    built = context.build(talk)
    assert built["reason"] is None
    assert (built["price"], built["order"]["number"], built["product"]["id"]) == (9, "A1", "cup")  # type: ignore[index]


@pytest.mark.parametrize(("fulfilment", "seen"), [("unprinted", "T0001"), ("shipped", None), ("closed", None)])
def test_a_cancellation_counts_until_the_parcel_has_left(
    talk: Talk, order: Callable[..., Order], fulfilment: str, seen: str | None
) -> None:
    talk.facts = Facts(under_way={"A1": {TaskKind.CANCEL_ORDER: "T0001", TaskKind.RETURN: "R0002"}})
    assert context.order_view(order("A1", fulfilment), talk)["cancelling"] == seen


def test_what_is_done_about_an_order_is_told_with_its_number(talk: Talk, order: Callable[..., Order]) -> None:
    talk.facts = Facts(remedies={"A1": (Remedy(kind=TaskKind.RESEND, number="S0002"),)})
    view = context.order_view(order("A1", "signed"), talk)
    assert (view["resending"], view["remedy"], view["returning"]) == ("S0002", "S0002", None)


@pytest.mark.parametrize(
    ("refund", "settling"),
    [("none", False), ("requested", True), ("waiting_return", True), ("goods_received", True), ("refunded", False)],
)
def test_a_refund_of_the_shops_system_counts_while_it_is_being_settled(
    talk: Talk, order: Callable[..., Order], refund: str, settling: bool
) -> None:
    talk.facts = Facts()
    assert context.order_view(order("A1", "signed", refund=RefundState(refund)), talk)["settling"] is settling


def test_a_remedy_registered_here_is_being_settled_too(talk: Talk, order: Callable[..., Order]) -> None:
    talk.facts = Facts(remedies={"A1": (Remedy(kind=TaskKind.RESEND, number="S0002"),)})
    assert context.order_view(order("A1", "signed"), talk)["settling"] is True


@pytest.mark.parametrize(("about", "tracing"), [("lost", "T0003"), ("signed", "T0003"), ("recall", None)])
def test_a_parcel_is_traced_while_the_courier_looks_for_it(
    talk: Talk, order: Callable[..., Order], about: str, tracing: str | None
) -> None:
    asked = Arranged(kind=TaskKind.CONTACT_COURIER, number="T0003", about=about)
    talk.facts = Facts(arranged={"A1": (asked,)})
    assert context.order_view(order("A1", "shipped"), talk)["tracing"] == tracing


@pytest.mark.parametrize(
    ("fulfilment", "left", "seen", "silent"),
    [("shipped", 5, 4, True), ("shipped", 5, 1, False), ("shipped", 1, None, False), ("signed", 5, 4, False)],
)
def test_a_parcel_is_silent_when_nothing_was_heard_of_it_for_longer_than_the_shop_allows(
    talk: Talk, order: Callable[..., Order], fulfilment: str, left: int, seen: int | None, silent: bool
) -> None:
    shop: dict[str, JsonValue] = {**talk.book.shop, "shipping": {"stuck_hours": 48}}
    talk.book = replace(talk.book, shop=shop)
    events = (TrackingEvent(at=NOW - timedelta(days=seen), text="到达杭州"),) if seen is not None else ()
    known = order("A1", fulfilment, shipped_at=NOW - timedelta(days=left), events=events)
    assert context.order_view(known, talk)["silent"] is silent


@pytest.mark.parametrize(("back", "left", "all_back"), [("10", 67, False), ("77", 0, True), ("0", 0, True)])
def test_what_was_paid_back_is_not_paid_back_again(
    talk: Talk, order: Callable[..., Order], back: str, left: int, all_back: bool
) -> None:
    cup = OrderItem(title="陶瓷杯", price=Decimal(69))
    paid = {"refund": RefundState.REFUNDED, "refund_amount": Decimal(back), "total": Decimal(77)}
    view = context.order_view(order("A1", "signed", items=(cup,), **paid), talk)
    assert (view["chosen_total"], view["paid_back"]) == (left, all_back)
