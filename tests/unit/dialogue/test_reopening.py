"""Corrections of what is registered already, played with the scripts of the shop in this folder."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

from bot.core.messages import Content, Media, MediaKind
from bot.dialogue.rehearsal import Given, Rehearsal
from bot.scripts.book import ScriptBook

Play = Callable[..., list[list[str]]]
PHOTO = Content(media=(Media(kind=MediaKind.PHOTO, key="p"),))
RETURNED = (Content(text="我要退货"), Content(text="不喜欢"), PHOTO, Content(text="是的"))


def test_a_reason_corrected_after_the_return_is_registered_is_confirmed_anew(play: Play, one_order: Given) -> None:
    turns = play(*RETURNED, "原因选错了 是掉色", "是的", given=one_order)
    assert "does create_return" in turns[3]
    assert turns[4] == ["returns.sure"]
    assert "does create_return" in turns[5]


def test_what_was_said_for_the_first_time_stays(book: ScriptBook, one_order: Given) -> None:
    rehearsal = Rehearsal(book, one_order)
    for content in RETURNED:
        rehearsal.hear(content)
    heard = rehearsal.hear(Content(text="原因选错了 是掉色"))
    assert heard.slots["order"] == "A1"
    assert heard.slots["reason"] == "quality"


def test_minutes_later_a_correction_is_about_something_else(book: ScriptBook, one_order: Given) -> None:
    rehearsal = Rehearsal(book, one_order)
    for content in RETURNED:
        rehearsal.hear(content)
    rehearsal.wait(timedelta(hours=1))
    assert rehearsal.hear(Content(text="原因选错了 是掉色")).asking != "confirm"


def test_a_flow_that_registered_nothing_is_not_taken_up_again(book: ScriptBook, one_order: Given) -> None:
    rehearsal = Rehearsal(book, one_order)
    for content in (*RETURNED[:-1], Content(text="不用了")):
        rehearsal.hear(content)
    assert rehearsal.state.done is None
