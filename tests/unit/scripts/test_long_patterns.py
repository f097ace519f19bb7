"""Advice to split a regular expression that nobody can read in one line."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.scripts import check_book
from bot.scripts.long_patterns import LONGEST

if TYPE_CHECKING:
    from tests.unit.scripts.conftest import Scripts

LONG = "|".join(["不退了"] * 60)


def _advice(scripts: Scripts) -> list[tuple[str, int]]:
    found = (one for one in check_book(scripts.root).advice if one.code == "long_pattern")
    return [(one.path, one.line) for one in found]


def _with_signs(scripts: Scripts, *lines: str) -> None:
    block = "".join(f"      {line}\n" for line in lines)
    scripts.change("zh/returns.yaml", "    not: |\n", f"    signs: |\n{block}    not: |\n")


def test_a_long_line_is_pointed_at(scripts: Scripts) -> None:
    assert len(LONG) > LONGEST
    _with_signs(scripts, "不想退", LONG)
    ((path, _),) = _advice(scripts)
    assert path.endswith("zh/returns.yaml")


def test_the_same_words_on_several_lines_are_fine(scripts: Scripts) -> None:
    _with_signs(scripts, LONG[:119], LONG[120:])
    assert _advice(scripts) == []
