from __future__ import annotations

from collections.abc import Callable

from bot.core.messages import Content
from bot.dialogue.rehearsal import Given, Rehearsal
from bot.scripts.book import ScriptBook

Play = Callable[..., list[list[str]]]


def test_a_change_of_mind_is_no_text_for_the_record(play: Play, one_order: Given) -> None:
    assert play("我要投诉", "算了，我要退货", given=one_order)[1] == ["ask:reason"]


def test_an_answer_and_a_question_beside_it_are_both_heard(play: Play, one_order: Given) -> None:
    assert play("我要退货", "质量问题，那运费谁出", given=one_order)[1] == ["returns.freight", "ask:photos"]


def test_a_mere_yes_tells_no_reason(book: ScriptBook, one_order: Given) -> None:
    rehearsal = Rehearsal(book, one_order)
    rehearsal.hear(Content(text="我要退货"))
    heard = rehearsal.hear(Content(text="好的"))
    assert (heard.asking, "reason" in heard.slots) == ("reason", False)


def test_another_order_than_those_likely_is_none_yet(book: ScriptBook, two_orders: Given) -> None:
    rehearsal = Rehearsal(book, two_orders)
    rehearsal.hear(Content(text="我要退货"))
    heard = rehearsal.hear(Content(text="另一单"))
    assert (heard.asking, "order" in heard.slots) == ("order", False)
