from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from bot.core.actions import Say
from bot.core.conversation import Frame, State
from bot.core.events import (
    Event,
    HandedBack,
    Notice,
    NotPerformed,
    OrderRefused,
    OrderVerified,
    Performed,
    Received,
)
from bot.core.orders import Order
from bot.dialogue import Turn
from bot.dialogue.rehearsal import Given


def test_handed_back_without_an_outcome_the_open_question_comes_once(
    one_order: Given, take: Callable[..., Turn], labels: Callable[..., list[str]], returning: Frame
) -> None:
    state = State(language="zh", frames=(replace(returning, slots={"order": "A1"}),))
    turn = take(state, HandedBack(), orders=one_order.orders)
    assert labels(turn.actions) == ["ask:reason"]


def test_what_the_agent_learned_is_not_asked_again(
    one_order: Given, take: Callable[..., Turn], labels: Callable[..., list[str]], returning: Frame
) -> None:
    state = State(language="zh", frames=(replace(returning, slots={"order": "A1"}),))
    turn = take(state, HandedBack(slots={"reason": "dislike"}), orders=one_order.orders)
    assert labels(turn.actions) == ["ask:photos"]


def test_handed_back_with_an_outcome_the_matter_is_settled(
    take: Callable[..., Turn], labels: Callable[..., list[str]], returning: Frame
) -> None:
    turn = take(State(language="zh", frames=(returning,)), HandedBack(outcome="已退款"))
    assert labels(turn.actions) == ["common.handed_back"]
    assert turn.state.frames == ()
    assert turn.state.attempts == ()


def test_news_of_the_shop_is_told_and_the_open_question_stays(
    order: Callable[..., Order], take: Callable[..., Turn], labels: Callable[..., list[str]], returning: Frame
) -> None:
    state = State(language="zh", frames=(returning,))
    turn = take(state, Notice(reply="price_changed", order=order("U9", "unpaid", total=45)))
    assert labels(turn.actions) == ["common.price_changed"]
    assert isinstance(turn.actions[0], Say)
    assert "¥45.00" in turn.actions[0].content.text
    assert turn.state.frames == (returning,)


def test_reports_nobody_waits_for_change_nothing(
    order: Callable[..., Order], take: Callable[..., Turn], returning: Frame
) -> None:
    reports: list[Event] = [
        OrderVerified(key="x", order=order("A9")),
        OrderRefused(key="x", left=1),
        Performed(key="x"),
        NotPerformed(key="", reason="?"),
    ]
    turn = take(State(language="zh", frames=(returning,)), *reports)
    assert turn.actions == ()
    assert turn.state.frames == (returning,)


def test_an_action_still_open_is_asked_for_again_with_the_same_key(
    one_order: Given, take: Callable[..., Turn], wrote: Callable[..., Received], returning: Frame
) -> None:
    slots = {"order": "A1", "reason": "quality", "photos": ["p"]}
    frame = replace(returning, asking="", step=2, pending="7.1.2.create_return", slots=slots)  # type: ignore[arg-type]
    turn = take(State(language="zh", frames=(frame,)), wrote("运费谁出"), orders=one_order.orders)
    assert [getattr(action, "key", "") for action in turn.actions] == ["", "7.1.2.create_return"]
