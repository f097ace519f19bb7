"""`kefu chat`: the shop in a terminal."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from rich.console import Console

from bot import config
from bot.cli import chat, main

SCRIPTS = Path(__file__).parents[3] / "scripts_yaml"


@pytest.fixture
def shop(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, request: pytest.FixtureRequest) -> Path:
    monkeypatch.setenv("KEFU_SECRET", "s" * 40)
    kept = request.config.cache.mkdir("matchers")
    monkeypatch.setattr(config.Config, "matchers", property(lambda _: kept))
    path = tmp_path / "config.yaml"
    path.write_text(f"scripts: {SCRIPTS}\n", encoding="utf-8")
    return path


def talk(shop: Path, *lines: str, options: tuple[str, ...] = ()) -> Result:
    return CliRunner().invoke(main, ["chat", "--config", str(shop), *options], input="\n".join(lines) + "\n")


def test_what_the_customer_types_is_answered_and_a_person_can_be_played(shop: Path) -> None:
    result = talk(shop, "我要人工", "", "/back", "在吗", "/quit", "never read")
    assert result.exit_code == 0, result.output
    waiting, after = result.output.split("/back returns to the bot", 1)
    assert waiting.count("bot ") == 1
    assert "bot " in after
    assert result.output.count("> ") == 5


def test_every_decision_is_shown_on_request_and_not_without(shop: Path) -> None:
    assert "in scope" in " ".join(talk(shop, "我的快递到哪了", options=("--why",)).output.split())
    assert "in scope" not in talk(shop, "我的快递到哪了").output


def test_buttons_are_numbered_and_a_stranger_is_asked_for_the_order(shop: Path) -> None:
    known, stranger = talk(shop, "想退货", "1"), talk(shop, "想退货", options=("--guest",))
    assert "[1] " in known.output
    assert "手机" in stranger.output


def test_markup_that_the_customer_types_is_data(shop: Path) -> None:
    result = talk(shop, "[bold red]{{ 7*7 }}[/bold red]", "/photo")
    assert result.exit_code == 0, result.output
    assert "49" not in result.output


@pytest.mark.parametrize("minutes", [1, 20])
def test_who_falls_silent_hears_from_the_shop_when_it_is_time(
    shop: Path, monkeypatch: pytest.MonkeyPatch, minutes: int
) -> None:
    now = datetime(2026, 3, 2, 2, tzinfo=UTC)
    lines = iter([("保温杯多少钱", 0), ("", minutes), ("/quit", 0)])

    def typed(_prompt: str) -> str:
        nonlocal now
        line, later = next(lines)
        now += timedelta(minutes=later)
        return line

    monkeypatch.setattr("builtins.input", typed)
    monkeypatch.setattr("bot.cli.chat.utc_now", lambda: now)
    result = talk(shop)
    assert result.exit_code == 0, result.output
    assert result.output.count("bot ") == (2 if minutes == 20 else 1)


def test_time_passes_while_nothing_is_typed(monkeypatch: pytest.MonkeyPatch) -> None:
    glances = iter([False, False, True])
    passed: list[str] = []
    monkeypatch.setattr(chat, "_is_typed", lambda: next(glances))
    monkeypatch.setattr("builtins.input", lambda _prompt: " 在吗 ")
    terminal = chat._Terminal(out=Console(), why=False)
    assert chat._read_line(terminal, lambda: passed.append("")) == "在吗"
    assert len(passed) == 2


def test_ctrl_c_at_the_prompt_leaves_at_once(shop: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupted(_prompt: str) -> str:
        raise KeyboardInterrupt

    monkeypatch.setattr("builtins.input", interrupted)
    assert talk(shop).exit_code == 0


def test_broken_scripts_are_told_with_their_places(shop: Path) -> None:
    (shop.parent / "texts").mkdir()
    (shop.parent / "texts" / "shop.yaml").write_text("name: [", encoding="utf-8")
    shop.write_text("scripts: texts\n", encoding="utf-8")
    result = talk(shop, "在吗")
    assert (result.exit_code, "shop.yaml:2:1: " in result.output) == (2, True)
