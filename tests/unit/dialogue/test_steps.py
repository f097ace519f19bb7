"""Steps with a condition, and going on after an action that failed."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest

from bot.core.actions import HandOff, HandOffReason, Perform, Say
from bot.core.conversation import Frame, FrameKind, State
from bot.core.events import Performed
from bot.core.messages import Content
from bot.core.orders import Fulfilment, Order
from bot.dialogue import Turn
from bot.dialogue.rehearsal import Given, Rehearsal
from bot.scripts.book import ScriptBook

Play = Callable[..., list[list[str]]]


@pytest.fixture
def on_its_way(two_orders: Given) -> Given:
    """Only the lamp (A2), which is on its way; a coupon can be given."""
    return Given(
        orders=two_orders.orders[:1], bound=frozenset({"A2"}), actions={"offer_coupon": {"id": "C1", "amount": 5}}
    )


def test_a_step_is_passed_over_unless_its_condition_holds(play: Play, one_order: Given, on_its_way: Given) -> None:
    packed = replace(one_order, orders=(replace(on_its_way.orders[0], number="A1", fulfilment=Fulfilment.PACKED),))
    assert play("物流没动静", given=packed) == [["late.still_packing", "late.bye"]]
    assert play("物流没动静", given=on_its_way) == [["ask:what"]]


def test_the_steps_of_the_other_condition_are_left_out(play: Play, on_its_way: Given) -> None:
    assert play("物流没动静", "再等等", given=on_its_way)[1] == ["does offer_coupon", "late.coupon", "late.bye"]
    assert play("物流没动静", "退钱", given=on_its_way)[1] == ["common.handoff", "handoff script"]


def test_a_flow_may_go_on_after_an_action_that_failed(play: Play, on_its_way: Given) -> None:
    refused = replace(on_its_way, actions={"offer_coupon": {"fails": "offered_before"}})
    assert play("物流没动静", "再等等", given=refused)[1] == ["does offer_coupon", "late.no_coupon", "late.bye"]


def test_what_was_said_is_not_said_again_after_a_correction(play: Play, on_its_way: Given, two_orders: Given) -> None:
    """The flow goes back to where it last said or did something, so that other steps can be taken."""
    given = replace(two_orders, actions=on_its_way.actions)
    turns = play("物流没动静", "第一个", "不对，是另一单", given=given)
    assert turns[1] == ["ask:what"]
    assert turns[2] == ["late.still_packing", "late.bye"]


@pytest.mark.parametrize(
    "text", ["货寄走了，单号SF1300224466880", "SF1300224466880 已经寄回去了", "寄出了 YT8800112233445"]
)
def test_a_waybill_said_in_passing_is_taken(play: Play, one_order: Given, text: str) -> None:
    assert play(text, given=one_order) == [["late.noted_number"]]


def test_a_waybill_is_asked_for_and_read_with_the_courier(play: Play, one_order: Given) -> None:
    assert play("已经寄回去了", "中通 73120009876", given=one_order) == [["ask:way_back"], ["late.noted_number"]]


def test_the_parcel_that_came_is_not_the_one_that_goes_back(play: Play, two_orders: Given) -> None:
    given = Given(orders=(replace(two_orders.orders[1], tracking_number="SF1300224466880"),), bound=frozenset({"A1"}))
    assert play("货寄走了，单号SF1300224466880", given=given) == [["ask:way_back"]]


@pytest.mark.parametrize("text", ["再不处理我就打12315", "今天能发货吗，不然我起诉你们"])
def test_a_word_that_must_never_be_missed_calls_a_person_from_anywhere(play: Play, text: str, one_order: Given) -> None:
    assert play(text) == [["common.handoff", "handoff sensitive"]]
    assert play("我要退货", text, given=one_order)[1] == ["common.handoff", "handoff sensitive"]


def test_such_a_word_within_a_number_means_nothing(play: Play, one_order: Given) -> None:
    assert "handoff sensitive" not in play("今天能发货吗 9123150", given=one_order)[0]


def test_what_was_confirmed_for_an_order_that_moved_on_is_asked_anew(
    book: ScriptBook, one_order: Given, photo: Callable[..., Content]
) -> None:
    rehearsal = Rehearsal(book, one_order)
    for content in (Content(text="我要退货"), Content(text="质量问题"), photo(1)):
        rehearsal.hear(content)
    moved = replace(one_order.orders[0], fulfilment=Fulfilment.CLOSED)
    rehearsal.given = replace(one_order, orders=(moved,))
    heard = rehearsal.hear(Content(text="是的"))
    assert [one.reply for one in heard.actions if isinstance(one, Say)] == ["returns.sure"]
    assert not any(isinstance(one, Perform) for one in heard.actions)
    assert any(isinstance(one, Perform) for one in rehearsal.hear(Content(text="是的")).actions)


def test_a_flow_that_ends_without_a_word_calls_a_person(take: Callable[..., Turn], order: Callable[..., Order]) -> None:
    frame = Frame(kind=FrameKind.FLOW, name="late.late_flow", intent="parcel_late", step=3, pending="k")
    said = ("有消息马上告诉您", "有进展就告诉您") * 2
    state = State(language="zh", frames=(replace(frame, slots={"order": "A1"}),), last_said=said, unanswered=True)
    turn = take(state, Performed(key="k", result={}), orders=(order("A1"),))
    assert [one.reason for one in turn.actions if isinstance(one, HandOff)] == [HandOffReason.STUCK]
