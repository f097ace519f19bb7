from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest

from bot.core.actions import Say, StartTimer
from bot.core.conversation import Frame, JsonValue, Offer, State
from bot.core.events import Received, TimerFired
from bot.core.orders import Order
from bot.core.timers import TimerKind
from bot.dialogue import Turn
from bot.scripts.book import ScriptBook

Take = Callable[..., Turn]
Labels = Callable[..., list[str]]
Wrote = Callable[..., Received]


@pytest.fixture
def nudging(book: ScriptBook) -> ScriptBook:
    """The shop, which nudges who asked what something costs."""
    nudge: dict[str, JsonValue] = {"after": "15m", "topics": ["pricing"], "pause": "7d"}
    outreach: dict[str, JsonValue] = {"per_day": 2, "silence": "5m", "nudge": nudge}
    return replace(book, shop={**book.shop, "outreach": outreach})


def test_a_message_says_what_it_is_about_and_leaves_open_what_is_open(
    take: Take, labels: Labels, order: Callable[..., Order], returning: Frame
) -> None:
    state = State(frames=(returning,))
    turn = take(state, TimerFired(kind=TimerKind.PAYMENT_REMINDER, order=order("A1", "unpaid")))
    assert labels(turn.actions) == ["outreach.payment_reminder"]
    assert turn.state.frames == (returning,)
    [said] = turn.actions
    assert isinstance(said, Say)
    assert "A1" in said.content.text


def test_the_second_of_its_kind_can_speak_of_something_else(take: Take, order: Callable[..., Order]) -> None:
    said = [
        take(State(), TimerFired(kind=TimerKind.FOLLOW_UP, order=order("A1"), args={"time": time})).actions[0]
        for time in (1, 2)
    ]
    assert [one.content.text for one in said if isinstance(one, Say)] == ["A1 收到了吗", "A1 还好用吗"]


def test_a_message_that_cannot_be_rendered_is_left_out_and_calls_nobody(
    take: Take, order: Callable[..., Order]
) -> None:
    for kind in (TimerKind.SHIPPED, TimerKind.REVISIT):  # no carrier to print; no such reply in this pack
        turn = take(State(), TimerFired(kind=kind, order=order("A1", "shipped")))
        assert turn.actions == ()
        assert any(line.startswith("not said") for line in turn.trace)


def test_yes_and_no_mean_the_two_buttons_of_the_message_however_much_later(
    take: Take, labels: Labels, wrote: Wrote, order: Callable[..., Order]
) -> None:
    mine = order("A1", "unprinted")
    asked = take(State(), TimerFired(kind=TimerKind.ADDRESS_CHECK, order=mine)).state
    assert asked.offer == Offer(order="A1", yes="ship_time", no="track_parcel")
    assert labels(take(asked, wrote("对"), orders=(mine,)).actions) == ["logistics.ship"]
    other = order("A2", "unprinted")
    no = take(asked, wrote("不对"), orders=(other, mine))
    assert labels(no.actions) == ["logistics.where"]
    assert no.state.order_number == "A1"
    assert no.state.offer is None


def test_a_message_with_one_button_asks_nothing(
    take: Take, labels: Labels, wrote: Wrote, order: Callable[..., Order]
) -> None:
    sent = take(State(), TimerFired(kind=TimerKind.SHIPPED, order=order("A1", "shipped", carrier="顺丰"))).state
    assert sent.offer == Offer(order="A1")
    assert labels(take(sent, wrote("好的")).actions) == ["common.nudge"]


def test_who_asks_about_a_product_is_come_back_to_unless_they_go_on(
    take: Take, labels: Labels, wrote: Wrote, nudging: ScriptBook
) -> None:
    asked = take(State(), wrote("陶瓷杯多少钱"), scripts=nudging)
    [timer] = [action for action in asked.actions if isinstance(action, StartTimer)]
    assert (timer.kind, timer.after.total_seconds()) == (TimerKind.NUDGE, 900)
    assert asked.state.nudging
    gone_on = take(asked.state, wrote("谢谢"), scripts=nudging)
    assert labels(gone_on.actions) == ["chat.welcome", "CancelTimer"]
    assert not gone_on.state.nudging
    fired = take(asked.state, TimerFired(kind=TimerKind.NUDGE), scripts=nudging)
    assert labels(fired.actions) == ["outreach.nudge"]
    assert not fired.state.nudging


def test_nobody_is_come_back_to_where_the_shop_does_not_nudge(take: Take, labels: Labels, wrote: Wrote) -> None:
    assert labels(take(State(), wrote("陶瓷杯多少钱")).actions) == ["pricing.price"]
