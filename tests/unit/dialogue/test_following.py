from __future__ import annotations

from collections.abc import Callable

import pytest

from bot.core.actions import Say
from bot.core.messages import Content
from bot.dialogue.rehearsal import Given, Rehearsal
from bot.scripts.book import ScriptBook

Play = Callable[..., list[list[str]]]


def texts(book: ScriptBook, *messages: str) -> list[str]:
    """What is said to each of these messages."""
    rehearsal = Rehearsal(book)
    heard = [rehearsal.hear(Content(text=text)) for text in messages]
    return [" ".join(one.content.text for one in each.actions if isinstance(one, Say)) for each in heard]


@pytest.mark.parametrize("text", ["那不喜欢呢", "那不合适的呢", "要是不喜欢的话", "不喜欢呢？"])
def test_the_last_question_is_answered_again_for_another_value(book: ScriptBook, text: str) -> None:
    before, after = texts(book, "运费谁出", text)
    assert "质量问题" in before
    assert "您来出" in after or "由您承担" in after


def test_another_product_is_priced_as_well(book: ScriptBook) -> None:
    assert "89" in texts(book, "杯子多少钱", "台灯呢")[1]


@pytest.mark.parametrize("text", ["那不喜欢呢", "台灯呢"])
def test_nothing_was_asked_before(play: Play, text: str) -> None:
    assert "returns.freight" not in play(text)[0]


def test_a_value_that_the_answer_does_not_read_asks_nothing(play: Play) -> None:
    assert play("今天能发货吗", "那不喜欢呢")[1] != ["logistics.ship"]


def test_a_value_with_more_behind_it_is_a_wish_of_its_own(play: Play, one_order: Given) -> None:
    assert play("运费谁出", "不喜欢想退货", given=one_order)[1] == ["ask:photos"]
