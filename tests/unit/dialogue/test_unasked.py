from __future__ import annotations

from collections.abc import Callable

Play = Callable[..., list[list[str]]]


def test_yes_and_no_out_of_place_get_a_nudge(play: Play) -> None:
    assert play("好的", "不用了") == [["common.nudge"], ["common.nudge"]]
