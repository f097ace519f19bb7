"""Numerals."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from intents.entities.numbers import english, number, plain_numerals


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("12", 12), ("12.5", 12.5), ("十", 10), ("十二", 12), ("二十", 20), ("两百三", 230), ("一百零五", 105),
        ("一千二", 1200), ("一六五", 165), ("半", 0.5), ("三万", 30_000), ("一百一十斤"[:-1], 110), ("两", 2),
    ],
)  # fmt: skip
def test_numerals(text: str, value: float) -> None:
    assert number(text) == value


@pytest.mark.parametrize("text", ["", "多", "1.2.3", "一点", "9" * 30])
def test_no_numerals(text: str) -> None:
    assert number(text) is None


@given(st.text("零一二两三四五六七八九十百千万半", max_size=12))
def test_any_row_of_numerals_is_a_number_or_none(text: str) -> None:
    value = number(text)
    assert value is None or value >= 0


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("twelve", 12), ("a", 1), ("twenty five", 25), ("twenty-five", 25), ("a hundred", 100), ("two thousand", 2000),
        ("one hundred and fifty", 150), ("two thousand five hundred", 2500), ("five twenty", None), ("hundred", None),
    ],
)  # fmt: skip
def test_english_numerals(text: str, value: int | None) -> None:
    assert english(text) == value


@pytest.mark.parametrize(
    ("text", "everyday"),
    [
        ("一百二拾叁元", "一百二十三元"),
        ("叁拾件", "三十件"),
        ("拾伍元", "十五元"),
        ("大陆十件", "大陆十件"),
        ("收拾十件", "收拾十件"),
    ],
)
def test_numerals_of_receipts_are_told_from_words(text: str, everyday: str) -> None:
    assert plain_numerals(text) == everyday
