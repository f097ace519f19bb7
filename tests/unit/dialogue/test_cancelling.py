from __future__ import annotations

from collections.abc import Callable

import pytest

from bot.dialogue.rehearsal import Given

Play = Callable[..., list[list[str]]]


def test_cancel_leaves_cleanly(play: Play, one_order: Given) -> None:
    turns = play("我要退货", "算了", "质量问题想退货", given=one_order)
    assert turns[1] == ["common.cancelled"]
    assert turns[2] == ["ask:photos"]


def test_cancel_and_a_new_wish_go_straight_to_the_wish(play: Play, one_order: Given) -> None:
    assert play("我要退货", "算了，我要换货", given=one_order)[1] == ["common.handoff", "handoff script"]


def test_cancel_with_nothing_under_way_says_so(play: Play) -> None:
    assert play("算了") == [["common.nothing_to_cancel"]]


@pytest.mark.parametrize("text", ["算了还是我要换货", "算了，我要换货", "算了吧 我要换货"])
def test_giving_up_one_thing_for_another_in_one_breath(play: Play, one_order: Given, text: str) -> None:
    assert play("我要退货", text, given=one_order)[1] == ["common.handoff", "handoff script"]


def test_giving_up_alone_leaves(play: Play, one_order: Given) -> None:
    assert play("我要退货", "算了吧呀", given=one_order)[1] == ["common.cancelled"]
