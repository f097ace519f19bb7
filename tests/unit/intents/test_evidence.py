"""What spoke for an intent, as people read it."""

from __future__ import annotations

import pytest

from intents.evidence import shown
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
