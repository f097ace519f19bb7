from __future__ import annotations

import pytest

from bot.core.actions import Perform, Say
from bot.core.messages import Content
from bot.dialogue.rehearsal import Given, Rehearsal
from bot.scripts.book import ScriptBook


@pytest.mark.parametrize("text", ["不喜欢", "是不喜欢", "应该算不喜欢吧"])
def test_another_option_of_a_question_already_answered_corrects_it(confirming: Rehearsal, text: str) -> None:
    heard = confirming.hear(Content(text=text))
    assert (heard.slots["reason"], heard.asking) == ("dislike", "confirm")


def test_the_same_option_again_changes_nothing(book: ScriptBook, one_order: Given) -> None:
    rehearsal = Rehearsal(book, one_order)
    for text in ("我要退货", "质量问题", "质量问题"):
        heard = rehearsal.hear(Content(text=text))
    assert heard.slots["reason"] == "quality"


def test_an_order_is_corrected_without_a_word_of_wrong(confirming: Rehearsal) -> None:
    assert confirming.hear(Content(text="是小台灯那单")).slots["order"] == "A2"


@pytest.mark.parametrize("said", ["A2", "是A2", "小台灯那单"])
def test_another_order_named_at_the_confirmation_is_confirmed_anew(confirming: Rehearsal, said: str) -> None:
    heard = confirming.hear(Content(text=said))
    assert (heard.slots["order"], heard.asking) == ("A2", "confirm")
    done = [one for one in confirming.hear(Content(text="是的")).actions if isinstance(one, Perform)]
    assert [one.args["order"] for one in done] == ["A2"]


def test_another_order_named_at_another_question_takes_its_place(book: ScriptBook, two_orders: Given) -> None:
    rehearsal = Rehearsal(book, two_orders)
    for said in ("我要退货", "A1"):
        rehearsal.hear(Content(text=said))
    heard = rehearsal.hear(Content(text="A2"))
    assert (heard.slots["order"], heard.asking) == ("A2", "reason")


def test_a_question_about_another_order_leaves_the_one_to_be_confirmed(confirming: Rehearsal) -> None:
    confirming.hear(Content(text="A2快递到哪了"))
    assert confirming.state.frames[-1].slots["order"] == "A1"


def test_a_number_that_is_not_theirs_is_to_be_proved_before_anything_is_done(confirming: Rehearsal) -> None:
    heard = confirming.hear(Content(text="XM20260301009"))
    assert [one.reply for one in heard.actions if isinstance(one, Say)] == ["common.bind_phone"]
    assert not any(isinstance(one, Perform) for one in confirming.hear(Content(text="是的")).actions)
