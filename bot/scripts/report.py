"""Collecting mistakes: every problem of every file in one run, each with its place and a hint."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from rapidfuzz import fuzz, process

from bot.core.errors import Problem


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """A spot in a file; `line` and `column` count from 1, 0 means the whole file."""

    path: str
    line: int = 0
    column: int = 0

    def __str__(self) -> str:
        return f"{self.path}:{self.line}:{self.column}"


MAX_TEXT: Final = 300
"""Characters of one problem."""

_FOLLOW_UPS: Final = ("undefined_", "unused", "missing_", "not_collected")
"""Codes that may be nothing but the shadow of a file that could not be read."""


class Report:
    """Grows while the scripts are read; never stops at the first mistake.

    Attributes:
        incomplete: a file could not be read. Names it would have defined are then not reported as missing: that
            would bury the one mistake to mend under a hundred that are none.
    """

    def __init__(self) -> None:
        self.incomplete = False
        self._problems: set[Problem] = set()

    @property
    def problems(self) -> tuple[Problem, ...]:
        """All of them in the order of files and lines, none twice."""
        return tuple(sorted(self._problems))

    def add(self, place: Place, code: str, text: str, hint: str = "") -> None:
        """Note one mistake."""
        if self.incomplete and code.startswith(_FOLLOW_UPS):
            return
        self._problems.add(
            Problem(
                path=place.path, line=place.line, column=place.column, code=code, text=_shown(text), hint=_shown(hint)
            )
        )


def _shown(text: str) -> str:
    """One printable line: what a file holds may be long, or move the terminal's cursor."""
    clipped = text if len(text) <= MAX_TEXT else text[: MAX_TEXT - 1] + "…"
    return "".join(char if char.isprintable() else "�" for char in clipped)


def did_you_mean(word: str, known: Iterable[str], *, prefix: str = "") -> str:
    """A hint naming the known word most like this one, or, when none is close, a few that exist.

    Args:
        word: what was written.
        known: what could have been written.
        prefix: what stands before either, shown but not compared.
    """
    names = sorted(set(known))
    best = process.extractOne(word, names, scorer=fuzz.ratio, score_cutoff=60)
    if best is not None:
        return f"did you mean {prefix}{best[0]}?"
    if not names:
        return "none is defined"
    shown = ", ".join(f"{prefix}{name}" for name in names[:8]) + (", ..." if len(names) > 8 else "")
    return f"known: {shown}"
