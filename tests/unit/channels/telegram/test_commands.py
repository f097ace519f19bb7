"""Commands in a topic."""

from __future__ import annotations

import pytest

from bot.channels.telegram.commands import Command, command_in, outcome_named
from bot.core.cases import Outcome


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("/note 老客户\n喜欢蓝色", Command(name="note", argument="老客户\n喜欢蓝色")),
        ("  /Close@shop_kefu_bot 已退款 ", Command(name="close", argument="已退款")),
        ("/claim", Command(name="claim", argument="")),
        ("/备注 打错了", Command(name="备注", argument="打错了")),
        ("/", Command(name="", argument="")),
        ("／note 老客户", Command(name="note", argument="老客户")),
        ("、note 老客户", Command(name="note", argument="老客户")),
        ("、Note\t老客户", Command(name="note", argument="老客户")),
    ],
)
def test_whatever_begins_with_a_slash_is_a_command(text: str, expected: Command) -> None:
    assert command_in(text) == expected


@pytest.mark.parametrize("text", ["在的亲", "满 99/199 包邮", "", "、还有一个", "、notebook 有货"])
def test_anything_else_is_for_the_customer(text: str) -> None:
    assert command_in(text) is None


@pytest.mark.parametrize(
    ("words", "outcome"),
    [("", Outcome.SOLVED), ("已退款", Outcome.REFUNDED), ("Refunded", Outcome.REFUNDED), ("随便", None)],
)
def test_an_outcome_is_said_in_words_of_the_desk_or_by_name(words: str, outcome: Outcome | None) -> None:
    assert outcome_named(words) is outcome
