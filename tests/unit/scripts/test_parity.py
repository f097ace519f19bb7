"""A second language beside the one that is tried first."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from bot.scripts import check_book

if TYPE_CHECKING:
    from tests.unit.scripts.conftest import Scripts

RETURNS = "en/returns.yaml"


@pytest.fixture
def both(scripts: Scripts) -> Scripts:
    """The same pack twice; zh is tried first."""
    for name in ("returns.yaml", "common.yaml"):
        scripts.write(f"en/{name}", (scripts.root / "zh" / name).read_text("utf-8"))
    scripts.write("tests/en/returns.yaml", (scripts.root / "tests/zh/returns.yaml").read_text("utf-8"))
    scripts.write("shop.yaml", (scripts.root / "shop.yaml").read_text("utf-8") + "language: zh\n")
    return scripts


def differences(scripts: Scripts) -> list[str]:
    checked = check_book(scripts.root)
    assert checked.problems == ()
    codes = ("missing_translation", "other_shape")
    return [f"{one.text} ({one.hint})" for one in checked.advice if one.code in codes]


def test_two_of_the_same_build_are_alike_whatever_they_say(both: Scripts) -> None:
    both.change(RETURNS, "title: 办理退货", "title: send it back")
    assert differences(both) == []


def test_an_intent_that_does_something_else(both: Scripts) -> None:
    both.change(RETURNS, "    reply: freight\n", "    reply: done\n")
    both.change(RETURNS, "- say: done", "- say: freight")
    both.change(RETURNS, "done: 登记好了，编号 {{ result.id }}。", "done: 好了。")
    flow, intent = sorted(differences(both))
    assert flow.startswith("the flow `returns.return_flow` does not go as in zh")
    assert flow.endswith("(step 4: there say returns.done, here say returns.freight)")
    assert intent.startswith("the intent `return_shipping_fee` does not do what it does in zh")
    assert intent.endswith("(there it is reply returns.freight, here reply returns.done)")


def test_a_choice_with_other_options(both: Scripts) -> None:
    both.change(RETURNS, "dislike: {title", "hate: {title")
    (found,) = differences(both)
    assert found.startswith("the slot `reason` is not like that of zh")
    assert found.endswith("(there it is choice of quality, dislike, here choice of quality, hate)")


def test_what_is_missing_is_named_with_the_file_it_belongs_to(both: Scripts) -> None:
    both.change(RETURNS, "      - say: done\n", "")
    both.change(RETURNS, "  done: 登记好了，编号 {{ result.id }}。\n", "")
    assert sorted(differences(both)) == [
        "the flow `returns.return_flow` does not go as in zh (4 steps there, 3 here)",
        "the reply `returns.done` is missing (zh has it)",
    ]


def test_an_intent_about_other_orders(both: Scripts) -> None:
    both.change(RETURNS, "    start: return_flow\n", "    start: return_flow\n    orders: order.is_paid\n")
    (difference,) = differences(both)
    assert "the intent `return_request` does not do what it does in zh" in difference
    assert "about orders where order.is_paid" in difference
