from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

import pytest

from bot.core.actions import Action, HandOff, Say
from bot.core.conversation import Owner
from bot.core.messages import Content
from bot.dialogue.rehearsal import NOW, Given, Heard, Rehearsal
from bot.scripts.book import ScriptBook

Labels = Callable[[tuple[Action, ...]], list[str]]
SECOND, MINUTE = timedelta(seconds=1), timedelta(minutes=1)


@pytest.fixture
def down(one_order: Given) -> Given:
    return replace(one_order, down=True)


def said(heard: Heard) -> list[str]:
    return [action.reply for action in heard.actions if isinstance(action, Say)]


def test_it_is_told_once_and_the_frame_waits_with_all_it_knows(book: ScriptBook, down: Given, labels: Labels) -> None:
    rehearsal = Rehearsal(book, down)
    heard = rehearsal.hear(Content(text="开线了想退货"))
    assert labels(heard.actions) == ["StartTimer", "common.orders_down"]
    [frame] = rehearsal.state.frames
    assert (frame.intent, frame.slots["reason"], frame.retries) == ("return_request", "quality", 1)


def test_once_the_orders_are_back_it_goes_on_by_itself(book: ScriptBook, down: Given) -> None:
    rehearsal = Rehearsal(book, replace(down, back_at=NOW + 10 * SECOND))
    rehearsal.hear(Content(text="开线了想退货"))
    heard = rehearsal.wait(30 * SECOND)
    assert said(heard) == ["common.orders_back", "ask:photos"]
    assert rehearsal.state.frames[0].slots == {"reason": "quality", "order": "A1"}
    assert rehearsal.wait(timedelta(hours=1)).actions == ()


def test_a_customer_who_writes_first_finds_the_orders_back_and_the_timer_stopped(
    book: ScriptBook, down: Given, labels: Labels
) -> None:
    rehearsal = Rehearsal(book, replace(down, back_at=NOW + 10 * SECOND))
    rehearsal.hear(Content(text="我要退货"))
    rehearsal.wait(15 * SECOND)
    heard = rehearsal.hear(Content(text="好的"))
    assert labels(heard.actions) == ["common.orders_back", "ask:reason", "CancelTimer"]


def test_meanwhile_other_questions_are_answered_and_nothing_is_repeated(book: ScriptBook, down: Given) -> None:
    rehearsal = Rehearsal(book, down)
    rehearsal.hear(Content(text="我的快递到哪了"))
    assert said(rehearsal.hear(Content(text="什么时候发货"))) == ["logistics.ship"]
    assert said(rehearsal.hear(Content(text="好的"))) == ["common.orders_still_down"]
    assert said(rehearsal.hear(Content(text="喵喵喵喵"))) == ["common.orders_still_down"]


def test_a_second_matter_waits_without_a_second_timer(book: ScriptBook, down: Given, labels: Labels) -> None:
    rehearsal = Rehearsal(book, replace(down, back_at=NOW + 10 * SECOND))
    rehearsal.hear(Content(text="我的快递到哪了"))
    assert labels(rehearsal.hear(Content(text="我要退货")).actions) == []
    assert [frame.retries for frame in rehearsal.state.frames] == [1, 1]
    heard = rehearsal.wait(30 * SECOND)
    assert said(heard)[:2] == ["common.orders_back", "ask:reason"]


def test_after_the_last_try_a_person_gets_the_case_with_everything_known(book: ScriptBook, down: Given) -> None:
    rehearsal = Rehearsal(book, replace(down, down=False))
    rehearsal.hear(Content(text="我要退货"))
    rehearsal.given = replace(rehearsal.given, down=True)  # in the middle of it
    rehearsal.hear(Content(text="质量问题"))
    assert said(rehearsal.wait(30 * SECOND)) == []
    handoff = next(one for one in rehearsal.wait(2 * MINUTE).actions if isinstance(one, HandOff))
    assert (handoff.reason, handoff.intent, handoff.order_number) == ("orders_down", "return_request", "A1")
    assert handoff.slots["原因"] == "质量问题"
    assert rehearsal.owner is Owner.QUEUE
    assert rehearsal.wait(timedelta(hours=1)).actions == ()


def test_cancelling_stops_the_tries(book: ScriptBook, down: Given, labels: Labels) -> None:
    rehearsal = Rehearsal(book, down)
    rehearsal.hear(Content(text="我的快递到哪了"))
    assert labels(rehearsal.hear(Content(text="算了")).actions) == ["common.cancelled", "CancelTimer"]
    assert rehearsal.wait(timedelta(hours=1)).actions == ()


def test_a_person_comes_at_once_when_asked_for(book: ScriptBook, down: Given, labels: Labels) -> None:
    rehearsal = Rehearsal(book, down)
    rehearsal.hear(Content(text="我的快递到哪了"))
    assert labels(rehearsal.hear(Content(text="人工")).actions) == ["common.handoff", "HandOff", "CancelTimer"]


def test_what_needs_no_order_goes_on_as_ever(book: ScriptBook, down: Given) -> None:
    assert said(Rehearsal(book, down).hear(Content(text="陶瓷杯多少钱"))) == ["pricing.price"]
