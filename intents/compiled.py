"""What `Matcher.fit` computes: everything a reading needs, as plain arrays and tables."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np

from intents.calibration import Calibration, calibrate
from intents.corpus import Sentence, gather
from intents.crossfit import cross_fit, folds_of
from intents.keys import core, key
from intents.linear import Problem
from intents.model import Example, IntentSpec, Wish
from intents.normalize import normalize
from intents.sparse import Floats
from intents.views import terms
from intents.vocabulary import Vocabulary, learn


@dataclass(frozen=True, slots=True, kw_only=True)
class Coefficients:
    """The dual coefficients of one sentence.

    Attributes:
        names: Intent id of each value; the last, empty one is "none of the intents".
        values: Shape (intents + 1,).
    """

    names: tuple[str, ...]
    values: Floats


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
        learned: What a fit of edited intents may start from; empty when this was read from a file.
    """

    specs: tuple[IntentSpec, ...]
    vocabulary: Vocabulary
    weights: Floats
    calibration: Calibration
    exact: dict[str, tuple[int, ...]]
    denied: dict[int, frozenset[str]]
    wish: Wish
    learned: Mapping[tuple[str, str], Coefficients] = field(default_factory=dict)


def compile_intents(
    specs: Sequence[IntentSpec], wish: Wish, outside: Sequence[str], before: Compiled | None = None
) -> Compiled:
    """Fit the linear model, calibrate it on held-out predictions and index the examples.

    Args:
        specs: The intents.
        wish: What the thresholds are derived from.
        outside: Sentences that no intent answers.
        before: The same scripts before an edit; the fit starts from theirs and needs fewer rounds.
    """
    exact = exact_keys(specs)
    corpus = gather(specs, [text for text in outside if key(normalize(text).text) not in exact])
    vocabulary, rows = learn(
        (
            (terms(normalize(one.text).text), -1 if one.denied or one.label == len(specs) else one.label)
            for one in corpus
        ),
        len(specs),
    )
    folds = folds_of([one.group for one in corpus])
    folds[[at for at, one in enumerate(corpus) if not one.group]] = -1
    problem = Problem(
        rows=rows,
        labels=np.array([one.label for one in corpus], dtype=np.int64),
        denied=np.array([one.denied for one in corpus], dtype=np.bool_),
        classes=len(specs) + 1,
    )
    fit, held_out = cross_fit(problem, folds, vocabulary.weights, _start(corpus, specs, before))
    return Compiled(
        specs=tuple(specs),
        vocabulary=vocabulary,
        weights=fit.weights,
        calibration=calibrate(held_out, wish),
        exact=exact,
        denied={
            number: frozenset(_key(one) for one in spec.negatives)
            for number, spec in enumerate(specs)
            if spec.negatives
        },
        wish=wish,
        learned=_learned(corpus, specs, fit.dual),
    )


def _learned(
    corpus: Sequence[Sentence], specs: Sequence[IntentSpec], dual: Floats
) -> dict[tuple[str, str], Coefficients]:
    """The coefficients of each sentence by intent id: numbers change with an edit, names do not."""
    names = [*(spec.id for spec in specs), ""]
    return {
        (names[one.label], one.text): Coefficients(names=tuple(names), values=row)
        for one, row in zip(corpus, dual, strict=True)
    }


def _start(corpus: Sequence[Sentence], specs: Sequence[IntentSpec], before: Compiled | None) -> Floats | None:
    """The coefficients that the sentences had before; zero for new sentences and new intents."""
    if before is None or not before.learned:
        return None
    names = [*(spec.id for spec in specs), ""]
    old = {name: at for at, name in enumerate(next(iter(before.learned.values())).names)}
    kept = np.array([old.get(name, -1) for name in names])
    start = np.zeros((len(corpus), len(names)), dtype=np.float32)
    for row, one in zip(start, corpus, strict=True):
        found = before.learned.get((names[one.label], one.text))
        if found is not None:
            row[kept >= 0] = found.values[kept[kept >= 0]]
    return start


def exact_keys(specs: Sequence[IntentSpec]) -> dict[str, tuple[int, ...]]:
    """Whose example a message is: by full key; by core and by title only where no example claims it."""
    claims: dict[str, set[int]] = {}
    for number, spec in enumerate(specs):
        for example in spec.examples:
            claims.setdefault(_key(example), set()).add(number)
    weaker: dict[str, set[int]] = {}
    for number, spec in enumerate(specs):
        named = (Example(text=spec.title),) if spec.title else ()
        for one in {core(normalize(example.text).text) for example in (*spec.examples, *named)} - claims.keys():
            weaker.setdefault(one, set()).add(number)
    everything = claims | weaker
    everything.pop("", None)
    return {one: tuple(sorted(numbers)) for one, numbers in everything.items()}


def _key(example: Example) -> str:
    return key(normalize(example.text).text)
