from __future__ import annotations

from collections.abc import Callable

from bot.dialogue.rehearsal import Given

Play = Callable[..., list[list[str]]]


def test_the_same_wish_again_does_not_start_it_twice(play: Play, two_orders: Given) -> None:
    assert play("我要退货", "我要退货", "第一个", given=two_orders)[1:] == [["ask:order"], ["ask:reason"]]


def test_two_questions_are_both_answered_before_the_flow_begins(play: Play, two_orders: Given) -> None:
    assert play("我要退货，退货运费谁出", given=two_orders) == [["returns.freight", "ask:order"]]
    assert play("今天能发货吗，运费谁出") == [["logistics.ship", "returns.freight"]]


def test_a_flow_in_the_middle_of_another_topic_comes_first_and_the_old_one_returns(
    play: Play, two_orders: Given
) -> None:
    turns = play("我要退货", "我的快递到哪了", "小台灯", given=two_orders)
    assert turns[1] == ["ask:order"]
    assert turns[2] == ["logistics.where", "ask:order"]


def test_another_flow_of_the_same_topic_takes_its_place(play: Play, one_order: Given) -> None:
    turns = play("我要退货", "我要换货", given=one_order)
    assert turns[1] == ["common.handoff", "handoff script"]
