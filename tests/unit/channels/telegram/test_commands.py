"""Commands in a topic."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.channels.telegram.commands import Command, command_in, outcome_named
from bot.core.cases import Outcome
from bot.core.errors import Conflict
from bot.desk.drafts import COMMAND_WORDS, require_fit


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("/note 老客户\n喜欢蓝色", Command(name="note", argument="老客户\n喜欢蓝色")),
        ("  /Close@shop_kefu_bot 已退款 ", Command(name="close", argument="已退款")),
        ("/claim", Command(name="claim", argument="")),
        ("/备注 老客户", Command(name="note", argument="老客户")),
        ("/备註 打错了", Command(name="备註", argument="打错了")),
        ("/", Command(name="", argument="")),
        ("／note 老客户", Command(name="note", argument="老客户")),
        ("、note 老客户", Command(name="note", argument="老客户")),
        ("、Note\t老客户", Command(name="note", argument="老客户")),
        ("\u200b/note 老客户", Command(name="note", argument="老客户")),
        ("\ufeff\u200e /no\u200bte 老客户", Command(name="note", argument="老客户")),
        ("／ ｎｏｔｅ 老客户", Command(name="note", argument="老客户")),
        ("⁄note 老客户", Command(name="note", argument="老客户")),
        ("\\note 老客户", Command(name="note", argument="老客户")),
        ("、备注 老客户", Command(name="note", argument="老客户")),
    ],
)
def test_whatever_begins_with_a_slash_is_a_command(text: str, expected: Command) -> None:
    assert command_in(text) == expected


@pytest.mark.parametrize("text", ["在的亲", "满 99/199 包邮", "", "、还有一个", "、notebook 有货"])
def test_anything_else_is_for_the_customer(text: str) -> None:
    assert command_in(text) is None


@given(
    st.text(alphabet="\u200b\u200e\ufeff\u2060\u3164\ufe0f \n\u00a0", max_size=5),
    st.sampled_from("/／⁄∕╱⟋⧸⫽\\＼、"),
    st.sampled_from(COMMAND_WORDS),
    st.text(max_size=20),
)
def test_a_command_is_understood_or_refused_and_never_words_for_a_customer(
    unseen: str, slash: str, word: str, more: str
) -> None:
    text = f"{unseen}{slash}{unseen}{word} {more}"
    if command_in(text) is None:
        with pytest.raises(Conflict):
            require_fit(text)


@given(st.text())
def test_any_text_is_a_command_or_is_not(text: str) -> None:
    command = command_in(text)
    assert command is None or command.name == command.name.lower()


@pytest.mark.parametrize(
    ("words", "outcome"),
    [("", Outcome.SOLVED), ("已退款", Outcome.REFUNDED), ("Refunded", Outcome.REFUNDED), ("随便", None)],
)
def test_an_outcome_is_said_in_words_of_the_desk_or_by_name(words: str, outcome: Outcome | None) -> None:
    assert outcome_named(words) is outcome
