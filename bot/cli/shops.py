"""Which shop a command works on: the one of a config file, or the demo shop."""

from __future__ import annotations

import asyncio
import os
import secrets
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any, TypeVar

import click

from bot.cli.demo import DEMO_HOME, DEMO_SCRIPTS
from bot.config import SHORTEST_SECRET, Config, demo_config, load_config
from bot.core.errors import ConfigError
from bot.core.ports import Store
from bot.storage import open_store

T = TypeVar("T")

config_option: Callable[[Any], Any] = click.option(
    "--config",
    "config_path",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="The shop's config.yaml; without it, the demo shop.",
)


def find_config(
    config_path: Path | None, *, host: str = "127.0.0.1", port: int = 8000, channels: bool = True
) -> Config:
    """The configuration of that file, or of the demo shop in `var/demo` of the current folder.

    Without `channels`, which the command does not open, their tokens may be missing.
    """
    if config_path is not None:
        return load_config(config_path, os.environ, channels=channels)
    return demo_config(DEMO_HOME, DEMO_SCRIPTS, os.environ, host=host, port=port, secret=_demo_secret())


def in_store(config: Config, call: Callable[[Store], Awaitable[T]]) -> T:
    """Open the shop's database, call, close it; a shop may be running on it."""

    async def run() -> T:
        store = await open_store(config.database)
        try:
            return await call(store)
        finally:
            await store.close()

    return asyncio.run(run())


def _demo_secret() -> str:
    """A secret made on the first start and kept with the demo data, so that a restart keeps its visitors."""
    path = DEMO_HOME / "secret"
    try:
        return _kept_secret(path) or _new_secret(path)
    except OSError as error:
        raise ConfigError(f"Cannot keep the demo's data in {DEMO_HOME}: {error.strerror}.") from error


def _kept_secret(path: Path) -> str:
    """Empty when there is none, or only part of one because the start that made it was cut off."""
    kept = path.read_text(encoding="utf-8") if path.exists() else ""
    return kept if len(kept) >= SHORTEST_SECRET else ""


def _new_secret(path: Path) -> str:
    made = secrets.token_urlsafe(SHORTEST_SECRET)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.touch(mode=0o600)
    path.write_text(made, encoding="utf-8")
    return made
