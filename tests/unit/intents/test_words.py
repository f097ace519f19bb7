"""Latin names, word by word."""

from __future__ import annotations

import pytest

from intents.words import nearest, stands


@pytest.mark.parametrize(
    ("text", "is_word"), [("a mat please", True), ("two mats", True), ("it matters", False), ("瑜伽mat吗", True)]
)
def test_a_name_stands_only_where_no_letter_touches_it(text: str, is_word: bool) -> None:
    assert stands("mat", text, text.index("mat")) is is_word


def test_a_chinese_name_stands_anywhere() -> None:
    assert stands("台灯", "那台灯呢", 1)


def test_the_nearest_words_are_told_with_their_place() -> None:
    assert nearest("rice cooker", "is the rice coker ok")[1:] == (7, 17)


def test_the_plural_is_the_same_name() -> None:
    assert nearest("kettle", "do you have kettles") == (100.0, 12, 19)


def test_a_short_name_misspelt_is_another_word() -> None:
    assert nearest("pan", "I can") == (0.0, 0, 0)


def test_another_first_letter_is_another_word() -> None:
    assert nearest("hanger", "change the price") == (0.0, 0, 0)


def test_a_name_without_a_latin_word_is_like_no_latin_text() -> None:
    assert nearest("护眼台灯", "5 nanjing rd, shanghai") == (0.0, 0, 0)
