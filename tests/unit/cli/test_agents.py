"""`kefu agents`: who may work the desk, from the command line."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from click.testing import CliRunner, Result

from bot.cli import main

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture(autouse=True)
def quick_passwords(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bot.service.accounts.hash_password", lambda password: f"hash of {password}")


@pytest.fixture
def config(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("KEFU_SECRET", "s" * 40)
    path = tmp_path / "config.yaml"
    path.write_text("quiet_seconds: 1\n", encoding="utf-8")
    return path


def agents(config: Path, *arguments: str) -> Result:
    return CliRunner().invoke(main, ["agents", *arguments, "--config", str(config)])


def add(config: Path, login: str = "ann", name: str = "安", *more: str) -> Result:
    return agents(config, "add", login, "--name", name, "--role", "after_sale", *more)


def test_an_agent_is_added_with_a_password_and_listed(config: Path) -> None:
    added = add(config, "ann", "安", "--telegram-id", "77")
    assert (added.exit_code, added.output.startswith("ann  安  after_sale  password: ")) == (0, True)
    assert agents(config, "list").output == "ann  安  after_sale  telegram 77\n"


def test_adding_the_same_login_again_changes_the_agent_and_the_password(config: Path) -> None:
    first, second = add(config), add(config, "ann", "小安")
    assert first.output.split("password: ")[1] != second.output.split("password: ")[1]
    assert agents(config, "list").output == "ann  小安  after_sale\n"


def test_a_shop_without_agents_says_how_to_add_one(config: Path) -> None:
    assert "kefu agents add" in agents(config, "list").output


def test_a_new_password_is_printed_for_an_agent_who_exists_only(config: Path) -> None:
    add(config)
    assert agents(config, "reset", "ann").output.startswith("ann  password: ")
    unknown = agents(config, "reset", "nobody")
    assert (unknown.exit_code, unknown.output) == (2, "Error: There is no agent nobody; see: kefu agents list\n")


@pytest.mark.parametrize("login", ["", "a b", "a\n", "x" * 65, "a\u200bb"])
def test_a_login_that_nobody_could_type_is_refused(config: Path, login: str) -> None:
    refused = add(config, login)
    assert (refused.exit_code, "visible characters" in refused.output) == (2, True)
    assert "Nobody yet" in agents(config, "list").output


def test_a_name_is_one_line(config: Path) -> None:
    add(config, "ann", "安\n主管")
    assert agents(config, "list").output == "ann  安 主管  after_sale\n"
    assert add(config, "ben", " \n").exit_code == 2
    assert add(config, "ben", "本" * 41).exit_code == 2


def test_people_are_listed_without_the_token_of_a_channel(config: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("KEFU_TELEGRAM_TOKEN", raising=False)
    config.write_text("telegram: {desk_group: -100123}\n", encoding="utf-8")
    listed = agents(config, "list")
    assert (listed.exit_code, "Nobody yet" in listed.output) == (0, True)


def test_one_telegram_account_is_one_agent(config: Path) -> None:
    add(config, "ann", "安", "--telegram-id", "77")
    taken = add(config, "ben", "本", "--telegram-id", "77")
    assert (taken.exit_code, "already belongs to the agent 'ann'" in taken.output) == (2, True)


def test_linking_a_telegram_account_keeps_the_password(config: Path) -> None:
    add(config)
    assert agents(config, "link", "ann", "--telegram-id", "78").output == "ann  telegram 78\n"
    assert agents(config, "list").output == "ann  安  after_sale  telegram 78\n"


def test_a_misspelt_role_is_answered_with_the_one_that_was_meant(config: Path) -> None:
    refused = agents(config, "add", "ann", "--name", "安", "--role", "supervisr")
    assert (refused.exit_code, "Did you mean supervisor?" in refused.output) == (2, True)
    assert "pre_sale" in agents(config, "add", "ann", "--name", "安", "--role", "king").output
    assert agents(config, "add", "ann", "--name", "安", "--role", "Pre-Sale").output.startswith("ann  安  pre_sale")


def test_a_role_is_changed_and_one_supervisor_stays(config: Path) -> None:
    add(config)
    agents(config, "add", "boss", "--name", "老板", "--role", "supervisor")
    assert agents(config, "role", "ann", "finance").output == "ann  安  finance\n"
    last = agents(config, "role", "boss", "finance")
    assert (last.exit_code, "One supervisor has to stay" in last.output) == (2, True)
    assert agents(config, "off", "boss").exit_code == 2


def test_an_agent_goes_on_shift_and_is_switched_off(config: Path) -> None:
    add(config)
    assert agents(config, "shift", "ann", "on").output == "ann  安  after_sale  on shift\n"
    agents(config, "token", "ann")
    assert agents(config, "list").output == "ann  安  after_sale  on shift  tokens: default\n"
    assert agents(config, "off", "ann").output == "ann  安  after_sale  switched off\n"
    assert agents(config, "list").output == "ann  安  after_sale  switched off\n"
    assert agents(config, "on", "ann").output == "ann  安  after_sale\n"


def test_a_token_is_shown_once_and_revoked_by_its_name(config: Path) -> None:
    add(config)
    issued = agents(config, "token", "ann", "--name", "crm")
    assert issued.output.startswith("ann  token crm: kefu_")
    twice = agents(config, "token", "ann", "--name", "crm")
    assert (twice.exit_code, "revoke it first" in twice.output) == (2, True)
    assert agents(config, "token", "ann", "--name", "crm", "--revoke").output == "ann  token crm revoked\n"
    gone = agents(config, "token", "ann", "--name", "crm", "--revoke")
    assert (gone.exit_code, gone.output) == (2, "Error: There is no token crm.\n")
