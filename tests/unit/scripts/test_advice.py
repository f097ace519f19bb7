"""What could be better: told by `check_book`, and no reason to refuse anything."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from bot.core.errors import Problem
from bot.scripts import check_book

if TYPE_CHECKING:
    from tests.unit.scripts.conftest import Scripts

INTENTS = "ranks:\n  A: [return_request]\n  B: [return_shipping_fee]\n"


def advice(scripts: Scripts, code: str) -> list[Problem]:
    checked = check_book(scripts.root)
    assert checked.problems == ()
    return [one for one in checked.advice if one.code == code]


def test_advice_stops_nothing(scripts: Scripts) -> None:
    checked = check_book(scripts.root)
    assert checked.book is not None
    assert checked.advice


def test_a_reply_with_one_wording_is_pointed_at(scripts: Scripts) -> None:
    found = advice(scripts, "one_wording")
    assert "the reply `done` has one wording here" in {one.text for one in found}
    scripts.change("zh/returns.yaml", "done: 登记好了，编号 {{ result.id }}。", "done: [登记好了。, 好了。]")
    assert "the reply `done` has one wording here" not in {one.text for one in advice(scripts, "one_wording")}


def test_a_long_text_is_pointed_at_and_steps_are_not(scripts: Scripts) -> None:
    scripts.change("zh/returns.yaml", "运费我们来出。", "运费我们来出" * 21)
    (found,) = advice(scripts, "long")
    assert (found.text, found.hint) == ("about 126 characters are many at once", "keep to 120")
    scripts.change("zh/returns.yaml", "运费我们来出" * 21, "请这样做：1. 打开盖子 2. 倒水。" + "运费我们来出" * 20)
    assert advice(scripts, "long") == []


def test_a_printed_value_counts_as_long_as_values_are(scripts: Scripts) -> None:
    long_name = "{{ shop.name | default('一个很长很长的名字一个很长很长的名字一个很长很长的名字一个很长很长的名字') }}"
    scripts.change("zh/returns.yaml", "运费我们来出。", f'"{long_name}{"运" * 100}"')
    assert advice(scripts, "long") == []


def test_what_is_asked_every_day_needs_many_examples(scripts: Scripts) -> None:
    scripts.write("intents.yaml", INTENTS)
    (found,) = advice(scripts, "few_examples")
    assert found.text == "the intent `return_request` has 2 lines of examples"
    assert found.path.endswith("zh/returns.yaml")


def test_what_is_asked_every_day_and_not_understood_is_a_problem(scripts: Scripts) -> None:
    scripts.write("intents.yaml", INTENTS.replace("[return_request]", "[return_request, greeting]"))
    (found,) = check_book(scripts.root).problems
    assert found.text == "zh does not understand `greeting`, which is of rank A"
    assert found.hint.endswith("intents.yaml:2:23")


def test_what_is_asked_now_and_then_may_be_missing(scripts: Scripts) -> None:
    scripts.write("intents.yaml", INTENTS.replace("[return_shipping_fee]", "[return_shipping_fee, review]"))
    (found,) = advice(scripts, "missing_intent")
    assert found.text == "zh does not understand `review`, which is of rank B"


def test_a_shop_without_a_list_is_asked_for_nothing(scripts: Scripts) -> None:
    assert advice(scripts, "missing_intent") == advice(scripts, "few_examples") == []


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("ranks: {D: [greeting]}\n", "`D` is not known here"),
        ("rank: {A: [greeting]}\n", "there is no key `rank` here"),
        ("ranks: {A: greeting}\n", "a list is wanted here"),
    ],
)
def test_a_mistake_in_the_list_is_a_problem(scripts: Scripts, text: str, problem: str) -> None:
    scripts.write("intents.yaml", text)
    problems = check_book(scripts.root).problems
    assert any(problem in one.text for one in problems), problems
