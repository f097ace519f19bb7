"""The built-in out-of-scope sentences."""

from __future__ import annotations

import pytest

from intents.outside import LANGUAGES, language_of, outside


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_language_has_many_different_sentences(language: str) -> None:
    assert len(outside(language)) >= 70
    assert len(set(outside(language))) == len(outside(language))


def test_an_unknown_language_has_none() -> None:
    assert outside("eo") == ()


def test_the_language_is_told_from_the_examples() -> None:
    assert language_of(["我要退货 ok"]) == "zh"
    assert language_of(["where is my order"]) == "en"
    assert language_of([]) == "en"
