from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest
from pydantic import TypeAdapter

from bot.core.actions import HandOff, Say
from bot.core.conversation import Frame, FrameKind, Owner, State
from bot.core.events import (
    Received,
)
from bot.core.messages import Content
from bot.dialogue import Turn
from bot.dialogue.rehearsal import Given, Rehearsal
from bot.scripts.book import ScriptBook
from bot.scripts.flows import Flow


def test_nothing_happening_says_nothing(take: Callable[..., Turn]) -> None:
    assert take(State()).actions == ()


def test_the_same_input_gives_the_same_turn(take: Callable[..., Turn], wrote: Callable[..., Received]) -> None:
    assert take(State(), wrote("运费谁出")) == take(State(), wrote("运费谁出"))


def test_a_state_in_mid_flow_survives_json(book: ScriptBook, two_orders: Given) -> None:
    rehearsal = Rehearsal(book, two_orders)
    for text in ("我要退货", "第一个", "质量问题"):
        rehearsal.hear(Content(text=text))
    adapter = TypeAdapter(State)
    assert rehearsal.state.frames[-1].asking == "photos"
    assert adapter.validate_json(adapter.dump_json(rehearsal.state)) == rehearsal.state


@pytest.mark.parametrize(
    ("text", "reply"),
    [("hello", "Hello!"), ("你好", "您好，我是小试"), ("早上好", "您好，我是小试")],
)
def test_the_customer_is_answered_in_their_language(
    text: str, reply: str, take: Callable[..., Turn], wrote: Callable[..., Received]
) -> None:
    (said,) = take(State(), wrote(text)).actions
    assert isinstance(said, Say)
    assert said.content.text == reply


def test_numbers_and_codes_do_not_change_the_language(
    take: Callable[..., Turn], wrote: Callable[..., Received]
) -> None:
    assert take(State(language="en"), wrote("XM20260301001 1234")).state.language == "en"
    assert take(State(language="zh"), wrote("XM20260301001")).state.language == "zh"


def test_a_flow_keeps_its_language_where_the_other_pack_lacks_it(
    take: Callable[..., Turn], wrote: Callable[..., Received], returning: Frame
) -> None:
    turn = take(State(language="zh", frames=(returning,)), wrote("hello"))
    assert turn.state.language == "zh"


def test_an_unknown_language_falls_back_to_the_shops(
    take: Callable[..., Turn], wrote: Callable[..., Received], labels: Callable[..., list[str]], returning: Frame
) -> None:
    assert labels(take(State(language="fr"), wrote("运费谁出")).actions) == ["returns.freight"]


@pytest.mark.parametrize(
    "frame",
    [
        Frame(kind=FrameKind.FLOW, name="returns.gone", asking="reason", tries=1),
        Frame(kind=FrameKind.FLOW, name="returns.return_flow", step=17),
        Frame(kind=FrameKind.REPLY, name="chat.gone", intent="greeting"),
        Frame(kind=FrameKind.REPLY, name="chat.hello", intent="gone"),
        Frame(kind=FrameKind.ASK_WHICH, options=("gone",)),
    ],
)
def test_a_frame_the_scripts_no_longer_have_is_dropped_with_a_friendly_line(
    frame: Frame, take: Callable[..., Turn], wrote: Callable[..., Received], labels: Callable[..., list[str]]
) -> None:
    turn = take(State(language="zh", frames=(frame,)), wrote("质量有点那个"))
    assert turn.state.frames == ()
    assert labels(turn.actions) == ["common.nudge"]


def test_a_question_whose_slot_is_gone_is_closed_and_the_flow_goes_on(
    one_order: Given,
    take: Callable[..., Turn],
    wrote: Callable[..., Received],
    labels: Callable[..., list[str]],
    returning: Frame,
) -> None:
    frame = replace(returning, asking="gone_slot")
    turn = take(State(language="zh", frames=(frame,)), wrote("质量问题"), orders=one_order.orders)
    assert labels(turn.actions) in (["ask:photos"], ["ask:reason"])


def test_a_confirmation_that_is_no_longer_one_is_not_taken_for_a_yes(
    one_order: Given,
    take: Callable[..., Turn],
    wrote: Callable[..., Received],
    labels: Callable[..., list[str]],
    returning: Frame,
) -> None:
    frame = replace(returning, asking="confirm", slots={"order": "A1"})
    turn = take(State(language="zh", frames=(frame,)), wrote("好的"), orders=one_order.orders)
    assert labels(turn.actions) == ["ask:reason"]


def test_a_flow_that_loops_for_ever_ends_with_a_person(
    book: ScriptBook, take: Callable[..., Turn], wrote: Callable[..., Received], labels: Callable[..., list[str]]
) -> None:
    pack = book.packs["zh"]
    flow = pack.flows["pricing.complaint_flow"]
    say = flow.steps[1]
    endless = replace(pack, flows={**pack.flows, flow.name: Flow(name=flow.name, topic=flow.topic, steps=(say,) * 99)})
    turn = take(State(), wrote("我要投诉"), scripts=replace(book, packs={"zh": endless}))
    assert labels(turn.actions)[-2:] == ["common.handoff", "HandOff"]


def test_while_an_agent_talks_the_bot_is_silent(
    take: Callable[..., Turn], wrote: Callable[..., Received], returning: Frame
) -> None:
    turn = take(State(frames=(returning,)), wrote("人工"), owner=Owner.AGENT)
    assert turn.actions == ()
    assert turn.state.frames == (returning,)


def test_a_handoff_clears_the_stack_and_keeps_what_was_tried(
    take: Callable[..., Turn], wrote: Callable[..., Received]
) -> None:
    turn = take(State(language="zh"), wrote("运费谁出"))
    turn = take(turn.state, wrote("人工"))
    assert turn.state.frames == ()
    assert [attempt.outcome for attempt in turn.state.attempts] == ["已答复"]
    assert isinstance(turn.actions[-1], HandOff)
