"""How good a matcher is, in the figures that decide whether a shop can trust it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from intents.model import Decision, Match

_BINS = 15
_DRAWS = 200  # of outcomes, for what chance alone would show


@dataclass(frozen=True, slots=True, kw_only=True)
class Scored:
    """What counts of one test message and its reading; small, because a test has many thousand.

    Attributes:
        right: Labels that count as right; empty for a message that no intent answers.
        guess: The first candidate; empty when there is none.
        confidence: Of the first candidate.
        in_scope: Probability that any intent answers it.
        decision: What the matcher would do.
        offered: The intents it would ask about, when it would ask.
    """

    right: tuple[str, ...]
    guess: str
    confidence: float
    in_scope: float
    decision: Decision
    offered: tuple[str, ...] = ()

    @classmethod
    def of(cls, right: tuple[str, ...], match: Match) -> Scored:
        """What a matcher said about a message whose right labels are known."""
        return cls(
            right=right,
            guess=match.candidates[0].intent if match.candidates else "",
            confidence=match.confidence,
            in_scope=match.in_scope,
            decision=match.decision,
            offered=tuple(one.intent for one in match.candidates[: match.asking]),
        )

    @property
    def hit(self) -> bool:
        """Is the first candidate right?"""
        return self.guess in self.right


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """Figures over a test set; shares between 0 and 1, NaN where there is nothing to measure.

    Attributes:
        accuracy: Share of in-scope messages whose first candidate is right.
        macro_f1: F1 averaged over intents.
        ece: Expected calibration error of the first candidate's probability given that the message is in scope.
        ece_expected: What `ece` would be by chance alone, on average, if every one of these probabilities were right.
        auroc: How well `in_scope` tells in-scope from out-of-scope messages.
        answered: Share of in-scope messages that were answered.
        asked: The same, asked which.
        wrong_answers: Share of in-scope messages that were answered wrongly.
        asked_right: Share of asked in-scope messages whose right intent was among those offered.
        outside_answered: Share of out-of-scope messages that were answered.
        outside_asked: The same, asked which.
        confusions: Worst pairs: (right, guessed, how often).
    """

    messages: int
    outside: int
    accuracy: float
    macro_f1: float
    ece: float
    ece_expected: float
    auroc: float
    answered: float
    asked: float
    wrong_answers: float
    asked_right: float
    outside_answered: float
    outside_asked: float
    confusions: tuple[tuple[str, str, int], ...]


def report(scored: Sequence[Scored], *, worst: int = 15) -> Report:
    """Measure readings of labelled messages, in scope and out of scope together."""
    inside = [one for one in scored if one.right]
    outside = [one for one in scored if not one.right]
    asked = [one for one in inside if one.decision is Decision.ASK]
    sure = [one.confidence for one in inside]
    pairs = Counter((one.right[0], one.guess) for one in inside if not one.hit)
    return Report(
        messages=len(inside),
        outside=len(outside),
        accuracy=_share(inside, [one.hit for one in inside]),
        macro_f1=macro_f1(inside),
        ece=calibration_error(sure, [one.hit for one in inside]),
        ece_expected=chance_error(sure),
        auroc=auroc([one.in_scope for one in inside], [one.in_scope for one in outside]),
        answered=_share(inside, [one.decision is Decision.ANSWER for one in inside]),
        asked=_share(inside, [one.decision is Decision.ASK for one in inside]),
        wrong_answers=_share(inside, [one.decision is Decision.ANSWER and not one.hit for one in inside]),
        asked_right=_share(asked, [any(intent in one.right for intent in one.offered) for one in asked]),
        outside_answered=_share(outside, [one.decision is Decision.ANSWER for one in outside]),
        outside_asked=_share(outside, [one.decision is Decision.ASK for one in outside]),
        confusions=tuple((right, guess, count) for (right, guess), count in pairs.most_common(worst)),
    )


def _share(rows: Sequence[Scored], holds: Sequence[bool]) -> float:
    return sum(holds) / len(rows) if rows else float("nan")


def macro_f1(inside: Sequence[Scored]) -> float:
    """F1 averaged over the intents that occur; a guess among the acceptable labels counts as that label."""
    right: Counter[str] = Counter()
    guessed: Counter[str] = Counter()
    true: Counter[str] = Counter()
    for one in inside:
        label = one.guess if one.hit else one.right[0]
        true[label] += 1
        guessed[one.guess] += 1
        right[label] += one.hit
    scores = [2 * right[label] / (true[label] + guessed[label]) for label in true]
    return sum(scores) / len(scores) if scores else float("nan")


def calibration_error(confidence: Sequence[float], hit: Sequence[bool] | npt.NDArray[np.bool_]) -> float:
    """Expected calibration error over 15 bins of equal width: mean |confidence - share right|."""
    if not confidence:
        return float("nan")
    sure, right = np.asarray(confidence), np.asarray(hit, dtype=float)
    place = np.minimum((sure * _BINS).astype(int), _BINS - 1)
    gaps = np.abs(np.bincount(place, weights=sure - right, minlength=_BINS))
    return float(gaps.sum() / len(sure))


def chance_error(confidence: Sequence[float], *, seed: int = 0) -> float:
    """The calibration error that right probabilities show: few messages never come out exactly as often as was said.

    The mean over 200 draws of outcomes at exactly these probabilities; 0.06 for 300 messages is usual.
    """
    if not confidence:
        return float("nan")
    sure = np.asarray(confidence)
    chance = np.random.default_rng(seed)
    return sum(calibration_error(confidence, chance.random(len(sure)) < sure) for _ in range(_DRAWS)) / _DRAWS


def auroc(inside: Sequence[float], outside: Sequence[float]) -> float:
    """Chance that a random in-scope message scores above a random out-of-scope one; ties count half."""
    if not inside or not outside:
        return float("nan")
    scores = np.asarray([*inside, *outside], dtype=float)
    _, places, counts = np.unique(scores, return_inverse=True, return_counts=True)
    ranks = (np.cumsum(counts) - (counts - 1) / 2)[places]
    above = ranks[: len(inside)].sum() - len(inside) * (len(inside) + 1) / 2
    return float(above / (len(inside) * len(outside)))
