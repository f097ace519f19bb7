"""A light stem for English."""

from __future__ import annotations

import pytest

from intents.stems import spelled_out, stem


@pytest.mark.parametrize(
    ("word", "plain"),
    [
        ("orders", "order"),
        ("parties", "party"),
        ("shipped", "ship"),
        ("shipping", "ship"),
        ("address", "address"),
        ("changing", "chang"),
        ("change", "chang"),
        ("status", "status"),
        ("this", "this"),
        ("is", "is"),
        ("naïves", "naïves"),
    ],
)
def test_endings_fall_off_where_a_word_remains(word: str, plain: str) -> None:
    assert stem(word) == plain


@pytest.mark.parametrize(
    ("word", "words"),
    [
        ("don't", ("do", "not")),
        ("dont", ("do", "not")),
        ("can't", ("can", "not")),
        ("won't", ("will", "not")),
        ("what's", ("what", "is")),
        ("i'm", ("i", "am")),
        ("we'll", ("we", "will")),
        ("friend's", ("friend", "s")),
        ("u", ("you",)),
        ("tmrw", ("tomorrow",)),
        ("j'ai", ("j", "ai")),
        ("order", ("order",)),
    ],
)
def test_short_forms_are_the_words_they_stand_for(word: str, words: tuple[str, ...]) -> None:
    assert spelled_out(word) == words
