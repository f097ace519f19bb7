"""Texts are cut to Telegram's limits, which count UTF-16 units."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.channels.telegram.texts import cut, split, units


def test_an_emoji_counts_twice_and_a_chinese_character_once() -> None:
    assert units("好😀a") == 4


def test_a_short_text_is_one_piece_and_a_blank_one_none() -> None:
    assert split("好的亲") == ["好的亲"]
    assert split(" \n ") == []


def test_a_long_text_is_cut_where_a_reader_pauses() -> None:
    assert split("一二三四。五六七八九", limit=8) == ["一二三四。", "五六七八九"]
    assert split("一二三四五\n六七八", limit=8) == ["一二三四五", "六七八"]


def test_a_text_without_any_pause_is_cut_hard_but_never_through_an_emoji() -> None:
    assert split("😀" * 5, limit=5) == ["😀😀", "😀😀", "😀"]


@given(text=st.text(max_size=300), limit=st.integers(min_value=4, max_value=40))
def test_no_piece_is_too_long_and_no_word_is_lost(text: str, limit: int) -> None:
    pieces = split(text, limit)
    assert all(units(piece) <= limit for piece in pieces)
    assert "".join("".join(pieces).split()) == "".join(text.split())


@pytest.mark.parametrize(
    ("text", "expected"),
    [("短", "短"), ("两\n行", "两 行"), ("一二三四五六", "一二三四…"), ("😀😀😀", "😀😀…")],
)
def test_a_line_is_cut_with_a_mark(text: str, expected: str) -> None:
    assert cut(text, 5) == expected
