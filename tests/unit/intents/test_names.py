from __future__ import annotations

import pytest

from intents.names import is_person


@pytest.mark.parametrize("text", ["王五", "赵敏", "孙小五", "欧阳娜娜", "陈女士", "李明先生"])
def test_a_family_name_with_a_given_one_or_a_title_is_a_person(text: str) -> None:
    assert is_person(text)


@pytest.mark.parametrize(
    "text", ["", "王", "谢谢", "马上", "方便吗", "好的", "台灯", "周六", "王五的地址", "王小明明明", "Wang Wu", "金色"]
)
def test_words_that_only_begin_like_a_name_are_none(text: str) -> None:
    assert not is_person(text)
