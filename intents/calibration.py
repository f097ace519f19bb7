"""From scores to probabilities, and from a wish in words to thresholds.

A softmax over few-shot logits is badly under-confident; one temperature, chosen on held-out predictions, mends that
on average. It leaves the sure too sure and the unsure too unsure, which a logistic over the first candidate mends.
Whether the scripts have an answer at all is a second number: how strong the best intent is, by how much it beats
everyday talk, and how much of the message was ever seen.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt

from intents.crossfit import HeldOut
from intents.linear import softmax
from intents.model import Thresholds, Wish
from intents.sparse import Floats

_Numbers = npt.NDArray[np.float64]

CAUTIOUS = Thresholds(answer=0.7, ask=0.6, in_scope=0.5)
"""Before there is anything to calibrate on."""

_COVERAGE_POWER = 3.0
_TEMPERATURES = (0.05, 3.0)
_GOLDEN = (math.sqrt(5) - 1) / 2
_EXACT = 0.002  # of a temperature, as a share of it
_HOLD = 60.0  # how hard the logistic over the first candidate is held to "as it is", in messages: few prove little
_SUREST = 1e-4  # no chance is nearer to nought or one where log odds are taken
_LEAST_HELD_OUT = 40
_LEAST_INTENTS = 2
_NEWTON_STEPS = 25
_LEAST_CONFIDENCE = 0.5  # an answer should be more likely right than wrong, whatever the examples promise
_FINE = 0.001  # between thresholds that are tried
_BLUR = 0.01  # about how far a held-out chance depends on where the fit of it ended
_OUTSIDE_SHARE = 0.15  # of a shop's messages are about something else; a prior, where nothing was measured yet


@dataclass(frozen=True, slots=True, kw_only=True)
class Calibration:
    """What turns logits into probabilities and decisions.

    Logits have one class per intent and a last one for "none of them".

    Attributes:
        temperature: Divides the logits.
        trust: Multiplies the log odds of the first candidate.
        doubt: Is taken from them then.
        slope: Of the in-scope logistic over the scope score.
        intercept: Of the same.
        thresholds: Where decisions change.
    """

    temperature: float = 0.4
    trust: float = 1.0
    doubt: float = 0.0
    slope: float = 2.0
    intercept: float = 3.0
    thresholds: Thresholds = CAUTIOUS

    def probabilities(self, logits: Floats) -> Floats:
        """Probabilities of the intents, given that one of them is meant; the first one stays the first."""
        chances = softmax(logits[..., :-1], self.temperature)
        if chances.shape[-1] < _LEAST_INTENTS:
            return chances
        rows = chances.reshape(-1, chances.shape[-1])
        every, best = np.arange(len(rows)), rows.argmax(axis=1)
        first = rows[every, best]
        rows[every, best] = 0.0
        second = rows.max(axis=1)
        others = np.maximum(1 - first, np.float32(1e-9))
        sure = _sigmoid(self.trust * _log_odds(first) - self.doubt).astype(np.float32)
        sure = np.maximum(sure, second / (others + second))
        rows *= ((1 - sure) / others)[:, None]
        rows[every, best] = sure
        return chances

    def in_scope(self, logits: Floats, coverage: Floats) -> Floats:
        """Probability that any intent is meant."""
        scores = self.slope * scope_score(logits, coverage) + self.intercept
        result: Floats = _sigmoid(scores.astype(np.float64)).astype(np.float32)
        return result


def scope_score(logits: Floats, coverage: Floats) -> Floats:
    """log(best logit × coverage³ × σ(best - none)): the score that told in from out best on all public sets."""
    best = logits[..., :-1].max(axis=-1)
    beaten = np.logaddexp(0, logits[..., -1] - best)
    result: Floats = (
        np.log(np.maximum(best, 1e-3)) + _COVERAGE_POWER * np.log(np.maximum(coverage, 1e-2)) - beaten
    ).astype(np.float32)
    return result


def _sigmoid(odds: _Numbers) -> _Numbers:
    return 1 / (1 + np.exp(-np.maximum(np.minimum(odds, 30), -30)))  # np.clip takes twice as long for one message


def _log_odds(chance: Floats) -> _Numbers:
    kept: _Numbers = np.maximum(np.minimum(chance.astype(np.float64), 1 - _SUREST), _SUREST)
    return np.log(kept / (1 - kept))


def calibrate(held_out: HeldOut, wish: Wish) -> Calibration:
    """Choose temperature, in-scope logistic and thresholds; cautious defaults where there is too little data."""
    outside = held_out.labels == held_out.logits.shape[1] - 1
    if np.count_nonzero(~outside) < _LEAST_HELD_OUT or held_out.logits.shape[1] <= _LEAST_INTENTS:
        return Calibration()
    inside = held_out.where(~outside)
    temperature = _temperature(inside)
    trust, doubt = _trust(inside, temperature)
    scores = scope_score(held_out.logits, held_out.coverage)
    slope, intercept = _logistic(scores[~outside], scores[outside]) if outside.any() else (2.0, 3.0)
    found = Calibration(temperature=temperature, trust=trust, doubt=doubt, slope=slope, intercept=intercept)
    return replace(found, thresholds=_thresholds(found, inside, held_out.where(outside), wish))


def _temperature(inside: HeldOut) -> float:
    """The temperature with the least held-out log loss, which has one minimum: by golden sections."""
    index = np.arange(len(inside.labels))

    def loss(exponent: float) -> float:
        chance = softmax(inside.logits[:, :-1], math.exp(exponent))[index, inside.labels]
        return float(-np.log(np.maximum(chance, 1e-9)).mean())

    low, high = map(math.log, _TEMPERATURES)
    one, other = high - _GOLDEN * (high - low), low + _GOLDEN * (high - low)
    at_one, at_other = loss(one), loss(other)
    while high - low > _EXACT:
        if at_one <= at_other:
            high, other, at_other = other, one, at_one
            one = high - _GOLDEN * (high - low)
            at_one = loss(one)
        else:
            low, one, at_one = one, other, at_other
            other = low + _GOLDEN * (high - low)
            at_other = loss(other)
    return math.exp((low + high) / 2)


def _trust(inside: HeldOut, temperature: float) -> tuple[float, float]:
    """(trust, doubt): a logistic from the log odds of the first candidate to how often it is right."""
    chances = softmax(inside.logits[:, :-1], temperature)
    right = (chances.argmax(axis=1) == inside.labels).astype(np.float64)
    design = np.stack([_log_odds(chances.max(axis=1)), -np.ones(len(right))], axis=1)
    found = np.array([1.0, 0.0])
    for _ in range(_NEWTON_STEPS):
        said = _sigmoid(design @ found)
        slope = design.T @ (said - right) + _HOLD * (found - [1.0, 0.0])
        curve = (design * (said * (1 - said))[:, None]).T @ design + _HOLD * np.eye(2)
        found = found - np.linalg.solve(curve, slope)
    return max(float(found[0]), 0.0), float(found[1])


def _logistic(inside: Floats, outside: Floats) -> tuple[float, float]:
    """Fit P(inside) = σ(slope · score + intercept) by damped Newton steps, the sides weighing as in real life."""
    scores = np.concatenate([inside, outside]).astype(np.float64)
    side = np.concatenate([np.ones(len(inside)), -np.ones(len(outside))])
    weight = np.concatenate(
        [
            np.full(len(inside), (1 - _OUTSIDE_SHARE) / len(inside)),
            np.full(len(outside), _OUTSIDE_SHARE / len(outside)),
        ]
    )
    design = np.stack([scores, np.ones_like(scores)], axis=1)

    def loss(line: _Numbers) -> float:
        return float(weight @ np.logaddexp(0, -side * (design @ line))) + 5e-4 * float(line[0] ** 2)

    found = np.zeros(2)
    for _ in range(_NEWTON_STEPS):
        against = 1 / (1 + np.exp(np.clip(side * (design @ found), -30, 30)))
        slope = design.T @ (-weight * side * against) + np.array([1e-3 * found[0], 0.0])
        curve = (design * (weight * against * (1 - against))[:, None]).T @ design + np.diag([1e-3, 1e-6])
        step = np.linalg.solve(curve, slope)
        while loss(found - step) > loss(found) and float(np.abs(step).max()) > 1e-6:
            step /= 2
        found = found - step
    return float(found[0]), float(found[1])


def _thresholds(found: Calibration, inside: HeldOut, outside: HeldOut, wish: Wish) -> Thresholds:
    """The lowest confidence whose answers stay within the wished share of wrong ones; the same for asking."""
    chances = found.probabilities(inside.logits)
    scope = found.in_scope(inside.logits, inside.coverage)
    joint = chances.max(axis=1) * scope
    wrong = chances.argmax(axis=1) != inside.labels
    talk = found.probabilities(outside.logits).max(axis=1) * found.in_scope(outside.logits, outside.coverage)
    answer = _LEAST_CONFIDENCE
    for candidate in np.arange(_LEAST_CONFIDENCE, 0.99, _FINE):
        answer = float(candidate)
        # Half a message more than was seen: the threshold is chosen to look well on these very predictions.
        share = (float(_reached(joint[wrong], answer).sum()) + 0.5) / len(joint)
        share += _OUTSIDE_SHARE * float(_reached(talk, answer).mean()) if len(talk) else 0.0
        if share <= wish.wrong_answers:
            break
    open_ = (1 - _reached(joint, answer)) * _reached(scope, CAUTIOUS.in_scope)
    ask = _ask_threshold(np.sort(chances, axis=1)[:, -3:].sum(axis=1), open_, wish)
    return Thresholds(answer=answer, ask=ask, in_scope=CAUTIOUS.in_scope)


def _ask_threshold(likely: Floats, open_: Floats, wish: Wish) -> float:
    """The lowest joint confidence of three candidates at which no more than the wished share is asked."""
    for candidate in np.arange(0.4, 0.99, _FINE):
        if float((open_ * _reached(likely, float(candidate))).mean()) <= wish.ask_at_most:
            return float(candidate)
    return 1.01


def _reached(chances: Floats, threshold: float) -> Floats:
    """How surely chances reach a threshold, between 0 and 1: one sentence more or less should not move it by a step."""
    result: Floats = _sigmoid((chances.astype(np.float64) - threshold) / _BLUR).astype(np.float32)
    return result
