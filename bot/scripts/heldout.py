"""How the examples of a pack would be understood if they had not been written: an honest look before publishing.

Every line of examples is read by a matcher that was fitted without it, a third of the lines at a time. Sentences of one
line stay together, as they are nearly the same. Customers write a little further away than maintainers, so the figures
are a lower bound of what goes wrong, and good for comparing.
"""

from __future__ import annotations

import math
import zlib
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final

from bot.scripts.book import Pack
from intents import Decision, Example, IntentSpec, Matcher, Wish

FOLDS: Final = 3
_SURE: Final = 1.96  # standard deviations on either side that hold 95 % of all chances


@dataclass(frozen=True, slots=True, kw_only=True)
class Share:
    """A share that was counted, and between which bounds it lies with 95 % confidence (Wilson's interval)."""

    count: int
    of: int

    @property
    def value(self) -> float:
        """Between 0 and 1; 0 of nothing is 0."""
        return self.count / self.of if self.of else 0.0

    @property
    def bounds(self) -> tuple[float, float]:
        """Lower and upper bound."""
        if not self.of:
            return 0.0, 1.0
        squared = _SURE**2 / self.of
        middle = (self.value + squared / 2) / (1 + squared)
        half = math.sqrt(self.value * (1 - self.value) * squared + squared**2 / 4) / (1 + squared)
        return max(0.0, middle - half), min(1.0, middle + half)


@dataclass(frozen=True, slots=True, kw_only=True)
class HeldOut:
    """What came of the lines that were held back.

    Attributes:
        right: answered with their own intent.
        asked: met with the question which was meant, their own intent among those offered.
        wrong: answered with another intent.
        taken: (intent, other) → how many of the intent's lines were read as the other one first.
        lines: how many lines each intent has.
    """

    right: Share
    asked: Share
    wrong: Share
    taken: Mapping[tuple[str, str], int]
    lines: Mapping[str, int]


def hold_out(pack: Pack, wish: Wish) -> HeldOut:
    """Read every line of examples by a matcher that does not know it."""
    specs = [intent.spec for intent in pack.intents.values()]
    outcomes: Counter[str] = Counter()
    taken: Counter[tuple[str, str]] = Counter()
    for fold in range(FOLDS):
        known = Matcher.fit([_without(spec, fold) for spec in specs], wish=wish, language=pack.language)
        for spec, example in _of_fold(specs, fold):
            match = known.match(example.text)
            first = match.candidates[0].intent if match.candidates else ""
            offered = {one.intent for one in match.candidates[: match.asking]}
            if match.decision is Decision.ANSWER:
                outcomes["right" if first == spec.id else "wrong"] += 1
            elif match.decision is Decision.ASK and spec.id in offered:
                outcomes["asked"] += 1
            if first not in ("", spec.id):
                taken[spec.id, first] += 1
    lines = {spec.id: len({one.origin for one in spec.examples}) for spec in specs}
    of = sum(lines.values())
    return HeldOut(
        right=Share(count=outcomes["right"], of=of),
        asked=Share(count=outcomes["asked"], of=of),
        wrong=Share(count=outcomes["wrong"], of=of),
        taken=taken,
        lines=lines,
    )


def _fold_of(example: Example) -> int:
    return zlib.crc32(example.origin.encode()) % FOLDS


def _without(spec: IntentSpec, fold: int) -> IntentSpec:
    return replace(spec, examples=tuple(one for one in spec.examples if _fold_of(one) != fold))


def _of_fold(specs: Sequence[IntentSpec], fold: int) -> Iterator[tuple[IntentSpec, Example]]:
    """One sentence for each line of the fold."""
    for spec in specs:
        seen: set[str] = set()
        for example in spec.examples:
            if _fold_of(example) == fold and example.origin not in seen:
                seen.add(example.origin)
                yield spec, example
