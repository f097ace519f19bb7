"""Which of several orders an intent can be about: one that fits is taken, some are offered, and what is named wins."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import timedelta
from types import MappingProxyType

import pytest

from bot.core.actions import Say
from bot.core.messages import Content
from bot.core.orders import Order, RefundState
from bot.dialogue.rehearsal import NOW, Given, Heard, Rehearsal
from bot.scripts.book import ScriptBook
from bot.scripts.templates import Expression

UNDER_WAY = ("order.fulfilment == 'shipped'", "order.fulfilment == 'packed'")
MakeOrder = Callable[..., Order]


@pytest.fixture(scope="session")
def choosy(book: ScriptBook) -> ScriptBook:
    """The small shop, where asking for a parcel is about those under way, or else those that still have to leave."""
    pack = book.packs["zh"]
    orders = tuple(Expression(one, "zh/logistics.yaml:5") for one in UNDER_WAY)
    intents = {**pack.intents, "track_parcel": replace(pack.intents["track_parcel"], orders=orders)}
    return replace(book, packs={**book.packs, "zh": replace(pack, intents=MappingProxyType(intents))})


def given(*orders: Order) -> Given:
    """All of them are the customer's; the first is the newest."""
    placed = tuple(replace(order, created_at=NOW - timedelta(days=at)) for at, order in enumerate(orders))
    return Given(orders=placed, bound=frozenset(order.number for order in orders))


def said(heard: Heard) -> list[str]:
    return [action.reply for action in heard.actions if isinstance(action, Say)]


def offered(heard: Heard) -> list[str]:
    return [button.value for action in heard.actions if isinstance(action, Say) for button in action.content.buttons]


def last(scripts: ScriptBook, world: Given, texts: Sequence[str | Content]) -> Heard:
    rehearsal = Rehearsal(scripts, world)
    heard = [rehearsal.hear(text if isinstance(text, Content) else Content(text=text)) for text in texts]
    return heard[-1]


def parcel(order: MakeOrder, number: str, title: str) -> Order:
    return order(number, "shipped", title)


def test_the_only_order_that_can_be_meant_is_taken_and_named(choosy: ScriptBook, order: MakeOrder) -> None:
    world = given(order("U1", "unpaid", "雨伞"), parcel(order, "S1", "浴巾"), order("A1"))
    heard = last(choosy, world, ["我的快递到哪了"])
    assert said(heard) == ["common.order_taken", "logistics.where"]
    assert heard.slots["order"] == "S1"
    assert "浴巾" in next(action.content.text for action in heard.actions if isinstance(action, Say))


def test_a_customer_with_one_order_hears_nothing_of_a_choice(choosy: ScriptBook, order: MakeOrder) -> None:
    assert said(last(choosy, given(parcel(order, "S1", "浴巾")), ["我的快递到哪了"])) == ["logistics.where"]


def test_the_next_condition_counts_where_no_order_meets_the_first(choosy: ScriptBook, order: MakeOrder) -> None:
    world = given(order("U1", "unpaid", "雨伞"), order("P1", "packed", "浴巾"), order("A1"))
    assert last(choosy, world, ["我的快递到哪了"]).slots["order"] == "P1"


def test_several_that_can_be_meant_are_offered_with_a_way_to_say_another(choosy: ScriptBook, order: MakeOrder) -> None:
    world = given(order("U1", "unpaid", "雨伞"), parcel(order, "S1", "浴巾"), parcel(order, "S2", "枕头"))
    assert offered(last(choosy, world, ["我的快递到哪了"])) == ["order:S1", "order:S2", "order:"]


@pytest.mark.parametrize("another", [Content(press="order:"), "另一单", "都不是", "别的订单", "3", "第三个"])
def test_who_means_none_of_the_likely_is_offered_the_others_first(
    choosy: ScriptBook, order: MakeOrder, another: str | Content
) -> None:
    world = given(parcel(order, "S1", "浴巾"), parcel(order, "S2", "枕头"), order("U1", "unpaid", "雨伞"))
    heard = last(choosy, world, ["我的快递到哪了", another])
    assert (heard.asking, offered(heard)) == ("order", ["order:U1", "order:S1", "order:S2"])


def test_who_means_none_of_them_at_all_gives_a_number(choosy: ScriptBook, order: MakeOrder) -> None:
    world = given(parcel(order, "S1", "浴巾"), parcel(order, "S2", "枕头"), order("U1", "unpaid", "雨伞"))
    assert said(last(choosy, world, ["我的快递到哪了", "都不是", "都不是"])) == ["common.bind_order"]


def test_an_order_that_was_not_offered_may_be_named_at_once(choosy: ScriptBook, order: MakeOrder) -> None:
    world = given(parcel(order, "S1", "浴巾"), parcel(order, "S2", "枕头"), order("U1", "unpaid", "晴雨伞"))
    assert last(choosy, world, ["我的快递到哪了", "雨伞那单"]).slots["order"] == "U1"


def test_all_are_offered_where_none_can_be_meant(choosy: ScriptBook, order: MakeOrder) -> None:
    world = given(order("U1", "unpaid", "雨伞"), order("A1"))
    assert offered(last(choosy, world, ["我的快递到哪了"])) == ["order:U1", "order:A1"]


def test_an_order_that_is_over_may_be_the_one_meant(book: ScriptBook, order: MakeOrder) -> None:
    pack = book.packs["zh"]
    refunded = (Expression("order.refund != 'none'", "zh/logistics.yaml:5"),)
    intents = {**pack.intents, "track_parcel": replace(pack.intents["track_parcel"], orders=refunded)}
    scripts = replace(book, packs={**book.packs, "zh": replace(pack, intents=intents)})
    world = given(order("A1"), order("A2", title="浴巾", refund=RefundState.REFUNDED), order("A3", title="枕头"))
    assert last(scripts, world, ["我的快递到哪了"]).slots["order"] == "A2"


def test_the_others_are_offered_after_the_one_taken_was_wrong(choosy: ScriptBook, order: MakeOrder) -> None:
    world = given(
        order("U1", "unpaid", "雨伞"), parcel(order, "S1", "浴巾"), order("P1", "packed", "枕头"), order("A1")
    )
    heard = last(choosy, world, ["我的快递到哪了", "不对，是另一单"])
    assert (heard.asking, offered(heard)) == ("order", ["order:P1", "order:U1", "order:A1"])


@pytest.mark.parametrize(("text", "number"), [("我的快递到哪了 A1", "A1"), ("我的陶瓷杯快递到哪了", "A1")])
def test_what_is_named_wins(choosy: ScriptBook, order: MakeOrder, text: str, number: str) -> None:
    world = given(order("U1", "unpaid", "雨伞"), parcel(order, "S1", "浴巾"), order("A1", title="陶瓷杯"))
    heard = last(choosy, world, [text])
    assert (heard.slots["order"], said(heard)) == (number, ["logistics.where"])


def test_of_two_orders_of_what_is_named_the_likely_one_is_meant(choosy: ScriptBook, order: MakeOrder) -> None:
    world = given(order("A1", title="陶瓷杯"), parcel(order, "S1", "陶瓷杯"), parcel(order, "S2", "枕头"))
    assert last(choosy, world, ["我的陶瓷杯快递到哪了"]).slots["order"] == "S1"


@pytest.mark.parametrize("text", ["我的枕头快递到哪了", "另一单的快递到哪了"])
def test_nothing_is_taken_where_something_else_is_named(choosy: ScriptBook, order: MakeOrder, text: str) -> None:
    world = given(parcel(order, "S1", "浴巾"), order("U1", "unpaid", "慢回弹枕头"), order("A1", title="砧板"))
    heard = last(choosy, world, [text])
    assert (heard.asking, offered(heard)) == ("order", ["order:U1", "order:A1", "order:S1"])


def test_the_order_talked_about_wins(choosy: ScriptBook, order: MakeOrder) -> None:
    world = given(parcel(order, "S1", "浴巾"), order("A1"))
    heard = last(choosy, world, ["A1", "我的快递到哪了"])
    assert (heard.slots["order"], said(heard)) == ("A1", ["logistics.where"])


def test_a_number_that_is_not_theirs_yet_is_verified_first(choosy: ScriptBook, order: MakeOrder) -> None:
    world = given(parcel(order, "S1", "浴巾"), order("A1"))
    assert said(last(choosy, world, ["我的快递到哪了 XM20260301001"])) == ["common.bind_phone"]


def test_a_number_of_the_shops_own_shape_that_is_none_of_theirs_is_to_be_proved(
    choosy: ScriptBook, order: MakeOrder
) -> None:
    """XM9009到哪了 is not answered with XM1001."""
    assert said(last(choosy, given(parcel(order, "XM1001", "浴巾")), ["XM9009到哪了"])) == ["common.bind_phone"]


@pytest.mark.parametrize("text", ["不是XM1003 是XM1001", "不是XM1003"])
def test_a_number_that_is_denied_names_the_other_order(choosy: ScriptBook, order: MakeOrder, text: str) -> None:
    world = given(order("XM1001"), order("XM1003"))
    assert last(choosy, world, ["我要退货 XM1003", "不喜欢", text]).slots["order"] == "XM1001"
