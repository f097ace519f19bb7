"""From scores to probabilities and thresholds."""

from __future__ import annotations

import numpy as np
import pytest

from intents import Wish
from intents.calibration import CAUTIOUS, Calibration, calibrate, scope_score
from intents.crossfit import HeldOut
from intents.metrics import calibration_error


def held_out(size: int = 3000, *, noise: float = 1.5) -> HeldOut:
    """Four intents whose logits are right about as often as a good matcher, and some everyday talk."""
    chance = np.random.default_rng(3)
    labels = np.arange(size) % 5
    logits = chance.normal(scale=noise, size=(size, 5)).astype(np.float32)
    logits[np.arange(size), labels] += 3.0
    coverage = np.where(labels == 4, chance.uniform(0, 0.6, size), chance.uniform(0.4, 1, size)).astype(np.float32)
    return HeldOut(logits=logits, labels=labels, coverage=coverage)


def test_with_too_few_examples_it_stays_cautious() -> None:
    few = held_out(20)
    assert calibrate(few, Wish()).thresholds == CAUTIOUS


def test_the_probability_means_what_it_says_on_new_messages() -> None:
    found = calibrate(held_out(), Wish())
    inside = held_out(noise=1.5).where(held_out().labels < 4)
    chances = found.probabilities(inside.logits)
    hits = (chances.argmax(axis=1) == inside.labels).tolist()
    assert calibration_error(chances.max(axis=1).tolist(), hits) < 0.05


def test_a_stricter_wish_answers_less() -> None:
    strict = calibrate(held_out(), Wish(wrong_answers=0.001)).thresholds
    loose = calibrate(held_out(), Wish(wrong_answers=0.2)).thresholds
    assert strict.answer > loose.answer


def test_wrong_answers_stay_within_the_wish() -> None:
    wish = Wish(wrong_answers=0.03)
    data = held_out()
    found = calibrate(data, wish)
    inside = data.where(data.labels < 4)
    chances = found.probabilities(inside.logits)
    sure = chances.max(axis=1) * found.in_scope(inside.logits, inside.coverage) >= found.thresholds.answer
    assert float((sure & (chances.argmax(axis=1) != inside.labels)).mean()) <= wish.wrong_answers + 0.01


def test_asking_nobody_is_possible() -> None:
    assert calibrate(held_out(), Wish(ask_at_most=0.0)).thresholds.ask > 0.99


def test_in_scope_grows_with_the_score_and_the_coverage() -> None:
    strong = np.array([3.0, 0.0, -1.0], dtype=np.float32)
    weak = np.array([0.5, 0.0, 1.0], dtype=np.float32)
    full, half = np.float32(1.0), np.float32(0.5)
    calibration = Calibration()
    assert calibration.in_scope(strong, np.array(full)) > calibration.in_scope(weak, np.array(full))
    assert scope_score(strong, np.array(full)) > scope_score(strong, np.array(half))


@pytest.mark.parametrize("share", [-0.1, 1.5])
def test_a_wish_outside_zero_to_one_is_refused(share: float) -> None:
    with pytest.raises(ValueError, match="wrong_answers is a share"):
        Wish(wrong_answers=share)
