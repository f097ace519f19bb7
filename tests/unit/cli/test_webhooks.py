"""`kefu webhooks`: receivers from the command line."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from click.testing import CliRunner, Result

from bot.cli import main

if TYPE_CHECKING:
    from pathlib import Path

URL = "https://example.com/kefu"


@pytest.fixture
def config(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("KEFU_SECRET", "s" * 40)
    path = tmp_path / "config.yaml"
    path.write_text("quiet_seconds: 1\n", encoding="utf-8")
    return path


def webhooks(config: Path, *arguments: str) -> Result:
    return CliRunner().invoke(main, ["webhooks", *arguments, "--config", str(config)])


def test_a_webhook_is_added_with_a_secret_that_is_shown_once(config: Path) -> None:
    assert "kefu webhooks add" in webhooks(config, "list").output
    added = webhooks(config, "add", URL, "--event", "case.opened", "--event", "message.created")
    assert added.output.startswith(f"1  {URL}  case.opened message.created\nsecret (shown only now): whsec_")
    assert webhooks(config, "list").output == f"1  {URL}  case.opened message.created\n"
    assert webhooks(config, "secret", "1").output.splitlines()[1] != added.output.splitlines()[1]


def test_without_events_all_are_told(config: Path) -> None:
    assert webhooks(config, "add", URL).output.splitlines()[0].endswith("case.reopened case.rated message.created")


def test_a_private_address_is_refused_unless_the_settings_allow_it(config: Path) -> None:
    refused = webhooks(config, "add", "http://127.0.0.1:9/x")
    assert (refused.exit_code, "allow_private_networks" in refused.output) == (2, True)
    config.write_text("webhooks: {allow_private_networks: true}\n", encoding="utf-8")
    assert webhooks(config, "add", "http://127.0.0.1:9/x").exit_code == 0


def test_a_test_is_written_listed_and_replayed(config: Path) -> None:
    webhooks(config, "add", URL)
    assert "webhook.test  waiting  tries: 0" in webhooks(config, "test", "1").output
    assert webhooks(config, "deliveries", "1").output.startswith("1  ")
    assert webhooks(config, "deliveries", "1", "--state", "dead").output == ""
    assert "waiting" in webhooks(config, "replay", "1", "1").output
    span = webhooks(config, "replay", "1", "--since", "2020-01-01", "--state", "waiting")
    assert span.output == "1 sent again\n"
    assert webhooks(config, "replay", "1").exit_code == 2


def test_a_webhook_is_switched_off_and_removed(config: Path) -> None:
    webhooks(config, "add", URL, "--event", "case.closed")
    assert webhooks(config, "switch", "1", "off").output == f"1  {URL}  case.closed  switched off\n"
    assert webhooks(config, "switch", "1", "on").output == f"1  {URL}  case.closed\n"
    assert webhooks(config, "remove", "1").output == "1  removed\n"
    gone = webhooks(config, "remove", "1")
    assert (gone.exit_code, gone.output) == (2, "Error: There is no webhook 1.\n")
