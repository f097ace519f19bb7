from __future__ import annotations

from collections.abc import Callable

import pytest

from bot.core.actions import Say
from bot.core.messages import Content
from bot.dialogue.rehearsal import Given, Rehearsal
from bot.scripts.book import ScriptBook

Play = Callable[..., list[list[str]]]
LABELS = Callable[..., list[str]]


@pytest.mark.parametrize("answer", ["质量问题", "不喜欢", "掉色了"])
def test_the_answer_to_the_covered_question_is_taken_and_the_open_one_dropped(
    play: Play, one_order: Given, answer: str
) -> None:
    turns = play("我要退货", "能装多少水", answer, given=one_order)
    assert turns[0] == ["ask:reason"]
    assert turns[1] == ["ask:product"]
    assert turns[2] == ["ask:photos"]


def test_such_an_answer_is_no_miss(play: Play, one_order: Given, photo: Callable[..., Content]) -> None:
    turns = play("我要退货", "能装多少水", "嘟嘟嘟", "质量问题", photo(1), "是的", given=one_order)
    assert turns[2] == ["ask:product"]
    assert turns[4] == ["returns.sure"]
    assert turns[5] == ["does create_return", "returns.done"]


def test_the_button_of_a_covered_question_answers_it(book: ScriptBook, one_order: Given) -> None:
    rehearsal = Rehearsal(book, one_order)
    for text in ("我要退货", "能装多少水"):
        rehearsal.hear(Content(text=text))
    heard = rehearsal.hear(Content(press="reason:dislike"))
    assert heard.slots["reason"] == "dislike"
    assert heard.asking == "photos"


def test_photos_that_were_asked_for_below_a_digression_are_taken(
    play: Play, one_order: Given, photo: Callable[..., Content]
) -> None:
    turns = play("质量问题想退", "能装多少水", photo(1), given=one_order)
    assert turns[:2] == [["ask:photos"], ["ask:product"]]
    assert turns[2] == ["returns.sure"]


def test_a_yes_below_a_digression_confirms_nothing_unless_it_is_the_very_button(
    book: ScriptBook, one_order: Given, photo: Callable[..., Content]
) -> None:
    rehearsal = Rehearsal(book, one_order)
    rehearsal.hear(photo(1))
    asked = rehearsal.hear(Content(text="不喜欢想退")).actions[0]
    assert isinstance(asked, Say)
    rehearsal.hear(Content(text="能装多少水"))
    for word in (Content(text="是的"), Content(press="yes")):
        assert "create_return" not in str(rehearsal.hear(word).actions)
    assert "create_return" in str(rehearsal.hear(Content(press=asked.content.buttons[0].value)).actions)


def test_a_flow_that_was_begun_meanwhile_waits_until_the_first_is_done(
    play: Play, one_order: Given, photo: Callable[..., Content]
) -> None:
    turns = play("我要退货", "我要投诉", "质量问题", photo(1), "是的", given=one_order)
    assert turns[1] == ["ask:detail"]
    assert turns[2] == ["ask:photos"]
    assert turns[4] == ["does create_return", "returns.done", "ask:detail"]


def test_a_question_with_the_word_of_an_answer_in_it_stays_a_question(play: Play, one_order: Given) -> None:
    turns = play("我要退货", "能装多少水", "质量问题的话寄回去的运费谁付", given=one_order)
    assert "returns.freight" in turns[2]
