"""What the doctor learns from the Bot API, asked for real; and the command as a whole."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from click.testing import CliRunner, Result

from bot.bootstrap import utc_now
from bot.cli import main
from bot.core.errors import ScriptError
from bot.doctor.bot_api import BotApi
from bot.doctor.findings import Finding, Level
from bot.doctor.telegram import skew, telegram
from bot.scripts.book import ScriptBook
from tests.telegram_api import User
from tests.telegram_api.fixtures import bot_api

if TYPE_CHECKING:
    from tests.telegram_api import BotApiServer, Group

__all__ = ["bot_api"]

NOW = datetime(2026, 3, 2, tzinfo=UTC)
TOKEN = "1:a-secret-that-nobody-may-read"


async def ask(server: BotApiServer, group: Group | None = None) -> dict[str, Finding]:
    api = BotApi(url=server.url, token=server.token)
    return {one.check: one async for one in telegram(api, group.id if group else None, clock=utc_now)}


def levels(findings: dict[str, Finding]) -> dict[str, Level]:
    return {check: one.level for check, one in findings.items()}


@pytest.fixture
def group(bot_api: BotApiServer) -> Group:
    return bot_api.add_group()


async def test_a_bot_in_order(bot_api: BotApiServer, group: Group) -> None:
    findings = await ask(bot_api, group)
    assert set(levels(findings).values()) == {Level.OK}
    assert set(findings) == {"telegram", "clock", "updates", "desk group", "rights"}
    assert "@shop_kefu_bot" in findings["telegram"].text


async def test_without_a_group_agents_have_the_web_desk(bot_api: BotApiServer) -> None:
    assert "web desk" in (await ask(bot_api))["desk group"].text


async def test_a_refused_token_is_a_fault_and_is_not_shown(bot_api: BotApiServer) -> None:
    api = BotApi(url=bot_api.url, token=TOKEN)
    [finding] = [one async for one in telegram(api, None, clock=utc_now)]
    assert finding.level is Level.FAIL
    assert "secret" not in str(finding)


async def test_offline_is_said_once_without_the_token() -> None:
    api = BotApi(url="http://127.0.0.1:9", token=TOKEN)
    [finding] = [one async for one in telegram(api, None, clock=utc_now)]
    assert (finding.level, "could not be asked" in finding.text) == (Level.WARN, True)
    assert TOKEN not in str(finding)
    assert TOKEN not in repr(api)


async def test_a_webhook_of_telegrams_keeps_polling_from_getting_anything(bot_api: BotApiServer) -> None:
    bot_api.world.webhook = {"url": "https://example.com/hook"}
    found = (await ask(bot_api))["updates"]
    assert (found.level, "deleteWebhook" in found.advice) == (Level.FAIL, True)
    bot_api.world.webhook = {}


async def test_a_group_without_topics_is_a_fault(bot_api: BotApiServer) -> None:
    assert (await ask(bot_api, bot_api.add_group(forum=False)))["desk group"].level is Level.FAIL


async def test_a_group_the_bot_does_not_know_is_a_fault(bot_api: BotApiServer, group: Group) -> None:
    api = BotApi(url=bot_api.url, token=bot_api.token)
    found = {one.check: one async for one in telegram(api, -100999, clock=utc_now)}
    assert (found["desk group"].level, "telegram.desk_group" in found["desk group"].advice) == (Level.FAIL, True)


async def test_a_right_that_is_missing_is_named(bot_api: BotApiServer, group: Group) -> None:
    bot_api.world.chats[group.id].bot_can_manage_topics = False
    rights = (await ask(bot_api, group))["rights"]
    assert (rights.level, "manage topics" in rights.advice) == (Level.FAIL, True)


async def test_a_plain_member_is_told_of_the_privacy_mode(bot_api: BotApiServer, group: Group) -> None:
    bot_api.world.chats[group.id].members[bot_api.world.bot.id] = "member"
    rights = (await ask(bot_api, group))["rights"]
    assert (rights.level, "privacy mode" in rights.text) == (Level.FAIL, True)


async def test_agents_who_never_wrote_to_the_bot_are_named(bot_api: BotApiServer, group: Group) -> None:
    met, unmet = User(id=9001, first_name="阿强"), User(id=9002, first_name="小林")
    bot_api.user_says(met, "/start")
    api, clock = BotApi(url=bot_api.url, token=bot_api.token), utc_now
    seen = [one async for one in telegram(api, group.id, clock=clock, agents={met.id: "阿强", unmet.id: "小林"})][-1]
    assert (seen.check, seen.level) == ("reminders", Level.WARN)
    assert ("小林" in seen.text, "阿强" in seen.text, "Start" in seen.advice) == (True, False, True)
    [*_, fine] = [one async for one in telegram(api, group.id, clock=clock, agents={met.id: "阿强"})]
    assert (fine.check, fine.level) == ("reminders", Level.OK)


@pytest.mark.parametrize(
    ("seconds", "level"), [(0, Level.OK), (-9, Level.OK), (60, Level.WARN), (-600, Level.FAIL), (None, Level.WARN)]
)
def test_a_clock_that_is_off_is_measured(seconds: int | None, level: Level) -> None:
    said = None if seconds is None else NOW + timedelta(seconds=seconds)
    assert skew(said, now=NOW).level is level


@pytest.fixture
def compiled(monkeypatch: pytest.MonkeyPatch) -> None:
    """Scripts that compile at once: how they do is not what is looked at here."""
    book = ScriptBook(default_language="zh", packs={}, shop={}, products={})
    monkeypatch.setattr("bot.doctor.read_scripts", lambda _: book)


def doctor(path: Path, *arguments: str) -> Result:
    return CliRunner().invoke(main, ["doctor", "--config", str(path), *arguments])


@pytest.fixture
def config(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("KEFU_SECRET", "s" * 40)
    monkeypatch.delenv("KEFU_TELEGRAM_TOKEN", raising=False)
    path = tmp_path / "config.yaml"
    path.write_text("quiet_seconds: 1\n", encoding="utf-8")
    return path


@pytest.mark.usefixtures("compiled")
def test_a_new_shop_is_in_order(config: Path) -> None:
    told = doctor(config)
    assert told.exit_code == 0
    assert [line.split()[0] for line in told.output.splitlines()] == ["ok"] * 5
    assert "s" * 40 not in told.output


@pytest.mark.usefixtures("compiled")
def test_the_findings_are_given_to_programs_as_json(config: Path) -> None:
    found = json.loads(doctor(config, "--json").output)
    assert {one["check"] for one in found} == {"address", "scripts", "database", "disk", "telegram"}
    assert found[0].keys() == {"check", "level", "text", "advice"}


def test_what_does_not_work_is_the_exit_code(config: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(_: object) -> ScriptBook:
        raise ScriptError([])

    monkeypatch.setattr("bot.doctor.read_scripts", broken)
    told = doctor(config)
    assert (told.exit_code, "FAIL  scripts" in told.output, "→ run: kefu check" in told.output) == (1, True, True)


def test_settings_that_cannot_be_read_are_findings_too(config: Path) -> None:
    config.write_text("prt: 1\n", encoding="utf-8")
    told = doctor(config, "--json")
    assert told.exit_code == 1
    [finding] = json.loads(told.output)
    assert (finding["check"], finding["level"]) == ("config", "fail")
