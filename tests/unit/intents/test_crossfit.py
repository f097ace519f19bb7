"""Held-out predictions keep templates together and do not know what they predict."""

from __future__ import annotations

import numpy as np

from intents.crossfit import FOLDS, HeldOut, cross_fit, folds_of
from intents.linear import Problem
from intents.sparse import Rows


def problem(size: int) -> Problem:
    """Sentences of one term each that no other sentence has: nothing that one teaches helps with another."""
    rows = Rows(starts=np.arange(size + 1), columns=np.arange(size), values=np.ones(size, dtype=np.float32), width=size)
    return Problem(rows=rows, labels=np.arange(size) % 3, denied=np.zeros(size, dtype=bool), classes=4)


def test_a_template_is_never_split_over_folds() -> None:
    folds = folds_of(["zh/returns.yaml:3"] * 5)
    assert len(set(folds.tolist())) == 1


def test_folds_do_not_depend_on_other_examples() -> None:
    assert folds_of(["a", "b"])[1] == folds_of(["b"])[0]
    assert set(folds_of([str(number) for number in range(500)]).tolist()) == set(range(FOLDS))


def test_held_out_predictions_can_be_chosen_from() -> None:
    held_out = HeldOut(
        logits=np.eye(3, dtype=np.float32), labels=np.arange(3), coverage=np.array([0.1, 0.2, 0.3], dtype=np.float32)
    )
    assert held_out.where(np.array([True, False, True])).labels.tolist() == [0, 2]


def test_a_prediction_knows_nothing_of_the_sentence_itself() -> None:
    fit = cross_fit(problem(60), np.arange(60) % FOLDS, np.ones(60, dtype=np.float32))
    assert not fit.held_out.logits.any()
    assert not fit.held_out.coverage.any()
    assert fit.weights.argmax(axis=1).tolist() == [number % 3 for number in range(60)]


def test_every_sentence_of_a_few_hundred_or_thousand_is_predicted_once() -> None:
    for size in (60, 1_000):
        folds = np.arange(size) % FOLDS
        folds[:5] = -1
        fit = cross_fit(problem(size), folds, np.ones(size, dtype=np.float32))
        assert len(fit.held_out.labels) == size - 5


def test_of_very_many_sentences_a_part_is_evidence_enough() -> None:
    for size, predicted in ((3_000, 1_800), (4_500, 1_800)):
        fit = cross_fit(problem(size), np.arange(size) % FOLDS, np.ones(size, dtype=np.float32))
        assert len(fit.held_out.labels) == predicted


def test_without_sentences_there_is_nothing_to_predict() -> None:
    fit = cross_fit(problem(0), np.zeros(0, dtype=np.int64), np.zeros(0, dtype=np.float32))
    assert fit.held_out.logits.shape == (0, 4)
    assert fit.weights.shape == (0, 4)


def test_a_fit_remembers_what_the_next_one_may_start_from() -> None:
    folds, weights = np.arange(60) % FOLDS, np.ones(60, dtype=np.float32)
    first = cross_fit(problem(60), folds, weights, remember=True)
    assert first.duals is not None
    assert first.duals.shape == (FOLDS + 1, 60, 4)
    again = cross_fit(problem(60), folds, weights, before=first.duals)
    np.testing.assert_allclose(again.weights, first.weights, atol=0.1)
    np.testing.assert_allclose(again.held_out.logits, first.held_out.logits, atol=0.01)
    assert again.duals is None


def test_what_was_learned_in_other_turns_is_no_start() -> None:
    folds, weights = np.arange(60) % FOLDS, np.ones(60, dtype=np.float32)
    found = cross_fit(problem(60), folds, weights, before=np.ones((3, 60, 4), dtype=np.float32))
    np.testing.assert_array_equal(found.weights, cross_fit(problem(60), folds, weights).weights)
