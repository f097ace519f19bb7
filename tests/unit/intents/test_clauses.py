"""Cutting a message into clauses."""

from __future__ import annotations

import pytest

from intents.clauses import clauses, cuts, leans


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


@pytest.mark.parametrize(
    ("text", "before"),
    [
        ("我要退货运费谁出", "我要退货"),
        ("发什么快递几天到", "发什么快递"),
        ("能便宜点吗什么时候发货", "能便宜点吗"),
        ("where is my parcel can i get an invoice", "where is my parcel "),
    ],
)
def test_a_place_between_two_sentences_is_proposed(text: str, before: str) -> None:
    assert len(before) in cuts(text)


@pytest.mark.parametrize(
    "text",
    [
        "退货运费谁出",  # a phrase before its question
        "开线了想退货",  # a reason before its wish
        "我要退货怎么操作",
        "我的订单怎么还没到",
        "我这个订单的发票怎么开",
        "退货",
        "",
        "where is it",
        "吗" * 1000,
    ],
)
def test_one_idea_is_not_cut(text: str) -> None:
    assert cuts(text) == ()


@pytest.mark.parametrize("text", ["怎么操作", "现在该怎么操作呢", "那怎么办呢", "可以吗"])
def test_parts_that_lean_on_the_one_before(text: str) -> None:
    assert leans(text)


def test_the_places_proposed_are_few() -> None:
    assert len(cuts("我想要什么吗能怎么呢可以几天到吧我要哪个谁的多少钱呢")) <= 8
