"""A light stem for English."""

from __future__ import annotations

import pytest

from intents.stems import stem


@pytest.mark.parametrize(
    ("word", "plain"),
    [
        ("orders", "order"),
        ("parties", "party"),
        ("shipped", "shipp"),
        ("shipping", "shipp"),
        ("address", "address"),
        ("status", "status"),
        ("this", "this"),
        ("is", "is"),
        ("naïves", "naïves"),
    ],
)
def test_endings_fall_off_where_a_word_remains(word: str, plain: str) -> None:
    assert stem(word) == plain
