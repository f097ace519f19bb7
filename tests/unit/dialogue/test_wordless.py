"""Numbers, products and links that come without a word."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from bot.core.orders import Order
from bot.dialogue.rehearsal import Given

Play = Callable[..., list[list[str]]]
LONG = "XM20260301001"


@pytest.fixture
def unbound(order: Callable[..., Order]) -> Given:
    return Given(orders=(order(LONG, "packed"),))


def test_an_order_of_theirs_is_told_about(play: Play, two_orders: Given) -> None:
    assert play("A2", given=two_orders) == [["logistics.where"]]


def test_an_order_is_known_by_its_waybill_too(play: Play, order: Callable[..., Order]) -> None:
    given = Given(orders=(order("A1"), order("A3", tracking_number="YT8800112233445")), bound=frozenset({"A1", "A3"}))
    assert play("YT8800112233445 我要退货", given=given) == [["ask:reason"]]


def test_another_order_is_to_be_verified_first(play: Play, unbound: Given) -> None:
    assert play(LONG, "1234", given=unbound) == [
        ["common.bind_phone"],
        [f"verifies {LONG} 1234", "logistics.where"],
    ]


def test_a_phone_alone_begins_the_proof_where_no_order_is_known(play: Play, unbound: Given) -> None:
    assert play("13800001234", LONG, given=unbound)[0] == ["common.bind_number"]


def test_other_digits_are_tried_for_the_same_number(play: Play, unbound: Given) -> None:
    turns = play("我的快递到哪了", LONG, "9999", "1234", given=unbound)
    assert turns[2] == [f"verifies {LONG} 9999", "common.bind_refused"]
    assert turns[3] == [f"verifies {LONG} 1234", "logistics.where"]


@pytest.mark.parametrize("text", ["3", "12", "单号"])
def test_what_says_nothing_gets_a_nudge_and_the_second_time_a_person(play: Play, text: str) -> None:
    assert play(text, text) == [["common.nudge"], ["common.handoff", "handoff not_understood"]]


def test_the_number_in_a_link_is_no_order(play: Play, unbound: Given) -> None:
    turns = play("我的快递到哪了", "https://shop.example/item?id=20260301001", given=unbound)
    assert turns[1] == ["common.bind_order"]


def test_a_link_does_not_stand_in_the_way_of_understanding(play: Play) -> None:
    assert play("今天能发货吗 https://shop.example/item?id=12345") == [["logistics.ship"]]


@pytest.mark.parametrize("text", ["退货 XM20260301001", "XM20260301001退货", "退货，订单号XM20260301001"])
def test_what_is_wanted_beside_a_number_is_done_for_that_order(
    play: Play, order: Callable[..., Order], text: str
) -> None:
    given = Given(orders=(order(LONG), order("XM20260301002")), bound=frozenset({LONG, "XM20260301002"}))
    assert play(text, given=given) == [["ask:reason"]]


@pytest.mark.parametrize("text", ["快递 XM20260301001", "在吗 XM20260301001", "订单号XM20260301001"])
def test_a_word_for_what_has_the_number_wants_nothing_else(play: Play, order: Callable[..., Order], text: str) -> None:
    given = Given(orders=(order(LONG), order("XM20260301002")), bound=frozenset({LONG, "XM20260301002"}))
    assert play(text, given=given) == [["logistics.where"]]
