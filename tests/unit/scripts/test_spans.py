from __future__ import annotations

import re
from datetime import timedelta

import pytest

from bot.scripts.spans import span_of


@pytest.mark.parametrize(
    ("text", "span"),
    [
        ("30s", timedelta(seconds=30)),
        ("15m", timedelta(minutes=15)),
        ("12h", timedelta(hours=12)),
        ("0d", timedelta()),
        ("9999d", timedelta(days=9999)),
    ],
)
def test_a_span_is_a_number_and_a_unit(text: str, span: timedelta) -> None:
    assert span_of(text) == span


@pytest.mark.parametrize("text", ["5", "5 m", "-5m", "1.5h", "5w", "10000d", "５m\n"])
def test_anything_else_is_none(text: str) -> None:
    with pytest.raises(ValueError, match=re.escape(text)):
        span_of(text)
