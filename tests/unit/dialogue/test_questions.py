from __future__ import annotations

import pytest

from bot.dialogue.questions import is_question
from bot.dialogue.understanding import Message


@pytest.mark.parametrize("text", ["多久能到", "退货运费谁出", "能不能快点", "可以吗", "when will it ship", "Can I pay"])
def test_words_that_ask_something_are_a_question(text: str) -> None:
    assert is_question(Message(text=text))


@pytest.mark.parametrize("text", ["质量问题", "我要退货", "今天到的", "the whole parcel is wet", ""])
def test_words_that_tell_something_are_none(text: str) -> None:
    assert not is_question(Message(text=text))
