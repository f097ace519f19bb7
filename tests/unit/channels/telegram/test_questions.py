"""What a question says; that it is one, the store knows."""

from __future__ import annotations

import pytest

from bot.channels.telegram.order_actions import ORDER_ACTIONS, OrderAction
from bot.channels.telegram.questions import looks_asked, question_text
from bot.channels.telegram.texts import units


@pytest.mark.parametrize("action", ORDER_ACTIONS, ids=[one.code for one in ORDER_ACTIONS])
def test_it_names_the_case_and_what_is_done_with_the_answer(action: OrderAction) -> None:
    text = question_text(12, action)
    assert f"#12 {action.title}" in text
    assert looks_asked(text)


def test_the_first_character_can_bear_a_mention() -> None:
    assert units(question_text(1, ORDER_ACTIONS[0])[0]) == 1


@pytest.mark.parametrize("text", ["", "在的亲", "#1 小美", "👤 顾客\n✍ #1 订单备注：备注什么？"])
def test_other_posts_of_the_bot_look_like_none(text: str) -> None:
    assert not looks_asked(text)
