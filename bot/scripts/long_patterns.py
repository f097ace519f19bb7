"""Advice on regular expressions that are too long to be read in one line. None of it stops a publication."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Final

from bot.scripts.common_documents import ConsentDoc
from bot.scripts.documents import IntentDoc, SlotDoc, TopicDoc
from bot.scripts.patterns import lines_of
from bot.scripts.piece_documents import PiecesDoc
from bot.scripts.report import Report
from bot.scripts.taken_back import TakenBackDoc, ThingDoc
from bot.scripts.tree import Text

LONGEST: Final = 200
"""Characters of one line of a pattern; more cannot be taken in at once, or compared with what it was before."""

_PATTERNS: Final[Mapping[type, tuple[str, ...]]] = {
    SlotDoc: ("said", "lead_in", "unlike"),
    ConsentDoc: ("read", "doubt", "refuses", "after_all"),
    PiecesDoc: tuple(PiecesDoc.model_fields),
    TakenBackDoc: ("bare", "drop", "back", "moot", "wrong", "stands", "stands_named"),
    ThingDoc: ("names", "back", "gone", "stands"),
}
"""The keys under which one regular expression stands."""


def lint_patterns(topics: Mapping[str, TopicDoc], report: Report) -> None:
    """Note every line of a pattern that should be several."""
    for doc in topics.values():
        for text in _patterns_of(doc):
            for line in (line for one in lines_of(text) for line in one if len(line) > LONGEST):
                report.add(
                    line.place,
                    "long_pattern",
                    f"a regular expression of {len(line)} characters in one line is hard to read",
                    "split it: after `|` one alternative a line; what is indented further goes on with the line above",
                )


def _patterns_of(doc: TopicDoc) -> Iterator[Text]:
    """Every text of a topic that is read as a regular expression."""
    for intent in doc.intents.values():
        yield from _lists(intent)
    taken_back = doc.taken_back
    things = taken_back.things.values() if taken_back is not None else ()
    for owner in (*doc.slots.values(), doc.consent, doc.pieces, taken_back, *things):
        if owner is not None:
            yield from (text for key in _PATTERNS[type(owner)] if (text := getattr(owner, key)) is not None)


def _lists(intent: IntentDoc) -> Iterator[Text]:
    yield from intent.signs or ()
    yield from intent.unless or ()
