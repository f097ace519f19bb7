from __future__ import annotations

from collections.abc import Callable

Play = Callable[..., list[list[str]]]


def test_nonsense_is_handed_over_and_not_answered(play: Play) -> None:
    assert play("啦啦啦德玛西亚") == [["common.handoff", "handoff not_understood"]]
