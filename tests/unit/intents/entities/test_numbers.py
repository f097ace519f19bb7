"""Numerals."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from intents.entities.numbers import number


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
