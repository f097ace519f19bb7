"""Advice that needs to know how lines are read when they are held back."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.scripts import check_book
from bot.scripts.heldout import HeldOut, Share
from bot.scripts.lint import lint_neighbours
from bot.scripts.report import Report

if TYPE_CHECKING:
    from tests.unit.scripts.conftest import Scripts


def held(taken: int) -> HeldOut:
    none = Share(count=0, of=20)
    return HeldOut(
        right=none,
        asked=none,
        wrong=none,
        taken={("return_request", "return_shipping_fee"): taken},
        lines={"return_request": 20, "return_shipping_fee": 1},
    )


def advice(scripts: Scripts, taken: int) -> list[str]:
    report = Report()
    topics = check_book(scripts.root).topics["zh"]
    lint_neighbours(topics, {"return_request"}, held(taken), report)
    return [f"{one.text} ({one.hint})" for one in report.problems]


def test_an_intent_that_is_taken_for_another_needs_not_lines(scripts: Scripts) -> None:
    (found,) = advice(scripts, 3)
    assert found.startswith("3 of 20 lines of `return_request` read as `return_shipping_fee` when they are held back")
    assert found.endswith("(write 3 lines of `not` or more; there are 1)")


def test_two_lines_are_chance(scripts: Scripts) -> None:
    assert advice(scripts, 2) == []


def test_with_three_not_lines_enough_was_done(scripts: Scripts) -> None:
    scripts.change("zh/returns.yaml", "我不要退货了\n", "我不要退货了\n      退货到了吗\n      退货钱呢\n")
    assert advice(scripts, 9) == []
