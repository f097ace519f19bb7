"""What `Matcher.fit` computes: everything a reading needs, as plain arrays and tables."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from intents.calibration import Calibration, calibrate
from intents.corpus import Sentence, gather
from intents.counting import Counted, count
from intents.crossfit import cross_fit, folds_of
from intents.learned import Learned, Spoken
from intents.linear import Problem
from intents.model import IntentSpec, Wish
from intents.sparse import Floats, Ints
from intents.vocabulary import Vocabulary, learn


@dataclass(frozen=True, slots=True, kw_only=True)
class Compiled:
    """The fitted matcher.

    Attributes:
        specs: The intents, in the order of the classes.
        vocabulary: Terms and their weights.
        weights: Shape (terms, intents + 1); the last class is "none of the intents".
        calibration: Probabilities and thresholds.
        exact: Key of an example (or, unclaimed, of an example without filler) → the classes that claim it.
        denied: Class → keys of its `not` lines.
        wish: What the thresholds were derived from.
        learned: What a fit after an edit may start from; only where that was asked for.
    """

    specs: tuple[IntentSpec, ...]
    vocabulary: Vocabulary
    weights: Floats
    calibration: Calibration
    exact: dict[str, tuple[int, ...]]
    denied: dict[int, frozenset[str]]
    wish: Wish
    learned: Learned | None = None


def compile_intents(
    specs: Sequence[IntentSpec],
    wish: Wish,
    outside: Sequence[str],
    *,
    before: Learned | None = None,
    remember: bool = False,
) -> Compiled:
    """Fit the linear model, calibrate it on held-out predictions and index the examples.

    Args:
        specs: The intents.
        wish: What the thresholds are derived from.
        outside: Sentences that no intent answers.
        before: What a fit of the same scripts before an edit has learned; the result is the same, and sooner there.
        remember: Keep what the next fit may start from.
    """
    spoken = Spoken(before.spoken if before else {})
    exact = exact_keys(specs, spoken)
    corpus = gather(specs, [text for text in outside if spoken[text][0] not in exact])
    counted = count([one.text for one in corpus], *((before.counted, before.places()) if before else ()))
    problem, vocabulary = _problem(corpus, counted, len(specs))
    names = [*(spec.id for spec in specs), ""]
    sentences = [(names[one.label], one.text) for one in corpus]
    fit = cross_fit(
        problem,
        _folds(corpus),
        vocabulary.weights,
        before=before.duals_of(sentences, names) if before else None,
        remember=remember,
    )
    return Compiled(
        specs=tuple(specs),
        vocabulary=vocabulary,
        weights=fit.weights,
        calibration=calibrate(fit.held_out, wish),
        exact=exact,
        denied={
            number: frozenset(spoken[one.text][0] for one in spec.negatives)
            for number, spec in enumerate(specs)
            if spec.negatives
        },
        wish=wish,
        learned=Learned(sentences=sentences, names=names, counted=counted, spoken=spoken, duals=fit.duals)
        if fit.duals is not None
        else None,
    )


def _problem(corpus: Sequence[Sentence], counted: Counted, intents: int) -> tuple[Problem, Vocabulary]:
    """What is to be fitted, in terms of the vocabulary."""
    labels = np.array([one.label for one in corpus], dtype=np.int64)
    denied = np.array([one.denied for one in corpus], dtype=np.bool_)
    vocabulary, rows = learn(counted, np.where(denied | (labels == intents), -1, labels), intents)
    return Problem(rows=rows, labels=labels, denied=denied, classes=intents + 1), vocabulary


def _folds(corpus: Sequence[Sentence]) -> Ints:
    """The fold of each sentence; -1 for those that never stay away."""
    folds = folds_of([one.group for one in corpus])
    folds[[at for at, one in enumerate(corpus) if not one.group]] = -1
    return folds


def exact_keys(specs: Sequence[IntentSpec], spoken: Mapping[str, tuple[str, str]]) -> dict[str, tuple[int, ...]]:
    """Whose example a message is: by full key; by core and by title only where no example claims it.

    Args:
        specs: The intents.
        spoken: Sentence → (its key, its core).
    """
    claims: dict[str, set[int]] = {}
    for number, spec in enumerate(specs):
        for example in spec.examples:
            claims.setdefault(spoken[example.text][0], set()).add(number)
    weaker: dict[str, set[int]] = {}
    for number, spec in enumerate(specs):
        named = (spec.title,) if spec.title else ()
        for one in {spoken[text][1] for text in (*(example.text for example in spec.examples), *named)} - claims.keys():
            weaker.setdefault(one, set()).add(number)
    everything = claims | weaker
    everything.pop("", None)
    return {one: tuple(sorted(numbers)) for one, numbers in everything.items()}
