"""The figures of an evaluation."""

from __future__ import annotations

import math

import pytest

from intents import Candidate, Decision, Match
from intents.metrics import Scored, auroc, calibration_error, chance_error, macro_f1, report


def scored(right: str, guess: str, decision: Decision = Decision.ANSWER, in_scope: float = 0.9) -> Scored:
    candidates = (Candidate(intent=guess, confidence=0.8),) if guess else ()
    match = Match(
        text="", normalized="", decision=decision, intent=None, confidence=0.8, in_scope=in_scope, candidates=candidates
    )
    return Scored.of((right,) if right else (), match)


def test_auroc_counts_pairs() -> None:
    assert auroc([0.9, 0.8], [0.1, 0.2]) == 1.0
    assert auroc([0.5], [0.5]) == 0.5
    assert auroc([0.1, 0.9], [0.5]) == 0.5
    assert math.isnan(auroc([], [0.1]))


def test_calibration_error_is_the_gap_between_said_and_true() -> None:
    assert calibration_error([0.75] * 4, [True, True, True, False]) == pytest.approx(0)
    assert calibration_error([1.0] * 2, [True, False]) == pytest.approx(0.5)
    assert math.isnan(calibration_error([], []))


def test_right_probabilities_show_an_error_by_chance_that_shrinks_with_the_messages() -> None:
    few, many = chance_error([0.7] * 100), chance_error([0.7] * 10_000)
    assert 0.02 < few < 0.06  # √(0.7 · 0.3 / 100) · √(2 / π) = 0.037
    assert many == pytest.approx(few / 10, rel=0.3)
    assert chance_error([1.0] * 5) == 0
    assert chance_error([0.7] * 100) == few
    assert math.isnan(chance_error([]))


def test_macro_f1_weighs_intents_alike() -> None:
    rows = [scored("a", "a"), scored("a", "a"), scored("b", "a")]
    assert macro_f1(rows) == pytest.approx((2 * 2 / (2 + 3) + 0) / 2)


def test_a_report_separates_inside_from_outside() -> None:
    found = report(
        [
            scored("a", "a"),
            scored("a", "b"),
            scored("b", "b", Decision.HANDOFF),
            scored("", "a", Decision.HANDOFF, in_scope=0.1),
            scored("", "a", Decision.ANSWER, in_scope=0.2),
        ]
    )
    assert (found.messages, found.outside) == (3, 2)
    assert found.accuracy == pytest.approx(2 / 3)
    assert found.wrong_answers == pytest.approx(1 / 3)
    assert found.outside_answered == 0.5
    assert found.auroc == 1.0
    assert found.confusions == (("a", "b", 1),)


def test_nothing_to_measure_is_not_a_number() -> None:
    assert math.isnan(report([]).accuracy)
