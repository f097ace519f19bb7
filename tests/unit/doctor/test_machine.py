"""What the doctor sees of the machine."""

from __future__ import annotations

import os
import shutil
import sqlite3
from collections import namedtuple
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from bot.config import Config, WebhooksSection, WebSection, demo_config
from bot.core.errors import ConfigError, Problem, ScriptError
from bot.core.roles import Role
from bot.doctor import machine
from bot.doctor.findings import Finding, Level
from bot.scripts.book import ScriptBook
from bot.storage import open_store

NOW = datetime(2026, 3, 2, tzinfo=UTC)
Usage = namedtuple("Usage", "total used free")
EMPTY = ScriptBook(default_language="zh", packs={}, shop={}, products={})


def config(home: Path, *, public_url: str | None = None) -> Config:
    made = demo_config(home, home, {}, host="127.0.0.1", port=8000, secret="s" * 40)
    return replace(made, demo=False, web=WebSection.model_construct(public_url=public_url))


def levels(findings: object) -> dict[str, Level]:
    return {one.check: one.level for one in findings}  # type: ignore[attr-defined]  # an iterable of findings


def database(path: Path) -> list[Finding]:
    return list(machine.database(f"sqlite:///{path}", now=NOW))


@pytest.fixture
async def made(tmp_path: Path) -> Path:
    path = tmp_path / "kefu.db"
    store = await open_store(f"sqlite:///{path}")
    await store.close()
    return path


def test_an_address_without_tls_is_fine_on_this_machine_only(tmp_path: Path) -> None:
    assert levels(machine.settings(config(tmp_path)))["address"] is Level.OK
    far = config(tmp_path, public_url="http://shop.example.com")
    assert levels(machine.settings(far))["address"] is Level.WARN
    assert levels(machine.settings(config(tmp_path, public_url="https://shop.example.com"))) == {"address": Level.OK}


def test_webhooks_into_private_networks_are_pointed_out(tmp_path: Path) -> None:
    open_ = replace(config(tmp_path), webhooks=WebhooksSection.model_construct(allow_private_networks=True))
    assert levels(machine.settings(open_))["webhook targets"] is Level.WARN


def test_scripts_compile_or_the_first_problem_is_named() -> None:
    def broken() -> ScriptBook:
        one = Problem(path="a.yaml", line=1, column=1, code="x", text="no reply")
        raise ScriptError([one, replace(one, line=2), replace(one, line=3)])

    def shut() -> ScriptBook:
        raise ConfigError("Cannot write to var")

    assert machine.scripts(lambda: EMPTY).level is Level.OK
    finding = machine.scripts(broken)
    assert (finding.level, finding.text) == (Level.FAIL, "a.yaml:1:1: no reply and 2 more")
    assert machine.scripts(shut).level is Level.FAIL


def test_a_database_that_is_not_there_yet_is_no_fault(tmp_path: Path) -> None:
    [finding] = database(tmp_path / "new" / "kefu.db")
    assert (finding.level, "is made by the first start" in finding.text) == (Level.OK, True)
    assert list(tmp_path.iterdir()) == []  # looking makes nothing


def test_a_folder_that_cannot_be_written_is_a_fault(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "access", lambda *_: False)
    [finding] = database(tmp_path / "kefu.db")
    assert finding.level is Level.FAIL


def test_a_database_in_order_says_so_and_is_not_changed(made: Path) -> None:
    before = made.read_bytes()
    findings = database(made)
    assert levels(findings) == {"database": Level.OK, "agents": Level.WARN}
    assert made.read_bytes() == before


async def test_a_supervisor_who_can_sign_in_is_counted(made: Path) -> None:
    store = await open_store(f"sqlite:///{made}")
    await store.transact(lambda uow: uow.agents.put(login="ann", name="安", role=Role.SUPERVISOR, password_hash="x"))
    await store.close()
    assert levels(database(made)) == {"database": Level.OK, "agents": Level.OK}


@pytest.mark.parametrize(("revision", "level"), [("0003", Level.WARN), ("9999", Level.FAIL)])
def test_a_database_of_another_version_is_told_from_which_side(made: Path, revision: str, level: Level) -> None:
    with sqlite3.connect(made) as connection:
        connection.execute("UPDATE alembic_version SET version_num = ?", (revision,))
    connection.close()
    [finding] = database(made)
    assert (finding.level, revision in finding.text) == (level, True)


def test_another_journal_mode_is_pointed_out(made: Path) -> None:
    connection = sqlite3.connect(made)
    connection.execute("PRAGMA journal_mode = DELETE")
    connection.close()
    assert levels(database(made))["journal"] is Level.WARN


def test_a_locked_database_is_said_to_be_locked(made: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bot.storage.sql.inspection._PATIENCE_SECONDS", 0)
    locker = sqlite3.connect(made, isolation_level=None)
    locker.execute("BEGIN IMMEDIATE")
    [finding] = database(made)
    locker.close()
    assert (finding.level, "locked" in finding.text) == (Level.WARN, True)


def test_what_is_no_database_is_a_fault(tmp_path: Path) -> None:
    path = tmp_path / "kefu.db"
    path.write_text("not a database at all, but long enough to be looked at" * 30, encoding="utf-8")
    [finding] = database(path)
    assert (finding.level, "is not a database" in finding.text) == (Level.FAIL, True)


def test_a_database_of_something_else_is_a_fault(tmp_path: Path) -> None:
    path = tmp_path / "kefu.db"
    connection = sqlite3.connect(path)
    connection.execute("CREATE TABLE recipes (id INTEGER)")
    connection.close()
    [finding] = database(path)
    assert (finding.level, "something else" in finding.text) == (Level.FAIL, True)


@pytest.mark.parametrize(
    ("free", "level"), [(5 * 1024**3, Level.OK), (500 * 1024**2, Level.WARN), (50 * 1024**2, Level.FAIL)]
)
def test_room_on_the_disk_is_judged_once_for_each_disk(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, free: int, level: Level
) -> None:
    monkeypatch.setattr(shutil, "disk_usage", lambda _: Usage(10**12, 0, free))
    [finding] = machine.disks([tmp_path / "files", tmp_path])
    assert (finding.level, str(tmp_path) in finding.text) == (level, True)
