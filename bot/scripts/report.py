"""Collecting mistakes: every problem of every file in one run, each with its place and a hint."""

from __future__ import annotations

import contextlib
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
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


_NAME: Final = re.compile(r"[A-Za-z_][A-Za-z0-9_-]*")
_QUOTED: Final = re.compile(r"`([^`]+)`")
_MAX_UNREAD: Final = 1024 * 1024


class Report:
    """Grows while the scripts are read; never stops at the first mistake.

    A file that cannot be read would have defined and used names. Those that stand in it are not reported as missing
    elsewhere: that would bury the one mistake to mend under a hundred that are none. All others are; where no name can
    be made out (the file is empty), none is. Nothing is called unused then, nor while names are missing (a misspelt
    name leaves the right one unused): who deleted it would do damage.
    """

    def __init__(self) -> None:
        self._unread: set[str] = set()
        self._blind = False
        self._problems: set[Problem] = set()

    def could_not_read(self, path: Path) -> None:
        """What this file would have said is not known; only the names in it are."""
        data = b""
        with contextlib.suppress(OSError):
            data = path.read_bytes()[:_MAX_UNREAD]
        text = data.replace(b"\0", b"").decode("utf-8", "replace")  # UTF-16 has a zero beside each letter
        names = _NAME.findall(text)
        self._unread.update(names)
        self._blind |= not names

    @property
    def problems(self) -> tuple[Problem, ...]:
        """All of them in the order of files and lines, none twice."""
        missing = any(problem.code.startswith("undefined_") for problem in self._problems)
        return tuple(sorted(one for one in self._problems if not (missing and one.code == "unused")))

    def add(self, place: Place, code: str, text: str, hint: str = "") -> None:
        """Note one mistake."""
        in_the_dark = self._blind or (code == "unused" and bool(self._unread))
        shadow = in_the_dark or bool(self._unread.intersection(_last_parts(text)))
        if shadow and code.startswith(_FOLLOW_UPS):
            return
        self._problems.add(
            Problem(
                path=place.path, line=place.line, column=place.column, code=code, text=_shown(text), hint=_shown(hint)
            )
        )


def _last_parts(text: str) -> Iterator[str]:
    """Of each name in a problem's text the last part: `nmuber` of `order.nmuber`."""
    for name in _QUOTED.findall(text):
        yield name.rpartition(".")[2]


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
