"""Courtesies are set aside unless they are the matter."""

from __future__ import annotations

import pytest

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
