"""Concepts: many words, one meaning."""

from __future__ import annotations

import pytest

from intents.concepts import every_han_concept, han_concepts, latin_concepts
from intents.pinyin import spelled
from intents.stems import stem


def names(run: str) -> set[str]:
    return {name for concept in han_concepts(run) for name in concept.names}


@pytest.mark.parametrize(("one", "other"), [("运费", "邮费"), ("便宜", "打折"), ("坏了", "失灵")])
def test_words_for_the_same_thing_share_a_concept(one: str, other: str) -> None:
    assert names(one) & names(other)


def test_a_misspelt_word_is_recognised_by_its_sound() -> None:
    assert names("退火") == names("退货")


def test_what_only_sounds_like_a_word_does_not_cross_a_written_one() -> None:
    assert names("想投诉") == names("投诉")


def test_typed_pinyin_has_concepts() -> None:
    heard = spelled("tuihuo")
    assert {name for concept in han_concepts(heard, heard) for name in concept.names} == names("退货")


def test_the_longest_word_wins_and_places_are_told() -> None:
    found = han_concepts("我的退货运费")
    assert [(concept.start, concept.end) for concept in found if concept.end - concept.start > 1] == [(2, 4), (4, 6)]


def test_words_within_words_count_too() -> None:
    inner = {name for concept in every_han_concept("运费险") for name in concept.names}
    assert names("运费险") <= inner
    assert ("en:money",) in [one.names for one in latin_concepts([stem(word) for word in ("money", "back")])]


def test_english_phrases_are_matched_after_stemming() -> None:
    found = latin_concepts([stem(word) for word in ("i", "want", "my", "money", "back")])
    assert any("en:refund" in concept.names and concept.end - concept.start == 2 for concept in found)


def test_text_without_known_words_has_no_concepts() -> None:
    assert han_concepts("") == []
    assert latin_concepts(["qwertz"]) == []
