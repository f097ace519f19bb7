"""Examples in files: exact columns inside a block, clashes between intents, and what the matcher is given."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from tests.unit.scripts.conftest import Scripts

RETURNS = "zh/returns.yaml"


@pytest.mark.parametrize(
    ("new", "text"),
    [
        ("我👉(要|想退货", "`(` is never closed"),
        ("我[要]想👉]退货", "`]` closes nothing"),
        ("我(要|👉|想)退货", "an alternative is empty"),
        ("我要退货\n\n        想👉{reason", "`{` is never closed"),
        ("# 说明(\n      👉|我要退货", "alternatives need brackets"),
        ("👉[我][要]", "may stand for nothing at all"),
    ],
)
def test_a_mistake_in_an_example_points_at_its_column_in_the_block(scripts: Scripts, new: str, text: str) -> None:
    scripts.change(RETURNS, "我(要|想)退货", new)
    scripts.expect("example", text)


def test_a_mistake_in_a_list_of_examples_points_at_its_column(scripts: Scripts) -> None:
    scripts.change(RETURNS, "    followups: |\n      那<freight>呢", "    followups: ['那👉(呢', 那<freight>呢]")
    scripts.expect("example", "`(` is never closed")


def test_a_mistake_in_a_word_or_in_option_words(scripts: Scripts) -> None:
    scripts.change(RETURNS, "freight: 运费|邮费", "freight: 运费|👉(邮费")
    scripts.change(RETURNS, "match: 坏了|开线", "match: 坏了|👉(开线")
    found = scripts.problems()
    assert [(problem.path, problem.line, problem.column) for problem in found] == scripts.pointed


def test_an_intent_without_examples(scripts: Scripts) -> None:
    scripts.change(RETURNS, "  return_request:\n", "  👉deny: {title: 不, engine: deny}\n  return_request:\n")
    scripts.expect("no_examples", "the intent `deny` has no examples")


@pytest.mark.parametrize("sentence", ["我要退货", "我 要退货！", "办理退货"])
def test_a_sentence_of_two_intents_names_both_places(scripts: Scripts, sentence: str) -> None:
    scripts.change(RETURNS, "退货<freight>谁(出|付)", f"退货<freight>谁(出|付)\n      👉{sentence}")
    scripts.expect(
        "clash", f"`{sentence}` is an example of `return_shipping_fee` and of `return_request`", "returns.yaml:"
    )


def test_a_sentence_both_meant_and_not_meant(scripts: Scripts) -> None:
    scripts.change(RETURNS, "我不要退货了", "我不要退货了\n      👉我想退货")
    scripts.expect("contradiction", "`我想退货` stands under `not` and under `examples`", "returns.yaml:")


def test_the_matcher_is_given_every_expansion_with_its_line(scripts: Scripts) -> None:
    book = scripts.check().book
    assert book is not None
    spec = book.packs["zh"].intents["return_request"].spec
    assert [example.text for example in spec.examples] == [
        "我要退货",
        "我想退货",
        "质量问题了想退",
        "坏了了想退",
        "开线了想退",
        "不喜欢了想退",
        "质量问题想退",
        "坏了想退",
        "开线想退",
        "不喜欢想退",
    ]
    assert len({example.origin for example in spec.examples}) == 2
    assert [example.text for example in spec.negatives] == ["我不要退货了"]
    fee = book.packs["zh"].intents["return_shipping_fee"].spec
    assert [example.text for example in fee.followups] == ["那运费呢", "那邮费呢"]
    assert (fee.topic, fee.title) == ("returns", "退货运费谁出")


def test_products_may_stand_in_examples_by_all_their_names(scripts: Scripts) -> None:
    scripts.change(RETURNS, "slots:\n", "slots:\n  product: {type: product, ask: 哪一款商品？}\n")
    scripts.change(RETURNS, "{reason}[了]想退", "{reason}[了]想退\n      {product}想退")
    book = scripts.check().book
    assert book is not None
    texts = {example.text for example in book.packs["zh"].intents["return_request"].spec.examples}
    assert {"陶瓷杯想退", "杯子想退", "毛巾想退"} <= texts
