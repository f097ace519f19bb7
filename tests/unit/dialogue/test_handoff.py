"""Calling a person: whose queue it is, and what the customer hears of it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest

from bot.core.actions import HandOff, Say
from bot.core.conversation import Frame, JsonValue, State
from bot.core.customers import Tier
from bot.core.events import HandedBack, QueueLine, Received
from bot.core.roles import Role
from bot.dialogue import Turn
from bot.dialogue.rehearsal import Given
from bot.scripts.book import ScriptBook


@pytest.fixture
def routed(book: ScriptBook) -> ScriptBook:
    """The shop, with queues."""
    lines: list[JsonValue] = [
        {"to": "supervisor", "tier": "problem"},
        {"to": "warehouse", "order": ["printed", "packed"]},
        {"to": "pre_sale", "order": "none", "language": "zh"},
        {"to": "supervisor", "intent": "exchange_request", "topic": "returns"},
    ]
    return replace(book, shop={**book.shop, "desk": {"routing": lines}})


def handoff_of(turn: Turn) -> HandOff:
    [handoff] = [action for action in turn.actions if isinstance(action, HandOff)]
    return handoff


def test_the_first_line_of_routing_that_fits_decides_whose_queue_it_is(
    routed: ScriptBook, take: Callable[..., Turn], wrote: Callable[..., Received], two_orders: Given
) -> None:
    calls = wrote("人工")
    zh = State(language="zh")
    assert handoff_of(take(zh, calls, scripts=routed)).role is Role.PRE_SALE
    assert handoff_of(take(zh, calls, scripts=routed, tier=Tier.PROBLEM)).role is Role.SUPERVISOR
    english = take(State(language="en"), wrote("a human please", press="human"), scripts=routed)
    assert handoff_of(english).role is Role.AFTER_SALE
    [cup] = two_orders.orders[1:]
    assert handoff_of(take(zh, wrote("我要换货"), scripts=routed, orders=(cup,))).role is Role.SUPERVISOR


def test_what_was_collected_goes_along_by_name_too(
    one_order: Given, take: Callable[..., Turn], wrote: Callable[..., Received], returning: Frame
) -> None:
    frame = replace(returning, slots={"order": "A1", "_seen": "signed"})
    turn = take(State(language="zh", frames=(frame,)), wrote("人工"), orders=one_order.orders)
    assert handoff_of(turn).values == {"order": "A1"}


def test_the_line_tells_the_place_in_the_queue_of_that_role(
    routed: ScriptBook, take: Callable[..., Turn], wrote: Callable[..., Received]
) -> None:
    queues = {Role.PRE_SALE: QueueLine(waiting=4, agents_on=1), Role.AFTER_SALE: QueueLine(waiting=40)}
    turn = take(State(language="zh"), wrote("人工"), scripts=routed, waiting=44, lines=queues)
    assert "第 5 位" in said(turn)
    unknown = take(State(language="zh"), wrote("人工"), scripts=routed, waiting=7)
    assert "第 8 位" in said(unknown)


def said(turn: Turn) -> str:
    return "\n".join(action.content.text for action in turn.actions if isinstance(action, Say))


def test_returned_with_settled_values_the_matter_is_taken_up_again(
    one_order: Given, take: Callable[..., Turn], labels: Callable[..., list[str]]
) -> None:
    settled = HandedBack(
        outcome="运费我们出", intent="return_request", slots={"order": "A1", "reason": "quality", "gone": 1}
    )
    turn = take(State(language="zh"), settled, orders=one_order.orders)
    assert labels(turn.actions) == ["common.handed_back", "ask:photos"]
    [frame] = turn.state.frames
    assert (frame.name, frame.slots) == ("returns.return_flow", {"order": "A1", "reason": "quality"})


@pytest.mark.parametrize("intent", ["", "gone_from_the_scripts", "human_agent"])
def test_a_matter_that_the_scripts_do_not_know_is_not_taken_up(
    take: Callable[..., Turn], labels: Callable[..., list[str]], intent: str
) -> None:
    turn = take(State(language="zh"), HandedBack(outcome="好了", intent=intent, slots={"order": "A1"}))
    assert labels(turn.actions) == ["common.handed_back"]
    assert turn.state.frames == ()
