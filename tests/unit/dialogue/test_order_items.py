"""What is in an order, against what the customer names."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from bot.core.messages import Content
from bot.dialogue.rehearsal import Given, Rehearsal
from bot.scripts.book import ScriptBook

Play = Callable[..., list[list[str]]]


def test_a_product_named_beside_a_number_does_not_replace_the_order_but_is_asked_about(
    book: ScriptBook, two_orders: Given
) -> None:
    rehearsal = Rehearsal(book, two_orders)
    heard = rehearsal.hear(Content(text="A1 台灯掉色了想退"))
    assert [action.reply for action in heard.actions if hasattr(action, "reply")] == [
        "common.order_differs",
        "ask:order",
    ]
    assert heard.slots["order"] == "A1"
    chosen = rehearsal.hear(Content(text="A2"))
    assert (chosen.slots["order"], chosen.slots["reason"]) == ("A2", "quality")


def test_a_product_named_later_does_not_replace_the_order_either(book: ScriptBook, two_orders: Given) -> None:
    rehearsal = Rehearsal(book, two_orders)
    rehearsal.hear(Content(text="A1 我要退货"))
    heard = rehearsal.hear(Content(text="台灯掉色了"))
    assert heard.slots["order"] == "A1"
    assert heard.asking == "order"


def test_the_order_may_be_said_to_be_right_all_the_same(play: Play, two_orders: Given) -> None:
    turns = play("A1 我要退货", "台灯掉色了", "A1", given=two_orders)
    assert turns[1] == ["common.order_differs", "ask:order"]
    assert turns[2] == ["ask:photos"]


@pytest.mark.parametrize("text", ["台灯的快递到哪了", "台灯掉色了想退"])
def test_the_only_order_is_not_taken_for_a_product_it_does_not_have(play: Play, one_order: Given, text: str) -> None:
    assert play(text, given=one_order) == [["common.order_differs", "ask:order"]]


@pytest.mark.parametrize("text", ["是的", "A1"])
def test_the_only_order_is_taken_all_the_same_once_it_is_said_to_be_right(
    book: ScriptBook, one_order: Given, text: str
) -> None:
    rehearsal = Rehearsal(book, one_order)
    rehearsal.hear(Content(text="台灯掉色了想退"))
    heard = rehearsal.hear(Content(text=text))
    assert heard.slots["order"] == "A1"
    assert heard.asking == "photos"


@pytest.mark.parametrize("text", ["杯子的快递到哪了", "杯子掉色了想退", "我的快递到哪了"])
def test_what_the_order_has_is_no_contradiction(play: Play, one_order: Given, text: str) -> None:
    assert "common.order_differs" not in play(text, given=one_order)[0]


@pytest.mark.parametrize("text", ["台灯多少钱", "不对，是台灯那单", "台灯那单", "换成台灯", "收到的是台灯"])
def test_a_question_a_correction_or_what_came_instead_is_no_contradiction(
    play: Play, two_orders: Given, text: str
) -> None:
    assert "common.order_differs" not in play("A1 我要退货", text, given=two_orders)[1]
