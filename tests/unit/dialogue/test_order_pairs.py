"""Two orders in one flow: which one is meant first, and which goes with it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest

from bot.core.messages import Content
from bot.dialogue.rehearsal import Given, Rehearsal
from bot.scripts.book import ScriptBook

Play = Callable[..., list[list[str]]]
MakeOrder = Callable[..., object]


@pytest.fixture
def three(order: MakeOrder) -> Given:
    """Two orders of the customer and one that is still to be proved."""
    orders = tuple(order(number, "unprinted") for number in ("XM2601", "XM2602", "XM2603"))
    return Given(orders=orders, bound=frozenset({"XM2601", "XM2602"}), actions={"merge_orders": {"id": "B1"}})  # type: ignore[arg-type]


def test_who_has_two_orders_is_asked_for_neither(book: ScriptBook, three: Given) -> None:
    heard = Rehearsal(book, three).hear(Content(text="两单一起发"))
    assert (heard.slots["order"], heard.slots["other_order"]) == ("XM2601", "XM2602")
    assert heard.asking == "confirm"


def test_two_numbers_in_one_sentence_are_the_two_orders(book: ScriptBook, three: Given) -> None:
    given = replace(three, bound=frozenset({"XM2601", "XM2602", "XM2603"}))
    heard = Rehearsal(book, given).hear(Content(text="合并订单 XM2603 和 XM2601"))
    assert (heard.slots["order"], heard.slots["other_order"]) == ("XM2603", "XM2601")


def test_an_order_that_is_not_theirs_yet_is_verified_before_anything_is_confirmed(play: Play, three: Given) -> None:
    given = replace(three, bound=frozenset({"XM2601"}))
    turns = play("合并发货", "XM2603", "1234", "是的", given=given)
    assert turns[0] == ["ask:other_order"]
    assert turns[1] == ["common.bind_phone"]
    assert turns[2] == ["verifies XM2603 1234", "joining.merge_sure"]
    assert turns[3] == ["does merge_orders", "joining.merged"]


def test_a_strangers_order_is_never_joined(play: Play, three: Given) -> None:
    turns = play("合并发货", "XM2603", "9999", given=replace(three, bound=frozenset({"XM2601"})))
    assert turns[2] == ["verifies XM2603 9999", "common.bind_refused"]


def test_number_and_digits_beside_the_first_order_prove_the_second(play: Play, three: Given) -> None:
    turns = play("合并订单 XM2601 和 XM2603", "1234", given=replace(three, bound=frozenset({"XM2601"})))
    assert turns == [["common.bind_phone"], ["verifies XM2603 1234", "joining.merge_sure"]]


def test_the_same_order_twice_is_no_pair(play: Play, three: Given) -> None:
    given = replace(three, bound=frozenset({"XM2601"}))
    assert play("合并发货", "XM2601", given=given)[1] == ["ask:other_order"]


def test_the_digits_of_a_number_are_no_phone(play: Play) -> None:
    assert play("我的快递到哪了", "XM2603")[1] == ["common.bind_phone"]
