"""What was written while the orders could not be looked up is heard again when they can be."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from bot.core.actions import Say
from bot.core.messages import Content
from bot.dialogue.rehearsal import NOW, Given, Rehearsal
from bot.dialogue.turn import MEANWHILE
from bot.scripts.book import ScriptBook

SECOND = timedelta(seconds=1)


def said(actions: tuple[object, ...]) -> list[str]:
    return [action.reply for action in actions if isinstance(action, Say)]


def test_order_and_reason_told_meanwhile_are_taken_up(book: ScriptBook, two_orders: Given) -> None:
    rehearsal = Rehearsal(book, replace(two_orders, down=True, back_at=NOW + 10 * SECOND))
    rehearsal.hear(Content(text="我要退货"))
    rehearsal.hear(Content(text="陶瓷杯"))
    rehearsal.hear(Content(text="不喜欢"))
    heard = rehearsal.wait(30 * SECOND)
    assert said(heard.actions) == ["common.orders_back", "ask:photos"]
    assert rehearsal.state.frames[0].slots == {"reason": "dislike", "order": "A1"}


def test_a_matter_of_its_own_is_not_kept(book: ScriptBook, two_orders: Given) -> None:
    rehearsal = Rehearsal(book, replace(two_orders, down=True))
    rehearsal.hear(Content(text="我要退货"))
    rehearsal.hear(Content(text="陶瓷杯多少钱"))
    assert all(MEANWHILE not in frame.slots for frame in rehearsal.state.frames)
