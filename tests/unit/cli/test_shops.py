"""Which shop a command works on."""

from __future__ import annotations

import stat
from pathlib import Path

import pytest

from bot.cli.demo import DEMO_HOME, DEMO_SCRIPTS
from bot.cli.shops import find_config
from bot.config import SHORTEST_SECRET
from bot.core.errors import ConfigError


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path


def test_without_a_config_it_is_the_demo_shop_in_the_current_folder() -> None:
    config = find_config(None, host="::1", port=9000)
    assert (config.demo, config.scripts, config.public_url) == (True, DEMO_SCRIPTS, "http://[::1]:9000")
    assert str(DEMO_HOME) in config.database


def test_the_demos_secret_is_made_once_and_only_the_owner_can_read_it(folder: Path) -> None:
    first = find_config(None).secret
    assert len(first) >= SHORTEST_SECRET
    assert find_config(None).secret == first
    assert stat.S_IMODE((folder / DEMO_HOME / "secret").stat().st_mode) == 0o600


def test_a_secret_that_was_cut_off_while_it_was_written_is_made_again(folder: Path) -> None:
    (folder / DEMO_HOME).mkdir(parents=True)
    (folder / DEMO_HOME / "secret").write_text("", encoding="utf-8")
    assert len(find_config(None).secret) >= SHORTEST_SECRET


def test_a_folder_that_cannot_be_written_is_a_clear_error(folder: Path) -> None:
    (folder / "var").write_text("a file, not a folder", encoding="utf-8")
    with pytest.raises(ConfigError, match=r"Cannot keep the demo's data in var/demo: "):
        find_config(None)


def test_a_config_file_is_the_shop_and_makes_no_demo(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("KEFU_SECRET", "s" * 40)
    path = folder / "config.yaml"
    path.write_text("web: {port: 0}\n", encoding="utf-8")
    config = find_config(path)
    assert (config.demo, config.secret) == (False, "s" * 40)
    assert not (folder / "var").exists()
    assert config.listening_on(4711).public_url == "http://127.0.0.1:4711"
