"""config.yaml: what a maintainer may write, and what they are told when it is wrong."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from bot.config import METRICS_TOKEN_NAME, SECRET_NAME, TOKEN_NAME, Config, demo_config, load_config
from bot.core.errors import ConfigError

EXAMPLE = Path(__file__).parents[2] / "config.example.yaml"
SECRET = {SECRET_NAME: "s" * 32}


def load(tmp_path: Path, text: str, environment: dict[str, str] | None = None) -> Config:
    path = tmp_path / "config.yaml"
    path.write_text(text, encoding="utf-8")
    return load_config(path, SECRET if environment is None else environment)


def test_the_example_loads_and_shows_the_defaults(tmp_path: Path) -> None:
    shown = load_config(EXAMPLE, SECRET)
    default = load(tmp_path, "web: {public_url: http://127.0.0.1:8000}\n")
    assert shown.web == default.web
    assert shown.telegram == default.telegram
    assert shown.webhooks == default.webhooks
    assert shown.log == default.log
    assert shown.quiet_seconds == default.quiet_seconds


def test_every_key_is_explained_in_the_example() -> None:
    text = EXAMPLE.read_text(encoding="utf-8")
    for section in ("web", "telegram", "webhooks", "log"):
        assert section in Config.__dataclass_fields__
        assert f"\n{section}:" in text
    keys = ("host", "port", "public_url", "max_upload_mb", "allowed_origins", "desk_group", "api_url", "json")
    for key in (*keys, "allow_private_networks"):
        assert re.search(rf"^\s+(# )?{key}:", text, re.MULTILINE), key


def test_paths_start_at_the_config_file_wherever_the_command_runs(tmp_path: Path) -> None:
    config = load(tmp_path, "database: sqlite:///data/shop.db\nfiles: data/files\nscripts: texts\n")
    assert config.database == f"sqlite:///{tmp_path}/data/shop.db"
    assert config.files == tmp_path / "data/files"
    assert config.scripts == tmp_path / "texts"


def test_an_absolute_database_path_stays(tmp_path: Path) -> None:
    assert load(tmp_path, "database: sqlite:////srv/shop.db\n").database == "sqlite:////srv/shop.db"


def test_a_mistyped_key_is_pointed_at_with_the_key_that_was_meant(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match=r"config\.yaml:2:3: there is no key `prt` here \(did you mean port\?\)"):
        load(tmp_path, "web:\n  prt: 80\n")


def test_all_problems_are_reported_in_one_run(tmp_path: Path) -> None:
    with pytest.raises(ConfigError) as caught:
        load(tmp_path, "web:\n  port: 99999\nlog:\n  level: loud\nquiet_seconds: -1\n")
    assert [line.split(": ")[1] for line in str(caught.value).splitlines()] == ["`port`", "`level`", "`quiet_seconds`"]


def test_a_missing_secret_says_how_to_make_one(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match=r"KEFU_SECRET is missing.*token_urlsafe"):
        load(tmp_path, "quiet_seconds: 1\n", {})


def test_a_desk_group_without_a_token_is_a_contradiction(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match=r":1:12: desk_group is set, but there is no KEFU_TELEGRAM_TOKEN"):
        load(tmp_path, "telegram: {desk_group: -100123}\n".replace("telegram: {", "telegram: {"))
    assert load(tmp_path, "telegram: {desk_group: -100123}\n", {**SECRET, TOKEN_NAME: "1:a"}).telegram_token == "1:a"


def test_listening_for_other_machines_needs_the_public_address(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match="public_url is missing"):
        load(tmp_path, "web: {host: 0.0.0.0}\n")
    config = load(tmp_path, "web: {host: 0.0.0.0, public_url: 'https://chat.example.com/'}\n")
    assert config.public_url == "https://chat.example.com"


@pytest.mark.parametrize(
    "url", ["chat.example.com", "ftp://chat.example.com", "https://", "http://a:99999", "http://a:0"]
)
def test_a_public_url_that_is_no_address_is_refused(tmp_path: Path, url: str) -> None:
    with pytest.raises(ConfigError, match=r"`public_url`: .*(an address is wanted here|Port out of range)"):
        load(tmp_path, f"web: {{public_url: '{url}'}}\n")


@pytest.mark.parametrize("url", ["mysql://somewhere", "sqlite:///folder/", "sqlite://"])
def test_an_unknown_database_is_refused(tmp_path: Path, url: str) -> None:
    with pytest.raises(ConfigError, match="must be a SQLite file"):
        load(tmp_path, f"database: {url}\n")


def test_broken_yaml_is_an_error_with_its_place_not_a_traceback(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match=r"config\.yaml:\d+:\d+: "):
        load(tmp_path, "web: {port: 80\n")


def test_secrets_do_not_show_when_a_config_is_printed(tmp_path: Path) -> None:
    config = load(tmp_path, "quiet_seconds: 1\n", {SECRET_NAME: "hush" * 10, TOKEN_NAME: "123:token"})
    assert "hush" not in repr(config)
    assert "123:token" not in repr(config)


def test_the_demo_keeps_everything_in_its_own_folder(tmp_path: Path) -> None:
    config = demo_config(tmp_path, Path("scripts"), {}, host="127.0.0.1", port=0, secret="s")
    assert config.demo
    assert str(tmp_path) in config.database
    assert config.files.is_relative_to(tmp_path)


def test_a_token_for_the_figures_that_could_be_guessed_is_refused_and_a_long_one_is_never_shown(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match="KEFU_METRICS_TOKEN is shorter than 16 characters"):
        load(tmp_path, "web: {port: 80}\n", {**SECRET, METRICS_TOKEN_NAME: "short"})
    with pytest.raises(ConfigError, match="KEFU_METRICS_TOKEN is shorter than 16 characters"):
        demo_config(tmp_path, tmp_path, {METRICS_TOKEN_NAME: "short"}, host="127.0.0.1", port=1, secret="s")
    config = load(tmp_path, "web: {port: 80}\n", {**SECRET, METRICS_TOKEN_NAME: "m" * 16})
    assert config.metrics_token == "m" * 16
    assert "m" * 16 not in repr(config)
