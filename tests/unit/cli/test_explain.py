"""`kefu explain`: why a message is read as it is."""

from __future__ import annotations

import json
from types import SimpleNamespace

import pytest
from click.testing import CliRunner

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
    assert "handoff" in shown


def test_json_carries_everything() -> None:
    found = json.loads(CliRunner().invoke(module.explain, ["那怎么退", "--warm", "returns", "--json"]).stdout)
    assert found["match"]["decision"] == "answer"
    assert found["match"]["candidates"][0]["evidence"][0]["kind"] == "followup"
    assert set(found) == {"match", "views", "unknown", "coverage", "neighbours", "thresholds", "wish"}
