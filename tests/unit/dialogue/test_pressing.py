from __future__ import annotations

from collections.abc import Callable

from bot.core.actions import Perform, Say
from bot.core.conversation import State
from bot.core.events import Received
from bot.core.messages import Button, Content
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


def _returning(book: ScriptBook, given: Given, photo: Callable[..., Content]) -> tuple[Rehearsal, list[Button]]:
    """A return about to be confirmed, and the buttons below the question."""
    rehearsal = Rehearsal(book, given)
    for content in (Content(text="我要退货"), Content(text="质量问题")):
        rehearsal.hear(content)
    said = [one for one in rehearsal.hear(photo(1)).actions if isinstance(one, Say)]
    return rehearsal, list(said[-1].content.buttons)


def test_a_yes_below_the_open_question_confirms_it(
    book: ScriptBook, one_order: Given, photo: Callable[..., Content]
) -> None:
    rehearsal, buttons = _returning(book, one_order, photo)
    assert [button.value.partition(":")[0] for button in buttons] == ["yes", "no"]
    assert all(len(button.value.encode()) <= 64 for button in buttons), "Telegram takes no more"
    heard = rehearsal.hear(Content(press=buttons[0].value))
    assert any(isinstance(one, Perform) for one in heard.actions)


def test_a_yes_below_another_question_puts_the_open_one_again(
    book: ScriptBook, one_order: Given, photo: Callable[..., Content]
) -> None:
    rehearsal, buttons = _returning(book, one_order, photo)
    rehearsal.hear(Content(text="不对，是不合适"))
    heard = rehearsal.hear(Content(press=buttons[0].value))
    assert [one.reply for one in heard.actions if isinstance(one, Say)] == ["returns.sure"]
    assert heard.asking == "confirm"
    assert not any(isinstance(one, Perform) for one in heard.actions)


def test_a_no_below_another_question_cancels_nothing(
    book: ScriptBook, one_order: Given, photo: Callable[..., Content]
) -> None:
    rehearsal, buttons = _returning(book, one_order, photo)
    rehearsal.hear(Content(text="不对，是不合适"))
    assert rehearsal.hear(Content(press=buttons[1].value)).asking == "confirm"
