"""Normalisation settles spelling and remembers where everything stood."""

from __future__ import annotations

import time

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from intents import normalize

ANY_TEXT = st.text(st.characters(), max_size=60)  # lone surrogates included
SHOP_TEXT = st.text("我要退貨发發货還没啊啊啊咋啥冇aAbsoxXL１2３ ，。！!～👍🏽é\u0301\u200b\u202e", max_size=40)

PLAIN_TEXT = st.text("我要退貨发货什么时候啥咋kdAbＬ２１3，。、？！,.;: ", max_size=30)


@pytest.mark.parametrize(
    ("written", "settled"),
    [
        ("發貨時間", "发货时间"),
        ("Ｈｅｌｌｏ　ＷＯＲＬＤ", "hello world"),
        ("在吗在吗！！！！", "在吗在吗!"),
        ("快点啊啊啊啊啊", "快点啊"),
        ("sooooo good", "so good"),
        ("要XXXL的", "要xxxl的"),
        ("订单100000", "订单100000"),
        ("咋还不发啥时候到", "怎么还不发什么时候到"),
        ("我要退货😭😭😭", "我要退货"),
        ("👍👍", "👍"),
        ("我\u200b要\u202e退\ufeff货", "我要退货"),
        ("e\u0301toile", "étoile"),
        ("\ud800", ""),
        ("", ""),
        ("  \n\t ", ""),
    ],
)
def test_one_spelling_for_many(written: str, settled: str) -> None:
    assert normalize(written).text == settled


@given(st.one_of(ANY_TEXT, SHOP_TEXT))
@example("ǰ")
@example("啊👍啊👍啊")
@example("咋咋咋样")
def test_normalising_twice_changes_nothing(text: str) -> None:
    once = normalize(text).text
    assert normalize(once).text == once


@given(st.one_of(ANY_TEXT, SHOP_TEXT))
def test_every_character_points_into_the_original(text: str) -> None:
    normalized = normalize(text)
    assert len(normalized.spans) == len(normalized.text)
    assert all(0 <= start < end <= len(text) for start, end in normalized.spans)


@given(SHOP_TEXT)
def test_places_never_go_backwards(text: str) -> None:
    starts = [start for start, _ in normalize(text).spans]
    assert starts == sorted(starts)


@given(st.one_of(SHOP_TEXT, PLAIN_TEXT))
@example("退。货")
@example("发 货")
@example("什么时候發貨，Ｌ码还有吗？")
def test_the_short_way_for_plain_messages_comes_to_the_same(text: str) -> None:
    long_way = normalize(text + "👍")  # a symbol, which is dropped, and which no plain message has
    if any(char.isalnum() for char in text):
        assert normalize(text).text == long_way.text
        assert normalize(text).spans == long_way.spans


def test_origin_covers_what_was_squeezed_and_replaced() -> None:
    text = "咋还不發貨！！！"
    normalized = normalize(text)
    assert normalized.text == "怎么还不发货!"
    start, end = normalized.origin(0, 2)
    assert text[start:end] == "咋"
    start, end = normalized.origin(4, 7)
    assert text[start:end] == "發貨！！！"


def test_a_very_long_message_takes_time_in_proportion_to_its_length() -> None:
    began = time.perf_counter()
    normalize("發貨 e\u0301 啊啊啊 " * 10_000)
    assert time.perf_counter() - began < 5
