"""Every place of the scripts is reached by a conversation test: nothing is said to a customer for the first time."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.dialogue.coverage import Coverage, measure
from bot.scripts import load_book, load_conversations

SCRIPTS = Path(__file__).parents[2] / "scripts_yaml"


pytestmark = pytest.mark.timeout(600)  # all conversations of both languages are played


@pytest.fixture(scope="module")
def coverage(request: pytest.FixtureRequest) -> Coverage:
    book = load_book(SCRIPTS, cache=request.config.cache.mkdir("matchers"))
    return measure(book, load_conversations(SCRIPTS))


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("wordings", [False, True], ids=["places", "wordings"])
def test_nothing_is_left_out(coverage: Coverage, language: str, wordings: bool) -> None:
    missing = coverage.missing(language, wordings=wordings)
    assert not missing, "\n".join(f"scripts_yaml/{point.origin}: no test: {point.text}" for point in missing)
