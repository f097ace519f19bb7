"""Section `desk` of shop.yaml, as a maintainer writes it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from tests.unit.scripts.conftest import Scripts


def with_desk(scripts: Scripts, section: str) -> None:
    text = (scripts.root / "shop.yaml").read_text(encoding="utf-8")
    scripts.write("shop.yaml", f"{text}desk: {section}\n")


def test_lines_of_routing_and_the_ladder_are_read(scripts: Scripts) -> None:
    lines = "{to: warehouse, order: [printed, none], topic: returns}, {to: supervisor, reason: sensitive, tier: [key]}"
    with_desk(scripts, f"{{routing: [{lines}, {{to: after_sale}}], silence: {{remind: 3m, requeue: 10m}}}}")
    assert scripts.problems() == ()


@pytest.mark.parametrize(
    ("section", "told"),
    [
        ("{routing: [{to: finance}]}", "`finance` is not known here"),
        ("{routing: [{to: pre_sale, order: paid}]}", "`paid` is none of: unpaid"),
        ("{routing: [{to: pre_sale, tier: gold}]}", "`gold` is none of: key"),
        ("{routing: [{to: pre_sale, reason: angry}]}", "`angry` is none of: asked"),
        ("{routing: [{to: pre_sale, topics: returns}]}", "there is no key `topics`"),
        ("{routing: [{to: pre_sale, topic: retruns}]}", "there is no topic `retruns`"),
        ("{routing: [{to: pre_sale, intent: retrun_request}]}", "there is no intent `retrun_request`"),
        ("{routing: [{to: pre_sale}, {to: after_sale, tier: key}]}", "must be the last one"),
        ("{silence: {remind: 10m, requeue: 10m}}", "`requeue` must be longer than `remind`"),
        ("{silence: {remind: soon}}", "a span of time is wanted here"),
    ],
)
def test_what_cannot_be_meant_is_told(scripts: Scripts, section: str, told: str) -> None:
    with_desk(scripts, section)
    assert any(told in problem.text for problem in scripts.problems()), scripts.problems()
