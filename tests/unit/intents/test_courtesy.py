"""Courtesies are set aside unless they are the matter."""

from __future__ import annotations

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from intents.courtesy import without_courtesy


@pytest.mark.parametrize(
    ("text", "matter"),
    [
        ("你好,请问什么时候发货", "什么时候发货"),
        ("亲在吗 我的快递到哪了", "我的快递到哪了"),
        ("我想问一下运费谁出呢,谢谢", "运费谁出呢"),
        ("客服,我昨天下的订单", "我昨天下的订单"),
        ("hello, where is my order please", "where is my order"),
    ],
)
def test_the_matter_remains(text: str, matter: str) -> None:
    assert without_courtesy(text) == matter


@pytest.mark.parametrize("text", ["你好", "在吗", "谢谢", "好的,谢谢", "客服呢", "hello", "", "thanks"])
def test_courtesy_alone_is_the_matter(text: str) -> None:
    assert without_courtesy(text) == text


@pytest.mark.parametrize("text", ["我要退货,谢谢!!", "退货怎么办 谢谢你", "我要退货谢谢多谢了 ."])
def test_thanks_at_the_end_are_set_aside_with_their_marks(text: str) -> None:
    assert "谢" not in without_courtesy(text)


@settings(max_examples=60)
@given(st.text("?!,. 谢你亲好a客服t", min_size=1, max_size=5))
def test_any_pattern_repeated_takes_time_in_proportion(pattern: str) -> None:
    text = pattern * (20_000 // len(pattern))
    began = time.process_time()
    without_courtesy(text)
    assert time.process_time() - began < 1.0  # some 5 ms; 13 s when every mark looked for the end
