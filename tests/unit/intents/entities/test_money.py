"""Amounts of money."""

from __future__ import annotations

from collections.abc import Callable

import pytest


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("¥199", "199"),
        ("￥199.5", "199.5"),
        ("¥ 99.90", "99.90"),
        ("199块", "199"),
        ("199块5", "199.5"),
        ("一百九十九块五", "199.5"),
        ("十块零五毛", "10.5"),
        ("三块八毛五", "3.85"),
        ("五毛钱", "0.5"),
        ("20元", "20"),
        ("便宜二十块钱吧", "20"),
        ("两块半", "2.5"),
        ("十八块五行不行", "18.5"),
        ("3.5k块", "3500"),
        ("1.2万元", "12000"),
        ("$20", "20"),
        ("$1,299.50", "1299.50"),
        ("US dollars: 30 usd", "30"),
        ("20 bucks", "20"),
        ("ten dollars", "10"),
        ("€15,50", "15.50"),
        ("€1.299,00", "1299.00"),
        ("£9.99", "9.99"),
        ("rmb 30", "30"),
        ("30rmb", "30"),
        ("预算2k", "2000"),
        ("花了三千五", "3500"),
        ("price is 1.5k", "1500"),
    ],
)
def test_one_amount(named: Callable[[str], list[tuple[str, str]]], text: str, value: str) -> None:
    assert ("money", value) in named(text)
    assert len([kind for kind, _ in named(text) if kind == "money"]) == 1


@pytest.mark.parametrize(
    "text", ["便宜一点", "二十几块", "20多块", "3.5k", "一块手表坏了", "4k屏", "两块地毯", "毛毯", "三毛巾"]
)
def test_no_amount(named: Callable[[str], list[tuple[str, str]]], text: str) -> None:
    assert "money" not in [kind for kind, _ in named(text)]


def test_what_follows_an_amount_is_no_part_of_it(named: Callable[[str], list[tuple[str, str]]]) -> None:
    assert named("20块3件") == [("money", "20"), ("count", 3)]
    assert named("¥199，20件") == [("money", "199"), ("count", 20)]
