"""Section `desk.rating` of shop.yaml, and what it asks of the packs."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from tests.unit.scripts.conftest import Scripts

TOPIC = """
topic: rating
title: 评价
slots:
  satisfaction:
    type: choice
    options: {satisfied: {title: 满意}, neutral: {title: 一般}, disappointed: {title: 不满意}}
  rating_cause:
    type: choice
    options: {slow: {title: 回复慢}, attitude: {title: 态度, data: {attitude: true}}}
replies:
  invite: 还满意吗？
  thanks: 谢谢您。
  ask_cause: 哪里没做好？
  noted: 记下了。
  kept: 已经记下了。
  late: 评价的时间过了。
"""


def with_rating(scripts: Scripts, section: str) -> None:
    text = (scripts.root / "shop.yaml").read_text(encoding="utf-8")
    scripts.write("shop.yaml", f"{text}desk: {{rating: {section}}}\n")


def test_a_shop_that_asks_for_ratings_has_the_sentences_and_options_for_it(scripts: Scripts) -> None:
    with_rating(scripts, "{outcomes: solved, after: 2m, life: 3d}")
    problems = scripts.problems()
    assert {problem.code for problem in problems} == {"missing_reply", "missing_slot"}
    assert len(problems) == 8
    assert all(problem.path.endswith("zh/rating.yaml") for problem in problems)
    scripts.write("zh/rating.yaml", TOPIC)
    assert scripts.problems() == ()


def test_a_shop_that_asks_nobody_may_keep_them(scripts: Scripts) -> None:
    scripts.write("zh/rating.yaml", TOPIC)
    assert scripts.problems() == ()


def test_how_content_a_customer_is_has_three_answers_that_can_be_counted(scripts: Scripts) -> None:
    with_rating(scripts, "{outcomes: solved, after: 2m, life: 3d}")
    scripts.write("zh/rating.yaml", TOPIC.replace("neutral:", "so_so:"))
    [problem] = scripts.problems()
    assert problem.text == "the options of `satisfaction` are not satisfied, neutral, disappointed"


@pytest.mark.parametrize(
    ("section", "text"),
    [
        ("{👉outcomes: [solvd], after: 2m, life: 3d}", "`solvd` is none of"),
        ("{outcomes: solved, after: 2m, life: 👉181d}", "at most 180d"),
        ("{outcomes: solved, after: 2m, life: 3d, bot: {after: 1m, pause: 👉31d}}", "at most 30d"),
        ("{outcomes: solved, after: 2m, life: 3d, alarms: {satisfied_below: 👉0.8}}", "a share is wanted here"),
    ],
)
def test_what_cannot_be_is_said_where_it_stands(scripts: Scripts, section: str, text: str) -> None:
    scripts.write("zh/rating.yaml", TOPIC)
    with_rating(scripts, section)
    scripts.expect("shape", text)


def test_topics_that_mean_somebody_is_upset_must_be_there(scripts: Scripts) -> None:
    scripts.write("zh/rating.yaml", TOPIC)
    with_rating(scripts, "{outcomes: solved, after: 2m, life: 3d, upset: [return]}")
    [problem] = scripts.problems()
    assert (problem.code, problem.hint) == ("undefined_topic", "did you mean returns?")
