"""Every place of the scripts is reached by a conversation test: nothing is said to a customer for the first time."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.dialogue.coverage import Coverage, measure
from bot.scripts import check_book

SCRIPTS = Path(__file__).parents[2] / "scripts_yaml"


@pytest.fixture(scope="module")
def coverage() -> Coverage:
    checked = check_book(SCRIPTS)
    assert checked.book is not None, "\n".join(map(str, checked.problems))
    return measure(checked.book, checked.conversations)


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("wordings", [False, True], ids=["places", "wordings"])
def test_nothing_is_left_out(coverage: Coverage, language: str, wordings: bool) -> None:
    missing = coverage.missing(language, wordings=wordings)
    assert not missing, "\n".join(f"scripts_yaml/{point.origin}: no test: {point.text}" for point in missing)
