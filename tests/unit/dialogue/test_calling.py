"""A person is called whatever is under way: by a few words anywhere, and by what leans towards a grave matter."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from bot.core.messages import Content
from bot.dialogue.rehearsal import Given

Play = Callable[..., list[list[str]]]
SENSITIVE = ["common.handoff", "handoff sensitive"]
ASKED = ["common.handoff", "handoff asked"]


@pytest.mark.parametrize("text", ["你们等着我打12315去", "看我不去消费者斜会说说", "起诉"])
def test_grave_words_are_no_answer_to_an_open_question(play: Play, text: str) -> None:
    assert play("我要投诉", text) == [["ask:detail"], SENSITIVE]


@pytest.mark.parametrize("text", ["转人工吧说了三遍了", "赶紧换个人来"])
def test_words_that_ask_for_a_person_are_no_answer_to_an_open_question(play: Play, text: str) -> None:
    assert play("我要投诉", text) == [["ask:detail"], ASKED]


@pytest.mark.parametrize("text", ["不用转人工，你说", "先别转人工"])
def test_who_wants_no_person_gets_none(play: Play, text: str) -> None:
    assert ASKED[1] not in play("我要投诉", text)[1]


def test_a_grave_word_within_a_number_means_nothing(play: Play) -> None:
    assert play("我要投诉", "单号是8812315990那单盖子坏了")[1][-1] != SENSITIVE[1]


def test_what_leans_towards_a_grave_matter_is_no_answer(play: Play) -> None:
    assert play("我要投诉", "孩子烫着了")[1] == SENSITIVE


def test_a_fault_told_on_request_calls_nobody(play: Play) -> None:
    assert "handoff sensitive" not in play("我要投诉", "盖子拧不上还漏水")[1]


def test_the_reason_of_a_return_is_still_picked_by_its_word(play: Play, one_order: Given) -> None:
    assert play("我要退货", "不喜欢", given=one_order)[1] == ["ask:photos"]


def test_the_button_for_a_person_calls_one(play: Play) -> None:
    assert play(Content(text="找同事", press="human")) == [ASKED]


@pytest.mark.parametrize("open_question", ["我要投诉", "我要退货"])
def test_a_likely_grave_reading_wins_whatever_is_asked(play: Play, one_order: Given, open_question: str) -> None:
    assert play(open_question, "孩子烫着了", given=one_order)[1][-1] == SENSITIVE[1]


def test_a_sign_of_a_grave_matter_is_no_answer_whatever_stands_around_it(play: Play) -> None:
    assert play("我要投诉", "昨天有人冒充你们的客服来电")[1] == SENSITIVE


@pytest.mark.parametrize("text", ["尾号12315的盖子坏了", "住在起诉路的盖子坏了"])
def test_what_the_scripts_call_harmless_calls_nobody(play: Play, text: str) -> None:
    assert "handoff sensitive" not in play("我要投诉", text)[1]


def test_a_harmless_word_hides_no_grave_one(play: Play) -> None:
    assert play("我要投诉", "尾号12315，再不处理就起诉")[1] == SENSITIVE
