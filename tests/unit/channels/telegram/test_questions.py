"""A question is known again by its own words."""

from __future__ import annotations

import pytest

from bot.channels.telegram.order_actions import ORDER_ACTIONS, OrderAction
from bot.channels.telegram.questions import Question, is_question, question_in, question_text
from bot.channels.telegram.texts import units


@pytest.mark.parametrize("action", ORDER_ACTIONS, ids=[one.code for one in ORDER_ACTIONS])
def test_its_text_tells_the_case_and_what_is_done_with_the_answer(action: OrderAction) -> None:
    assert question_in(question_text(12, action)) == Question(case_id=12, action=action)


def test_the_first_character_can_bear_a_mention() -> None:
    assert units(question_text(1, ORDER_ACTIONS[0])[0]) == 1


@pytest.mark.parametrize("text", ["✍ #1 从前的事：什么？", "✍ 1 改地址：", "✍"])
def test_one_that_is_not_known_any_more_is_still_a_question(text: str) -> None:
    assert is_question(text)
    assert question_in(text) is None


@pytest.mark.parametrize("text", ["", "在的亲", "#1 小美"])
def test_other_posts_of_the_bot_are_none(text: str) -> None:
    assert not is_question(text)
