"""How many."""

from __future__ import annotations

from collections.abc import Callable

import pytest


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("两件", 2),
        ("买2件", 2),
        ("三双", 3),
        ("一打", 12),
        ("半打", 6),
        ("两打", 24),
        ("要仨", 3),
        ("买俩", 2),
        ("十二个", 12),
        ("x3", 3),
        ("拍了×2", 2),
        ("2 pairs", 2),
        ("three pairs", 3),
        ("half a dozen", 6),
        ("a dozen", 12),
        ("two dozen", 24),
        ("a couple of bottles", 2),
        ("five more boxes", 5),
        ("two of them", 2),
        ("一百零五条", 105),
        ("twenty five boxes", 25),
        ("叁拾件", 30),
    ],
)
def test_one_count(named: Callable[[str], list[tuple[str, int]]], text: str, value: int) -> None:
    assert named(text) == [("count", value)]


@pytest.mark.parametrize(
    "text",
    [
        "一个月",
        "三个小时",
        "第二件",
        "三四件",
        "十来个",
        "1/2个",
        "四件套",
        "三件套多少钱",
        "两个多星期了",
        "2个半小时",
        "两百五一个",
        "咱俩",
        "打开",
        "一打开就坏了",
        "a couple of weeks",
        "iPhone x2a",
        "XM1002 只取消T恤",
        "600120260018 2018 只取消枕头",
        "2011 把水壶取消",
        "2-3件",
        "2~3件",
        "199包邮",
    ],
)
def test_no_count(named: Callable[[str], list[tuple[str, int]]], text: str) -> None:
    assert "count" not in [kind for kind, _ in named(text)]
