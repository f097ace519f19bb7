"""Advice on how a pack is written: enough examples, several wordings, short texts. None of it stops a publication."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from types import MappingProxyType
from typing import Final

from bot.scripts.documents import AlternativeDoc, IntentDoc, TopicDoc
from bot.scripts.heldout import HeldOut
from bot.scripts.report import Report
from bot.scripts.tree import Text

LEAST_EXAMPLES: Final = 12
"""Lines of examples of an intent that customers ask for every day; a template is one line."""

LEAST_WORDINGS: Final = 2
"""Of a reply, so that nobody reads the same sentence twice running."""

LONGEST: Final[Mapping[str, int]] = MappingProxyType({"zh": 120, "en": 300})
"""Characters of a reply that a phone shows at one glance, by language; steps to follow may take more."""

LEAST_NEGATIVES: Final = 3
"""Lines under `not` of an intent that another one is close to."""

_LEAST_TAKEN: Final = 3  # lines read as the other intent; fewer are chance
_CLOSE: Final = 0.05  # share of the lines
_LONGEST_ELSEWHERE: Final = 300
_PRINTED: Final = re.compile(r"\{\{.*?\}\}", re.DOTALL)
_LOGIC: Final = re.compile(r"\{[%#].*?[%#]\}", re.DOTALL)
_VALUE: Final = "······"  # how long a value is that is printed, on the average
_STEP: Final = re.compile(r"(?:^|[\s：:；;。])(?:[1-9][.、)]|[①-⑨]|第[一二三四五六]步|step [1-9])", re.IGNORECASE)


def lint(language: str, topics: Mapping[str, TopicDoc], often: Collection[str], report: Report) -> None:
    """Note what could be better in the topics of one language.

    Args:
        language: the pack.
        topics: its files.
        often: intents of rank A.
        report: takes the advice.
    """
    for doc in topics.values():
        for name, intent in doc.intents.items():
            if name in often:
                _check_examples(name, intent, report)
        for name, alternatives in doc.replies.items():
            for alternative in alternatives:
                _check_wordings(name, alternative, language, report)


def lint_neighbours(topics: Mapping[str, TopicDoc], often: Collection[str], held: HeldOut, report: Report) -> None:
    """Note intents of rank A that are often taken for another one and have few `not` lines.

    Args:
        topics: the files of one language.
        often: intents of rank A.
        held: how lines that were held back are read.
        report: takes the advice.
    """
    written = {name: intent for doc in topics.values() for name, intent in doc.intents.items() if name in often}
    for name, intent in written.items():
        close = {
            other: count for (own, other), count in held.taken.items() if own == name and _is_close(count, held, name)
        }
        negatives = len(lines_of(intent.negatives))
        if close and negatives < LEAST_NEGATIVES:
            other = max(close, key=lambda one: close[one])
            report.add(
                name.place,
                "few_negatives",
                f"{close[other]} of {held.lines[name]} lines of `{name}` read as `{other}` when they are held back",
                f"write {LEAST_NEGATIVES} lines of `not` or more; there are {negatives}",
            )


def _is_close(count: int, held: HeldOut, name: str) -> bool:
    return count >= _LEAST_TAKEN and count >= _CLOSE * held.lines[name]


def lines_of(texts: list[Text] | None) -> list[Text]:
    """The lines of a block of sentences, without comments."""
    return [line for text in texts or () for line in text.split_lines() if not line.startswith("#")]


def _check_examples(name: Text, intent: IntentDoc, report: Report) -> None:
    count = len(lines_of(intent.examples))
    if count < LEAST_EXAMPLES:
        report.add(
            name.place,
            "few_examples",
            f"the intent `{name}` has {count} lines of examples",
            f"customers ask for it every day: write {LEAST_EXAMPLES} or more",
        )


def _check_wordings(name: Text, alternative: AlternativeDoc, language: str, report: Report) -> None:
    if len(alternative.text) < LEAST_WORDINGS:
        report.add(
            alternative.text[0].place,
            "one_wording",
            f"the reply `{name}` has one wording here",
            "write a second one; they take turns",
        )
    most = LONGEST.get(language, _LONGEST_ELSEWHERE)
    for text in alternative.text:
        plain = _LOGIC.sub("", _PRINTED.sub(_VALUE, text)).strip()
        if len(plain) > most and len(_STEP.findall(plain)) < 2:
            report.add(text.place, "long", f"about {len(plain)} characters are many at once", f"keep to {most}")
