from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from decimal import Decimal

import pytest

from bot.core.conversation import JsonValue
from bot.core.events import Facts
from bot.core.orders import Order, OrderItem, RefundState, TrackingEvent
from bot.core.tasks import Arranged, Remedy, TaskKind
from bot.dialogue import context
from bot.dialogue.rehearsal import NOW
from bot.dialogue.turn import Talk


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


@pytest.mark.parametrize(("about", "recalling"), [("recall", "T0003"), ("redirect", None), ("lost", None)])
def test_a_parcel_is_called_back_while_the_courier_is_to_bring_it(
    talk: Talk, order: Callable[..., Order], about: str, recalling: str | None
) -> None:
    asked = Arranged(kind=TaskKind.CONTACT_COURIER, number="T0003", about=about)
    talk.facts = Facts(arranged={"A1": (asked,)})
    assert context.order_view(order("A1", "shipped"), talk)["recalling"] == recalling


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
