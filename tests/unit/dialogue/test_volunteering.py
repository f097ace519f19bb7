from __future__ import annotations

import pytest

from bot.core.messages import Content
from bot.dialogue.rehearsal import Given, Rehearsal
from bot.scripts.book import ScriptBook


@pytest.fixture
def which_order(book: ScriptBook, two_orders: Given) -> Rehearsal:
    """Asked which of two orders is to be returned."""
    rehearsal = Rehearsal(book, two_orders)
    assert rehearsal.hear(Content(text="我要退货")).asking == "order"
    return rehearsal


def test_a_reason_told_when_the_order_is_asked_is_kept_and_the_question_stays(which_order: Rehearsal) -> None:
    heard = which_order.hear(Content(text="开线了"))
    assert (heard.asking, heard.slots["reason"]) == ("order", "quality")


def test_what_was_told_early_is_not_asked_again(which_order: Rehearsal) -> None:
    which_order.hear(Content(text="不喜欢"))
    assert which_order.hear(Content(text="小台灯那单")).asking != "reason"


def test_an_option_of_a_later_question_is_picked_word_for_word(which_order: Rehearsal) -> None:
    heard = which_order.hear(Content(text="质量问题"))
    assert (heard.asking, heard.slots["reason"]) == ("order", "quality")


def test_a_question_beside_it_is_answered_and_tells_nothing_of_what_comes_next(which_order: Rehearsal) -> None:
    heard = which_order.hear(Content(text="运费谁出"))
    assert heard.asking == "order"
    assert "reason" not in heard.slots
