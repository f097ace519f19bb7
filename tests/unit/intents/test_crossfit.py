"""Held-out predictions keep templates together."""

from __future__ import annotations

import numpy as np

from intents.crossfit import FOLDS, HeldOut, folds_of


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
