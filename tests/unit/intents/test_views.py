"""Views: a message as terms."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from intents.views import VIEWS, runs, terms


def test_runs_cut_scripts_apart() -> None:
    assert [(kind, run) for kind, run, *_ in runs("我要2件xl的,谢谢👍")] == [
        ("han", "我要"), ("number", "2"), ("han", "件"), ("latin", "xl"), ("han", "的"), ("han", "谢谢"),
        ("mark", "👍"),
    ]  # fmt: skip


def test_short_forms_are_read_as_their_words_in_the_place_of_the_whole() -> None:
    assert list(runs("i don't")) == [("latin", "i", 0, 1), ("latin", "do", 2, 7), ("latin", "not", 2, 7)]


def test_words_that_stand_together_are_a_pair_in_any_order() -> None:
    assert set(terms("where order")["pairs"]) == set(terms("order where")["pairs"]) == {"p:order wher"}


def test_numbers_say_only_that_they_are_numbers() -> None:
    assert terms("订单123456")["words"] == terms("订单654")["words"] == ["w:#"]


def test_numbers_that_people_call_are_words() -> None:
    assert terms("打12315")["words"] == ["w:12315"]


def test_chinese_gives_characters_and_sounds_latin_gives_words_and_letters() -> None:
    views = terms("退货 refunds")
    assert "退货" in views["characters"]
    assert "w:refund" in views["words"]
    assert "<ref" in views["letters"]
    assert len(views["sounds"]) == 1


def test_words_of_one_meaning_share_a_concept() -> None:
    assert set(terms("邮费谁承担")["concepts"]) == set(terms("运费谁出")["concepts"])


@given(st.text(max_size=50))
def test_any_text_has_exactly_the_known_views(text: str) -> None:
    assert set(terms(text)) == set(VIEWS)
