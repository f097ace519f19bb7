"""canned.yaml: its mistakes are reported with their places, and both languages have the same replies."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.scripts.canned import holes_in, render
from bot.scripts.canned_documents import read_canned
from bot.scripts.loading import load_book
from bot.scripts.report import Report
from tests.unit.scripts.conftest import Scripts

CONTENT = Path(__file__).parents[3] / "scripts_yaml"


def test_a_reply_is_compiled_with_its_holes(scripts: Scripts) -> None:
    scripts.write(
        "zh/canned.yaml", "canned: {ask: {title: 原因, text: '您说的是{{ reason.title }}，对吗？〔时间〕'}}\n"
    )
    book = load_book(scripts.root)
    rendered = render(book.packs["zh"].canned["ask"], {"reason": None})

    assert rendered.text == "您说的是〔reason〕，对吗？〔时间〕"
    assert [hole.name for hole in holes_in(rendered.text)] == ["reason", "时间"]


@pytest.mark.parametrize(
    ("text", "code", "told"),
    [
        ("'单号 {{ order.👉trackin_number }}'", "undefined_variable", "there is no `order.trackin_number`"),
        ("'👉不清楚'", "tone", "`不清楚` is shirking"),
        ("'👉{% if order %}{{ order.number }}{% endif %}'", "template", ""),
    ],
)
def test_a_mistake_is_reported_where_it_stands(scripts: Scripts, text: str, code: str, told: str) -> None:
    scripts.write("zh/canned.yaml", f"canned:\n  ask:\n    title: 问\n    text: {text}\n")
    problems = scripts.problems()

    assert problems[0].code == code
    assert told in problems[0].text
    assert problems[0].path.endswith("zh/canned.yaml")
    assert problems[0].line == 4


def test_a_file_of_the_wrong_shape_is_no_topic(scripts: Scripts) -> None:
    scripts.write("zh/canned.yaml", "👉canned: []\n")

    assert [problem.code for problem in scripts.problems()] == ["shape"]


def test_the_agent_may_be_named_and_only_here(scripts: Scripts) -> None:
    scripts.write("zh/canned.yaml", "canned: {hi: {title: 问候, text: '我是{{ agent.name }}。'}}\n")
    assert scripts.problems() == ()
    scripts.change("zh/returns.yaml", "登记好了，编号 {{ result.id }}。", "我是{{ 👉agent.name }}。")

    scripts.expect("undefined_variable", "there is no `agent`")


def test_the_demo_shop_has_the_same_canned_replies_in_both_languages() -> None:
    packs = {language: _names(language) for language in ("zh", "en")}

    assert packs["zh"] == packs["en"]
    assert len(packs["zh"]) >= 15


def _names(language: str) -> list[str]:
    report = Report()
    doc = read_canned(CONTENT / language / "canned.yaml", "canned.yaml", report)
    assert doc is not None
    assert report.problems == ()
    return [str(name) for name in doc.canned]
