"""Fixtures for a folder's conftest: `from tests.web_shop.fixtures import book, shop`."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.scripts import load_book
from bot.scripts.book import ScriptBook
from tests.web_shop.running import SCRIPTS, RunningShop, running_shop


@pytest.fixture(scope="session")
def book() -> ScriptBook:
    """The small shop's scripts, compiled once."""
    return load_book(SCRIPTS)


@pytest.fixture
async def shop(book: ScriptBook, tmp_path: Path) -> AsyncIterator[RunningShop]:
    """A shop that runs while the test does."""
    async with running_shop(book, tmp_path) as running:
        yield running
