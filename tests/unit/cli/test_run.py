"""`kefu run`: what it refuses, and what it prints. A shop that runs is in tests/integration/test_bootstrap.py."""

from __future__ import annotations

import socket
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from bot.cli import main
from bot.core.errors import ConfigError, StoreBusy


@pytest.fixture
def config(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("KEFU_SECRET", "s" * 40)
    monkeypatch.chdir(tmp_path)
    path = tmp_path / "config.yaml"
    path.write_text("web: {port: 0}\n", encoding="utf-8")
    return path


def run(*arguments: str) -> Result:
    return CliRunner().invoke(main, ["run", *arguments])


def test_it_wants_either_a_shop_or_the_demo(config: Path) -> None:
    for arguments in ((), ("--demo", "--config", str(config))):
        result = run(*arguments)
        assert (result.exit_code, "Give either --config FILE" in result.output) == (2, True)


def test_a_taken_port_is_told_before_the_running_shops_data_is_touched(config: Path) -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]
        result = run("--demo", "--port", str(port))
    assert (result.exit_code, f"Port {port} on 127.0.0.1 is in use" in result.output) == (2, True)
    assert not (config.parent / "var" / "demo" / "kefu.db").exists()


def test_a_host_that_is_none_is_a_clear_error(config: Path) -> None:
    result = run("--demo", "--host", "999.1.2.3", "--port", "0")
    assert (result.exit_code, "Cannot listen on 999.1.2.3:0" in result.output) == (2, True)


def test_errors_from_several_parts_of_the_shop_become_one_message(
    config: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def failing(*_: Any) -> None:
        raise ExceptionGroup("shop", [ConfigError("token refused"), ExceptionGroup("inner", [StoreBusy("locked")])])

    monkeypatch.setattr("bot.cli.run._run", failing)
    result = run("--config", str(config))
    assert (result.exit_code, result.output) == (2, "Error: token refused\nlocked\n")
    assert isinstance(result.exception, SystemExit)


def test_a_bug_is_not_dressed_up_as_a_mistake_of_the_maintainer(config: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    async def failing(*_: Any) -> None:
        raise ExceptionGroup("shop", [ValueError("a bug")])

    monkeypatch.setattr("bot.cli.run._run", failing)
    assert isinstance(run("--config", str(config)).exception, ExceptionGroup)
