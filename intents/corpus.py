"""All sentences to learn from: examples, intent names, `not` lines, and talk that no intent answers."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from intents.model import Example, IntentSpec

_MOST_OF_ONE_TEMPLATE = 4
_ROOM = 2_500  # sentences from templates beyond which one expansion of each has to do


@dataclass(frozen=True, slots=True, kw_only=True)
class Sentence:
    """One sentence to learn from.

    Attributes:
        label: Its class; the last class is "none of the intents".
        group: Sentences of one group are held out together; empty for what is always trained on. It is named by what
            is said, not by where: a line written above does not send all others to other folds.
        denied: It is anything but its class.
    """

    text: str
    label: int
    group: str = ""
    denied: bool = False


def gather(specs: Sequence[IntentSpec], outside: Sequence[str]) -> list[Sentence]:
    """Examples, intent names and `not` lines, then sentences that no intent answers."""
    found = [Sentence(text=one.text, label=number, group=group) for number, one, group in _thinned(specs)]
    for number, spec in enumerate(specs):
        found.append(Sentence(text=spec.title or spec.id.replace("_", " "), label=number))
        found += [Sentence(text=one.text, label=number, denied=True) for one in spec.negatives]
    return found + [Sentence(text=text, label=len(specs), group=text) for text in outside]


def _thinned(specs: Sequence[IntentSpec]) -> Iterator[tuple[int, Example, str]]:
    """Examples with their intents and the first sentence of their template.

    Of each template as many evenly spaced expansions as there is room for.

    Expansions of one template say nearly the same; all of them are still answered word for word.
    """
    templates = [(number, listed) for number, spec in enumerate(specs) for listed in _templates(spec.examples)]
    room = max(1, min(_MOST_OF_ONE_TEMPLATE, _ROOM // max(1, len(templates))))
    for number, listed in templates:
        count = min(len(listed), room)
        for at in range(count):
            yield number, listed[at * (len(listed) - 1) // max(1, count - 1)], listed[0].text


def _templates(examples: Sequence[Example]) -> Iterable[list[Example]]:
    by_origin: dict[str, list[Example]] = {}
    for number, example in enumerate(examples):
        by_origin.setdefault(example.origin or str(number), []).append(example)
    return by_origin.values()
