"""Negations and opposites."""

from __future__ import annotations

import pytest

from intents.guards import negations, turned


@pytest.mark.parametrize("text", ["能不能退货", "可不可以便宜", "有没有货", "是不是正品", "退不退", "发货了不"])
def test_questions_do_not_negate(text: str) -> None:
    assert negations(text) == []


@pytest.mark.parametrize("text", ["我不要退货", "别发货", "还没发货", "i do not want it", "it doesn't work"])
def test_negations_are_found(text: str) -> None:
    assert negations(text)


@pytest.mark.parametrize(
    ("said", "example", "word"),
    [
        ("我不要退货", "我要退货", "不要"),
        ("什么时候到货", "什么时候发货", "到货"),
        ("turn it off", "turn it on", "off"),
        ("我要退货", "我要退货", ""),
        ("能不能退货", "能退货吗", ""),
    ],
)
def test_the_turning_word_is_named(said: str, example: str, word: str) -> None:
    assert turned(said, example) == word
