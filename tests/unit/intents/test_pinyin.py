"""Sounds: homophones and typed pinyin."""

from __future__ import annotations

import pytest

from intents.pinyin import fold, readable, sound, spelled


@pytest.mark.parametrize(("typo", "meant"), [("发活", "发货"), ("退火", "退货"), ("优会", "优惠"), ("圆同", "圆通")])
def test_homophones_sound_the_same(typo: str, meant: str) -> None:
    assert sound(typo) == sound(meant)


def test_different_words_sound_different() -> None:
    assert sound("发货") != sound("到货")


def test_sound_keeps_the_length_and_leaves_the_rest_alone() -> None:
    assert len(sound("发货ok吗?")) == len("发货ok吗?")
    assert sound("ok 12") == "ok 12"


@pytest.mark.parametrize("spelling", ["fahuo", "shenmeshihou", "tuihuo", "yunfei"])
def test_typed_pinyin_is_heard(spelling: str) -> None:
    words = {"fahuo": "发货", "shenmeshihou": "什么时候", "tuihuo": "退货", "yunfei": "运费"}
    assert spelled(spelling) == sound(words[spelling])


@pytest.mark.parametrize("word", ["hello", "please", "the", "xyz", "fa", "", "a" * 100])
def test_what_is_no_pinyin_is_not_heard(word: str) -> None:
    assert spelled(word) == ""


def test_accents_are_forgiven() -> None:
    assert fold("zhang") == fold("zan")
    assert fold("ning") == fold("lin")
    assert fold("shi") != fold("xi")


def test_a_sound_can_be_read() -> None:
    assert readable(sound("退货")) == "tui huo"
