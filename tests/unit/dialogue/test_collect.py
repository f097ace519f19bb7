from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

import pytest

from bot.core.actions import HandOff, Perform, Say
from bot.core.messages import Content
from bot.core.orders import Order
from bot.dialogue.rehearsal import Given, Rehearsal
from bot.scripts.book import ScriptBook

Play = Callable[..., list[list[str]]]


def test_the_straight_way_asks_each_missing_thing_once(
    play: Play, photo: Callable[..., Content], two_orders: Given
) -> None:
    assert play("我要退货", "陶瓷杯", "质量问题", photo(1), "是的", given=two_orders) == [
        ["ask:order"],
        ["ask:reason"],
        ["ask:photos"],
        ["returns.sure"],
        ["does create_return", "returns.done"],
    ]


def test_what_was_said_already_is_not_asked(play: Play, one_order: Given) -> None:
    assert play("质量问题想退货", given=one_order) == [["ask:photos"]]


def test_something_else_that_is_needed_is_taken_while_another_thing_is_asked(play: Play, two_orders: Given) -> None:
    assert play("我要退货", "坏了", "第一个", given=two_orders)[1:] == [["ask:order"], ["ask:photos"]]


def test_a_question_asked_again_is_worded_differently_and_then_a_person_comes(
    book: ScriptBook, two_orders: Given
) -> None:
    rehearsal = Rehearsal(book, two_orders)
    heard = [rehearsal.hear(Content(text=text)) for text in ("我要退货", "紫色星球", "乌拉乌拉", "德玛西亚万岁")]
    asked = [action.content.text for one in heard[:3] for action in one.actions if isinstance(action, Say)]
    assert len(set(asked)) == 3
    assert isinstance(heard[3].actions[-1], HandOff)
    assert heard[3].actions[-1].reason == "stuck"


def test_answers_out_of_bounds_are_asked_again(play: Play, two_orders: Given, order: Callable[..., object]) -> None:
    given = Given(orders=(order("U1", "unpaid"),), bound=frozenset({"U1"}), actions=two_orders.actions)  # type: ignore[arg-type]
    assert play("帮我改价", "5000", "35", given=given) == [
        ["ask:price"],
        ["ask:price"],
        ["does create_task", "pricing.noted"],
    ]


def test_a_requirement_that_does_not_hold_is_told_and_ends_the_flow(play: Play, one_order: Given) -> None:
    assert play("帮我改价", "运费谁出", given=one_order) == [["pricing.paid_already"], ["returns.freight"]]


def test_too_few_words_are_asked_again_and_too_many_are_cut(book: ScriptBook) -> None:
    rehearsal = Rehearsal(book)
    rehearsal.hear(Content(text="我要投诉"))
    assert [action.reply for action in rehearsal.hear(Content(text="慢")).actions if isinstance(action, Say)] == [
        "ask:detail"
    ]
    heard = rehearsal.hear(Content(text="等了很久" * 30))
    assert len(str(heard.slots["detail"])) == 40


def test_an_action_that_fails_follows_the_script(play: Play, order: Callable[..., object]) -> None:
    given = Given(orders=(order("U1", "unpaid"),), bound=frozenset({"U1"}), actions={"create_task": {"fails": "no"}})  # type: ignore[arg-type]
    assert play("帮我改价", "35", given=given)[1] == ["does create_task", "pricing.no_change"]


@pytest.mark.parametrize(("reason", "said"), [("paid", "付过款的单改不了价"), ("closed", "价格暂时改不了")])
def test_the_reply_to_a_failed_action_may_say_why(
    book: ScriptBook, order: Callable[..., Order], reason: str, said: str
) -> None:
    given = Given(orders=(order("U1", "unpaid"),), bound=frozenset({"U1"}), actions={"create_task": {"fails": reason}})
    rehearsal = Rehearsal(book, given)
    rehearsal.hear(Content(text="帮我改价"))
    heard = rehearsal.hear(Content(text="35"))
    assert [action.content.text for action in heard.actions if isinstance(action, Say)] == [said]


def test_an_action_gets_the_slots_it_needs_and_a_key_of_its_own(
    book: ScriptBook, one_order: Given, photo: Callable[..., Content]
) -> None:
    rehearsal = Rehearsal(book, one_order)
    for content in (Content(text="质量问题想退货"), photo(2)):
        rehearsal.hear(content)
    performed = [one for one in rehearsal.hear(Content(press="yes")).actions if isinstance(one, Perform)]
    assert [one.args for one in performed] == [{"order": "A1", "reason": "quality", "photos": ["p0", "p1"]}]
    assert performed[0].key


def test_a_no_to_the_confirmation_leaves_the_flow(play: Play, photo: Callable[..., Content], one_order: Given) -> None:
    assert play("质量问题想退货", photo(1), "不用了", given=one_order)[-1] == ["common.cancelled"]


def test_an_unclear_answer_to_the_confirmation_is_asked_in_other_words_then_a_person_comes(
    play: Play, photo: Callable[..., Content], one_order: Given
) -> None:
    turns = play("质量问题想退货", photo(1), "咕噜咕噜", "呱呱呱呱", given=one_order)
    assert turns[2:] == [["common.confirm_again"], ["common.handoff", "handoff stuck"]]


def test_an_answer_and_a_question_in_one_message_are_both_heard(play: Play, one_order: Given) -> None:
    assert play("我要退货", "质量问题，运费谁出", given=one_order)[1] == ["returns.freight", "ask:photos"]


def test_a_question_with_one_wording_is_not_repeated_but_a_person_called(book: ScriptBook) -> None:
    pack = book.packs["zh"]
    mute = replace(pack.slots["detail"], again=())
    changed = replace(book, packs={"zh": replace(pack, slots={**pack.slots, "detail": mute})})
    rehearsal = Rehearsal(changed)
    rehearsal.hear(Content(text="我要投诉"))
    heard = rehearsal.hear(Content(text="慢"))
    assert [type(action) for action in heard.actions] == [Say, HandOff]


def test_a_step_that_hands_over_only_when_its_condition_holds(
    play: Play, photo: Callable[..., Content], one_order: Given, order: Callable[..., Order]
) -> None:
    assert play("东西有毛病", photo(1), given=one_order)[1] == ["common.handoff", "handoff script"]
    under_way = Given(orders=(order("A2", "shipped"),), bound=frozenset({"A2"}))
    assert play("东西有毛病", photo(1), given=under_way)[1] == ["returns.done_looking"]


def test_an_order_lost_in_mid_flow_is_asked_for_again(book: ScriptBook, one_order: Given) -> None:
    rehearsal = Rehearsal(book, one_order)
    rehearsal.hear(Content(text="我要退货"))
    rehearsal._bound = frozenset()
    heard = rehearsal.hear(Content(text="质量问题"))
    assert [action.reply for action in heard.actions if isinstance(action, Say)] == ["common.bind_order"]


def test_digits_alone_are_a_text_too(book: ScriptBook) -> None:
    rehearsal = Rehearsal(book)
    rehearsal.hear(Content(text="我要投诉"))
    assert rehearsal.hear(Content(text="1234")).slots["detail"] == "1234"


def test_the_product_talked_about_is_remembered_while_warm(play: Play) -> None:
    assert play("杯子多少钱", "容量多大") == [["pricing.price"], ["pricing.capacity"]]


def test_another_product_is_asked_for(play: Play) -> None:
    assert play("台灯多少钱", "另一款多少钱") == [["pricing.price"], ["ask:product"]]


def test_a_product_talked_about_long_ago_is_asked_for(book: ScriptBook) -> None:
    rehearsal = Rehearsal(book)
    rehearsal.hear(Content(text="杯子多少钱"))
    rehearsal.given = replace(rehearsal.given, now=rehearsal.given.now + timedelta(minutes=11))
    rehearsal.hear(Content(text="在吗"))
    assert rehearsal.hear(Content(text="容量多大")).asking == "product"
