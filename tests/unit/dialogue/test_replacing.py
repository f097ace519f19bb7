from __future__ import annotations

from collections.abc import Callable

from bot.core.messages import Content
from bot.core.orders import Order
from bot.dialogue.rehearsal import Given, Rehearsal
from bot.scripts.book import ScriptBook

Play = Callable[..., list[list[str]]]


def test_a_button_of_an_earlier_question_corrects_its_answer(confirming: Rehearsal) -> None:
    heard = confirming.hear(Content(press="reason:dislike"))
    assert (heard.slots["reason"], heard.asking) == ("dislike", "confirm")


def test_an_order_that_may_not_be_taken_leaves_the_old_one(book: ScriptBook, order: Callable[..., Order]) -> None:
    orders = (order("U1", "unpaid", "毛巾"), order("A1"))
    rehearsal = Rehearsal(book, Given(orders=orders, bound=frozenset({"U1", "A1"})))
    rehearsal.hear(Content(text="帮我改价"))
    heard = rehearsal.hear(Content(text="不对，是A1"))
    assert heard.slots["unpaid_order"] == "U1"
    assert heard.asking == "price"


def test_an_unknown_order_is_verified_before_it_takes_the_place_of_the_old_one(
    confirming: Rehearsal, book: ScriptBook
) -> None:
    heard = confirming.hear(Content(text="不对，是XM20260301001"))
    assert heard.slots["order"] == "A1"
    assert heard.asking == "order"


def test_another_order_of_several_is_asked_for_and_the_old_one_kept_meanwhile(
    book: ScriptBook, order: Callable[..., Order]
) -> None:
    three = (order("A3", title="毛巾"), order("A2", title="小台灯"), order("A1"))
    rehearsal = Rehearsal(book, Given(orders=three, bound=frozenset({"A1", "A2", "A3"})))
    rehearsal.hear(Content(text="杯子想退货"))
    heard = rehearsal.hear(Content(text="不对，是另一单"))
    assert heard.slots["order"] == "A1"
    assert heard.asking == "order"
    assert rehearsal.hear(Content(text="毛巾那单")).slots["order"] == "A3"


def test_after_a_correction_the_open_question_does_not_blame_the_customer(play: Play, two_orders: Given) -> None:
    """It is put as if for the first time: the customer did not answer wrongly, but changed something else."""
    turns = play("杯子开线了想退货", "不对，是台灯", given=two_orders)
    assert turns == [["ask:photos"], ["ask:photos"]]
