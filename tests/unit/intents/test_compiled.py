"""The exact index and the fit."""

from __future__ import annotations

import numpy as np

from intents import Example, IntentSpec, Wish
from intents.compiled import compile_intents, exact_keys
from intents.learned import Spoken


def spec(name: str, *sentences: str, title: str = "") -> IntentSpec:
    return IntentSpec(id=name, title=title, examples=tuple(Example(text=one) for one in sentences))


def exact_keys_of(specs: list[IntentSpec]) -> dict[str, tuple[int, ...]]:
    return exact_keys(specs, Spoken({}))


def test_an_example_outranks_another_intents_title_and_bare_form() -> None:
    found = exact_keys_of([spec("a", "退货"), spec("b", "你好，我想退货吗", title="退货")])
    assert found["退货"] == (0,)


def test_a_title_is_known_word_for_word() -> None:
    assert exact_keys_of([spec("a", "多少钱", title="价格")])["价格"] == (0,)


def test_no_key_is_empty() -> None:
    assert "" not in exact_keys_of([spec("a", "", "退货", title="")])


def test_weights_have_a_last_class_for_none_of_the_intents() -> None:
    compiled = compile_intents([spec("a", "退货"), spec("b", "发货")], Wish(), ["唱首歌"])
    assert compiled.weights.shape == (len(compiled.vocabulary.columns), 3)
    assert np.isfinite(compiled.weights).all()


def test_an_everyday_sentence_that_a_pack_claims_is_not_held_against_it() -> None:
    shop = [spec("chitchat", "唱首歌", "讲笑话"), spec("b", "发货")]
    learned = compile_intents(shop, Wish(), ["唱首歌", "今天天气真好"], remember=True).learned
    assert learned is not None
    assert [text for intent, text in learned.sentences if not intent] == ["今天天气真好"]


def test_nothing_is_remembered_unless_it_is_asked_for() -> None:
    assert compile_intents([spec("a", "退货"), spec("b", "发货")], Wish(), []).learned is None
