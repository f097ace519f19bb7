"""What spoke for an intent, as people read it."""

from __future__ import annotations

import pytest

from intents.evidence import Places, shown
from intents.normalize import normalize
from intents.pinyin import sound


@pytest.mark.parametrize(
    ("view", "term", "text"),
    [
        ("words", "w:my order", "my order"),
        ("concepts", "zh:退货", "<退货>"),
        ("characters", "退货", "退货"),
    ],
)
def test_terms_lose_their_marks(view: str, term: str, text: str) -> None:
    assert shown(view, term) == text


def test_sounds_are_shown_as_pinyin() -> None:
    assert shown("sounds", sound("退货")) == "[tui huo]"


@pytest.mark.parametrize(
    ("said", "view", "term", "words"),
    [
        ("快fahuo了吗", "syllables", sound("货"), "huo"),
        ("快fahuo了吗", "sounds", sound("发货"), "fahuo"),
        ("快fahuo了吗", "concepts", "zh:发出", "fahuo"),
        ("快发活了吗", "concepts", "zh:发出", "发活"),
        ("快发货了吗", "syllables", sound("货"), "货"),
    ],
)
def test_evidence_from_typed_pinyin_points_at_the_letters(said: str, view: str, term: str, words: str) -> None:
    span = Places(normalize(said)).of(view, term)
    assert span is not None
    assert said[span[0] : span[1]] == words
