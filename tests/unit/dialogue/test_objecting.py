from __future__ import annotations

from dataclasses import replace

import pytest

from bot.core.actions import Say
from bot.core.messages import Content
from bot.dialogue.objecting import is_objection, object_to_order
from bot.dialogue.rehearsal import Rehearsal
from bot.dialogue.turn import GUESSED, Talk
from bot.dialogue.understanding import Message, message_of, read


def test_a_correction_without_a_new_value_asks_for_the_confirmation_again(confirming: Rehearsal) -> None:
    heard = confirming.hear(Content(text="写错了"))
    assert heard.slots["order"] == "A1"
    assert heard.asking == "confirm"


@pytest.mark.parametrize("text", ["不对", "写错了", "好像不对", "那个错了吧", "wrong", "that's wrong"])
def test_an_objection_says_that_something_is_wrong_and_nothing_else(text: str) -> None:
    assert is_objection(Message(text=text))


@pytest.mark.parametrize("text", ["不对，是不喜欢", "发错了一件", "没错", "wrong colour"])
def test_what_is_right_or_what_is_wrong_makes_it_more_than_an_objection(text: str) -> None:
    assert not is_objection(Message(text=text))


@pytest.mark.parametrize(("guessed", "asking"), [(True, "order"), (False, "detail")])
def test_only_an_order_that_was_guessed_is_asked_for_when_it_is_not_the_one(
    talk: Talk, guessed: bool, asking: str
) -> None:
    frame = talk.state.frames[-1]
    slots = {**frame.slots, GUESSED: True} if guessed else frame.slots
    talk.change(replace(frame, asking="detail", slots=slots))
    message = message_of(talk, "不是这个")
    assert object_to_order(talk, message, read(talk, message)) is guessed
    assert talk.state.frames[-1].asking == asking


def test_an_objection_said_again_is_a_no(confirming: Rehearsal) -> None:
    first, second = confirming.hear(Content(text="不对")), confirming.hear(Content(text="不对"))
    assert first.asking == "confirm"
    assert [one.reply for one in second.actions if isinstance(one, Say)] == ["common.cancelled"]
