"""Cutting a message into clauses."""

from __future__ import annotations

import pytest

from intents.clauses import clauses


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("我要退货，运费谁出", ("我要退货", "运费谁出")),
        ("在吗\n我的快递\n怎么还没到", ("在吗", "我的快递", "怎么还没到")),
        ("开发票另外什么时候发货", ("开发票", "什么时候发货")),
        ("cancel my order and send an invoice", ("cancel my order", "send an invoice")),
        ("退货", ("退货",)),
        ("，。！", ()),
        ("", ()),
    ],
)
def test_parts(text: str, parts: tuple[str, ...]) -> None:
    assert clauses(text) == parts


def test_a_flood_of_clauses_is_cut_off() -> None:
    assert len(clauses("退货，" * 1000)) == 6
