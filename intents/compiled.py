"""What `Matcher.fit` computes: everything a reading needs, as plain arrays and tables."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from intents.calibration import Calibration, calibrate
from intents.crossfit import Problem, folds_of, hold_out
from intents.keys import core, key
from intents.model import Example, IntentSpec, Wish
from intents.normalize import normalize
from intents.sparse import Floats, gram, transposed_product
from intents.views import terms
from intents.vocabulary import Vocabulary, learn

_WRITTEN_OUT = 4_000  # sentences up to which all inner products are held in memory (64 MB)
_MOST_OF_ONE_TEMPLATE = 4
_ROOM = 2_500  # sentences from templates beyond which one expansion of each has to do


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
    """

    specs: tuple[IntentSpec, ...]
    vocabulary: Vocabulary
    weights: Floats
    calibration: Calibration
    exact: dict[str, tuple[int, ...]]
    denied: dict[int, frozenset[str]]
    wish: Wish


@dataclass(frozen=True, slots=True, kw_only=True)
class _Sentence:
    """One sentence to learn from.

    Attributes:
        label: Its class; the last class is "none of the intents".
        group: Sentences of one group are held out together; empty for what is always trained on.
        denied: It is anything but its class.
    """

    text: str
    label: int
    group: str = ""
    denied: bool = False


def _gather(specs: Sequence[IntentSpec], outside: Sequence[str]) -> list[_Sentence]:
    """Examples, intent names and `not` lines, then sentences that no intent answers."""
    found = [_Sentence(text=one.text, label=number, group=one.origin or one.text) for number, one in _thinned(specs)]
    for number, spec in enumerate(specs):
        found.append(_Sentence(text=spec.title or spec.id.replace("_", " "), label=number))
        found += [_Sentence(text=one.text, label=number, denied=True) for one in spec.negatives]
    return found + [_Sentence(text=text, label=len(specs), group=text) for text in outside]


def _thinned(specs: Sequence[IntentSpec]) -> Iterator[tuple[int, Example]]:
    """Examples with their intents: of each template as many evenly spaced expansions as there is room for.

    Expansions of one template say nearly the same; all of them are still answered word for word.
    """
    templates = [(number, listed) for number, spec in enumerate(specs) for listed in _templates(spec.examples)]
    room = max(1, min(_MOST_OF_ONE_TEMPLATE, _ROOM // max(1, len(templates))))
    for number, listed in templates:
        count = min(len(listed), room)
        for at in range(count):
            yield number, listed[at * (len(listed) - 1) // max(1, count - 1)]


def _templates(examples: Sequence[Example]) -> Iterable[list[Example]]:
    by_origin: dict[str, list[Example]] = {}
    for number, example in enumerate(examples):
        by_origin.setdefault(example.origin or str(number), []).append(example)
    return by_origin.values()


def compile_intents(specs: Sequence[IntentSpec], wish: Wish, outside: Sequence[str]) -> Compiled:
    """Fit the linear model, calibrate it on held-out predictions and index the examples."""
    exact = exact_keys(specs)
    corpus = _gather(specs, [text for text in outside if key(normalize(text).text) not in exact])
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
        products=gram(rows) if len(rows) <= _WRITTEN_OUT else None,
        labels=np.array([one.label for one in corpus], dtype=np.int64),
        denied=np.array([one.denied for one in corpus], dtype=np.bool_),
        folds=folds,
        classes=len(specs) + 1,
    )
    dual = problem.fit()
    return Compiled(
        specs=tuple(specs),
        vocabulary=vocabulary,
        weights=transposed_product(rows, dual),
        calibration=calibrate(hold_out(problem, dual, vocabulary.weights), wish),
        exact=exact,
        denied={
            number: frozenset(_key(one) for one in spec.negatives)
            for number, spec in enumerate(specs)
            if spec.negatives
        },
        wish=wish,
    )


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
