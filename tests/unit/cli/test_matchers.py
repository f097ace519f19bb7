"""Which scripts a command reads messages with."""

from __future__ import annotations

from pathlib import Path
from types import SimpleNamespace
from typing import Any

import click
import pytest

from bot.cli import matchers


@pytest.fixture
def book(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Any:
    loaded = SimpleNamespace(default_language="zh", packs={"zh": object(), "en": object()})

    def load(directory: Path, cache: Path | None = None, only: str | None = None) -> Any:
        wanted = loaded.packs if only is None else {only or "zh"}
        return SimpleNamespace(packs={name: pack for name, pack in loaded.packs.items() if name in wanted})

    monkeypatch.setattr(matchers, "load_book", load)
    monkeypatch.setattr(click, "get_app_dir", lambda name: str(tmp_path / name))
    return loaded


def test_the_first_language_unless_another_is_named(book: Any, tmp_path: Path) -> None:
    assert matchers.find_pack(tmp_path, None) is book.packs["zh"]
    assert matchers.find_pack(tmp_path, "en") is book.packs["en"]


@pytest.mark.usefixtures("book")
def test_an_unknown_language_names_the_known_ones(tmp_path: Path) -> None:
    with pytest.raises(click.BadParameter, match="no pack 'fr'; there are: en, zh"):
        matchers.find_pack(tmp_path, "fr")


def test_an_unwritable_home_is_said_and_survived(
    book: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    read = vars(matchers)["load_book"]  # the one that the fixture put there

    def load(directory: Path, cache: Path | None = None, only: str | None = None) -> Any:
        if cache is not None:
            raise PermissionError(13, "Permission denied")
        return read(directory, only=only)

    monkeypatch.setattr(matchers, "load_book", load)
    assert matchers.find_pack(tmp_path, None) is book.packs["zh"]
    assert "cannot keep compiled matchers" in capsys.readouterr().err
