from __future__ import annotations

from collections.abc import Callable

from bot.core.conversation import State
from bot.core.events import (
    Received,
)
from bot.core.messages import Content
from bot.core.orders import Order
from bot.dialogue import Turn
from bot.dialogue.rehearsal import Given, Rehearsal
from bot.scripts.book import ScriptBook


def test_a_button_pressed_too_late_is_harmless(
    take: Callable[..., Turn], wrote: Callable[..., Received], labels: Callable[..., list[str]]
) -> None:
    for value in ("yes", "order:A1", "reason:quality", "no_such_thing", ""):
        assert labels(take(State(language="zh"), wrote(press=value)).actions) == ["common.nudge"]


def test_a_button_with_an_intent_begins_it(
    take: Callable[..., Turn], wrote: Callable[..., Received], labels: Callable[..., list[str]]
) -> None:
    assert labels(take(State(), wrote(press="return_shipping_fee")).actions) == ["returns.freight"]
    assert labels(take(State(), wrote(press="human_agent")).actions) == ["common.handoff", "HandOff"]
    assert labels(take(State(), wrote(press="human")).actions) == ["common.handoff", "HandOff"]


def test_the_title_of_a_pressed_button_is_our_own_text_and_answers_nothing_else(
    book: ScriptBook, order: Callable[..., Order]
) -> None:
    orders = (order("B1", "unpaid", "晴雨伞"), order("B2", "unpaid", "浴巾"))
    rehearsal = Rehearsal(book, Given(orders=orders, bound=frozenset({"B1", "B2"})))
    rehearsal.hear(Content(text="帮我改价"))
    heard = rehearsal.hear(Content(text="晴雨伞 +1 · 待付款", press="order:B1"))
    assert (heard.slots["unpaid_order"], heard.asking) == ("B1", "price")
    assert "price" not in heard.slots
