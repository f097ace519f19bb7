"""Picking one of a few offered options."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from intents import best_option, exact_option

REASONS = {"quality": ["坏了", "开线", "掉色"], "dislike": ["不喜欢", "不合适"], "wrong": ["发错", "不是我要的"]}
ENGLISH = {"small": ["too small", "tight"], "large": ["too large", "loose"]}


@pytest.mark.parametrize(
    ("said", "picked"),
    [
        ("1", "quality"), ("第二个", "dislike"), ("选3", "wrong"), ("最后一个", "wrong"), ("我选第一个吧", "quality"),
        ("二", "dislike"), ("2️⃣", "dislike"), ("開線了", "quality"), ("穿了两天就开线了", "quality"),
        ("不喜欢", "dislike"),
        ("掉涩", "quality"), ("发错货了吧", "wrong"), ("quality", "quality"),
    ],
)  # fmt: skip
def test_an_option_is_understood(said: str, picked: str) -> None:
    assert best_option(said, REASONS) == picked


@pytest.mark.parametrize(
    ("said", "picked"), [("it is to small", "small"), ("the second one", "large"), ("LOOSE", "large")]
)
def test_options_in_english(said: str, picked: str) -> None:
    assert best_option(said, ENGLISH) == picked


@pytest.mark.parametrize("said", ["", "😀", "4", "0", "今天天气不错", "100"])
def test_nothing_is_picked_when_nothing_fits(said: str) -> None:
    assert best_option(said, REASONS) is None


def test_a_tie_is_nobodys() -> None:
    assert best_option("坏了", {"a": ["坏了"], "b": ["坏了"]}) is None


def test_no_options_no_pick() -> None:
    assert best_option("1", {}) is None


@given(st.text(st.characters(), max_size=50))
def test_any_text_picks_a_known_option_or_none(text: str) -> None:
    assert best_option(text, REASONS) in {*REASONS, None}


@pytest.mark.parametrize(
    "said", ["a bird just flew past the window", "the sea smells nice", "my cat has a birthday today"]
)
def test_english_words_are_not_looked_for_inside_others(said: str) -> None:
    assert (
        best_option(said, {"quality": ["rust", "a hole"], "fit": ["small"], "part": ["a bit"], "paid": ["pay"]}) is None
    )


@pytest.mark.parametrize("said", ["it dosent fit me", "it doesnt fit", "sadly it doesn't fit"])
def test_a_misspelt_english_wording_is_understood(said: str) -> None:
    assert best_option(said, {"size": ["doesn't fit"], "dislike": ["don't like it"]}) == "size"


def test_one_character_within_a_longer_word_picks_nothing_and_its_first_does() -> None:
    options = {"tell": ["只是反映一下"], "white": ["白色的"]}
    assert best_option("是", options) is None
    assert best_option("白", options) == "white"


@pytest.mark.parametrize(("said", "picked"), [("坏了", "quality"), ("Quality", "quality"), ("第二个", "dislike")])
def test_an_option_is_exact_by_its_words_or_its_place(said: str, picked: str) -> None:
    assert exact_option(said, REASONS) == picked


@pytest.mark.parametrize("said", ["掉涩", "发错货了吧", "穿了两天就开线了", ""])
def test_what_is_only_like_an_option_is_not_exact(said: str) -> None:
    assert exact_option(said, REASONS) is None


def test_words_of_two_options_are_exactly_none_of_them() -> None:
    assert exact_option("坏了", {"a": ["坏了"], "b": ["坏了"]}) is None
