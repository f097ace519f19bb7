"""`kefu explain`: why a message is read as it is."""

from __future__ import annotations

import json
from types import SimpleNamespace

import pytest
from click.testing import CliRunner
from rich.cells import cell_len

from bot.cli import explain as module
from intents import Example, IntentSpec, Matcher


@pytest.fixture(autouse=True)
def shop(monkeypatch: pytest.MonkeyPatch) -> None:
    matcher = Matcher.fit(
        [
            IntentSpec(
                id="return_request",
                topic="returns",
                examples=(Example(text="我要退货", origin="zh/returns.yaml:4"), Example(text="想退了")),
                followups=(Example(text="那怎么退"),),
                negatives=(Example(text="不是要退货", origin="zh/returns.yaml:9"),),
            ),
            IntentSpec(id="invoice", examples=(Example(text="开发票"), Example(text="要电子发票"))),
        ]
    )
    monkeypatch.setattr(module, "find_pack", lambda directory, language: SimpleNamespace(matcher=matcher))


def test_it_shows_what_was_read_what_spoke_and_what_follows() -> None:
    shown = CliRunner().invoke(module.explain, ["我要退貨"]).stdout
    for part in ("我要退货", "return_request", "exact", "zh/returns.yaml:4", "in scope", "wish", "answer"):
        assert part in shown


def test_markup_in_a_message_stays_text() -> None:
    shown = CliRunner().invoke(module.explain, ["[bold]退货[/bold] [/]"])
    assert shown.exit_code == 0
    assert "[bold]" in shown.stdout


def test_a_message_without_words_is_handed_over() -> None:
    shown = CliRunner().invoke(module.explain, [""]).stdout
    assert "HANDOFF" in shown
    assert "(nothing)" in shown


def test_json_carries_everything() -> None:
    found = json.loads(CliRunner().invoke(module.explain, ["那怎么退", "--warm", "returns", "--json"]).stdout)
    assert found["match"]["decision"] == "answer"
    assert found["match"]["candidates"][0]["evidence"][0]["kind"] == "followup"
    assert set(found) == {
        "match", "parts", "guards", "views", "unknown", "coverage", "neighbours", "thresholds", "wish",
    }  # fmt: skip


def explain(*arguments: str, width: int = 100) -> str:
    return CliRunner().invoke(module.explain, list(arguments), env={"COLUMNS": str(width)}).stdout


def test_two_questions_are_both_shown() -> None:
    shown = explain("我要退货，要电子发票")
    assert "2 questions in one message" in shown
    assert shown.index("return_request") < shown.index("invoice")


def test_terms_for_and_against_and_examples_stand_under_each_intent() -> None:
    shown = explain("发票要退吗")
    for part in ("for", "against", "examples", "alike", "never seen", "coverage"):
        assert part in shown


def test_a_guard_is_named_with_its_word() -> None:
    shown = explain("不要开发票")
    assert "says otherwise" in shown
    assert "✗" in shown


def test_a_not_line_shows_what_it_refused() -> None:
    shown = explain("不是要退货")
    assert "refused" in shown
    assert "zh/returns.yaml:9" in shown


@pytest.mark.parametrize("width", [40, 80, 200])
def test_no_term_is_torn_from_its_place_and_no_line_is_too_wide(width: int) -> None:
    lines = explain("我要退货发票什么时候到呢", width=width).splitlines()
    assert all(cell_len(line) <= width for line in lines)
    assert not any(line.strip().startswith(("+", "[")) and "]" in line and "+" in line[:20] for line in lines)


def test_without_a_terminal_there_is_no_colour() -> None:
    assert "\x1b[" not in explain("我要退货")


@pytest.mark.parametrize("text", ["", "😭😭", "123", "\ud800", "\u200b\u202e", "吗" * 5000])
def test_odd_messages_are_explained(text: str) -> None:
    found = json.loads(CliRunner().invoke(module.explain, [text, "--json"]).stdout)
    assert found["match"]["text"] == text
    assert CliRunner().invoke(module.explain, [text]).exit_code == 0


def test_what_cannot_be_seen_is_shown_as_its_escape() -> None:
    assert r"\u200b\u202e我要退货" in explain("\u200b\u202e我要退货")


def test_no_intents_at_all_hand_over(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "find_pack", lambda directory, language: SimpleNamespace(matcher=Matcher.fit([])))
    assert "HANDOFF" in explain("我要退货")
