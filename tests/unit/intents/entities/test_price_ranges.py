"""Amounts of money that are no exact ones."""

from __future__ import annotations

from collections.abc import Callable

import pytest


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("100-200元", "100/200"),
        ("2-3百", "200/300"),
        ("2-3百块", "200/300"),
        ("两三百", "200/300"),
        ("三百多", "300/400"),
        ("预算300多", "300/400"),
        ("100~200块", "100/200"),
        ("100到200块", "100/200"),
        ("¥100-¥200", "100/200"),
        ("$10 to $20", "10/20"),
        ("一百多块", "100/200"),
        ("120多块", "120/130"),
        ("二十几块", "20/30"),
        ("十几块钱", "10/20"),
        ("3块多", "3/4"),
        ("几十块", "20/90"),
        ("上百块", "100/200"),
        ("三四十块", "30/40"),
        ("一两百块", "100/200"),
        ("一百来块", "90/110"),
        ("100块左右", "90/110"),
        ("大概一百块", "90/110"),
        ("about $50", "45/55"),
        ("50元以内", "0/50"),
        ("不到100块", "0/100"),
        ("under $50", "0/50"),
        ("预算三百以内", "0/300"),
        ("预算300到500", "300/500"),
    ],
)
def test_one_range(named: Callable[[str], list[tuple[str, str]]], text: str, value: str) -> None:
    assert named(text) == [("money_range", value)]


@pytest.mark.parametrize("text", ["200-100元", "大概165", "100-200", "50左右", "100块", "几块手表", "差不多了"])
def test_no_range(named: Callable[[str], list[tuple[str, str]]], text: str) -> None:
    assert "money_range" not in [kind for kind, _ in named(text)]
