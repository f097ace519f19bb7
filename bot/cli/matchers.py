"""Which scripts a command reads messages with."""

from __future__ import annotations

import gc
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Final

import click

from bot.cli.demo import DEMO_SCRIPTS
from bot.scripts import load_book
from bot.scripts.book import Pack, ScriptBook

scripts_option: Final[Callable[[Any], Any]] = click.option(
    "--scripts",
    "directory",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    default=DEMO_SCRIPTS,
    help="The folder of shop.yaml; without it, the demo shop's scripts.",
)
language_option: Final[Callable[[Any], Any]] = click.option(
    "--language", help="The language pack to read with; without it, the shop's first."
)


def find_pack(directory: Path, language: str | None) -> Pack:
    """The pack of that language.

    Raises:
        ScriptError: The scripts have problems.
        click.BadParameter: There is no such pack.
    """
    with _uncollected():
        found = _book(directory, only=language or "").packs
    if language is None:
        return next(iter(found.values()))
    if language not in found:
        known = ", ".join(sorted(load_book(directory).packs))
        raise click.BadParameter(f"there is no pack {language!r}; there are: {known}", param_hint="--language")
    return found[language]


@contextmanager
def _uncollected() -> Iterator[None]:
    """Look for no garbage among what is loaded: all of it stays, and looking takes a sixth of the start."""
    gc.disable()
    try:
        yield
    finally:
        gc.freeze()
        gc.enable()


def _book(directory: Path, *, only: str) -> ScriptBook:
    """One pack of the scripts; compiled matchers are kept in the user's own folder, where that is possible."""
    folder = Path(click.get_app_dir("kefu")) / "matchers"
    try:
        return load_book(directory, cache=folder, only=only)
    except OSError as error:
        click.echo(f"cannot keep compiled matchers in {folder} ({error.strerror}): computing them anew", err=True)
        return load_book(directory, only=only)
