"""Who takes a wish back is heard before a question that any text may answer."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from bot.dialogue.rehearsal import Given

Play = Callable[..., list[list[str]]]


@pytest.mark.parametrize("text", ["不退了", "我不退货了", "还是不退了吧"])
def test_refusing_what_is_under_way_leaves_it(play: Play, one_order: Given, text: str) -> None:
    assert play("我要退货", text, given=one_order)[-1] == ["common.cancelled"]


@pytest.mark.parametrize("text", ["不退了我要换货", "我要换货算了"])
def test_what_is_wanted_instead_is_begun(play: Play, one_order: Given, text: str) -> None:
    assert play("我要退货", text, given=one_order)[-1] == ["common.handoff", "handoff script"]


def test_a_reason_that_only_begins_like_a_refusal_is_the_reason(play: Play, one_order: Given) -> None:
    assert play("我要退货", "不合适", given=one_order)[-1] == ["ask:photos"]
