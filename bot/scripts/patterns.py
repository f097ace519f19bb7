"""The regular expressions of a pack: one alternative a line, and the pack's own words in them, to be read by people.

A text of one line is a regular expression as it stands. In a `|` block every line is one, and what any of them finds is
found; a line that is indented further goes on with the one above it, and a line that begins with # is a comment.
`<name>` is any wording of that name under `words`.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from typing import Final

from bot.scripts.report import Report
from bot.scripts.tree import Text

_WORD: Final = re.compile(r"(?<!\?P)<([a-z][a-z0-9_]*)>")  # (?P<told>…) is a group's name


class Patterns:
    """Compiles what a topic writes as regular expressions; what is none is reported and left out."""

    def __init__(self, wordings: Callable[[Text], tuple[str, ...]], report: Report) -> None:
        """Read patterns in which `<name>` is any of the wordings it stands for."""
        self._wordings = wordings
        self._report = report

    def read(self, text: Text) -> re.Pattern[str] | None:
        """One pattern that finds what any line of the text does."""
        return self.any_of([text])

    def any_of(self, texts: Sequence[Text]) -> re.Pattern[str] | None:
        """One pattern that finds what any line of any of these texts does; None where there is none."""
        found = [one.pattern for text in texts for line in lines_of(text) if (one := self._line(line))]
        return self._compiled("|".join(found), texts[0]) if found else None

    def _line(self, line: Sequence[Text]) -> re.Pattern[str] | None:
        found = self._compiled("".join(self._with_words(part) for part in line), line[0])
        if found is not None and found.search(""):
            self._report.add(line[0].place, "pattern", "this finds something in every sentence", "name a word it needs")
        return found

    def _with_words(self, text: Text) -> str:
        """The text with every wording of a name in the place of `<name>`."""

        def wordings(found: re.Match[str]) -> str:
            named = Text.made(found[0], text.at(1, found.start() + 1))
            return f"(?:{'|'.join(map(re.escape, self._wordings(named)))})"

        return _WORD.sub(wordings, text)

    def _compiled(self, pattern: str, text: Text) -> re.Pattern[str] | None:
        try:
            return re.compile(pattern, re.IGNORECASE)
        except re.error as error:
            self._report.add(text.place, "pattern", f"this is no regular expression: {error}")
            return None


def lines_of(text: Text) -> list[list[Text]]:
    """The patterns a text holds, each as the lines it is written on; comments are left out."""
    if not text.literal:
        return [[text]]
    found: list[list[Text]] = []
    for line in text.split_lines():
        if line.startswith("#"):
            continue
        if found and line.place.column > text.place.column:
            found[-1].append(line)
        else:
            found.append([line])
    return found
