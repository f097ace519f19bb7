"""What a fit leaves behind for the next one, after an edit of the scripts.

The terms and keys of a sentence never change, so that they are only looked up again. Its coefficients do, a little:
the fit starts from them, and because the loss has one minimum, it ends where a fit from nothing would.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from intents.counting import Counted
from intents.keys import core, key
from intents.normalize import normalize
from intents.sparse import Floats, Ints


class Spoken(dict[str, tuple[str, str]]):
    """Sentence → (its key, its core), found when first asked for, where possible among those of the last fit."""

    def __init__(self, before: Mapping[str, tuple[str, str]]) -> None:
        """Know what was known before."""
        super().__init__()
        self._before = before

    def __missing__(self, text: str) -> tuple[str, str]:
        """Find and keep it."""
        found = self._before.get(text)
        if found is None:
            normalized = normalize(text).text
            found = (key(normalized), core(normalized))
        self[text] = found
        return found


@dataclass(frozen=True, slots=True, kw_only=True)
class Learned:
    """A fit, sentence by sentence.

    Attributes:
        sentences: (intent id, text) of each; the id is empty for "none of the intents".
        names: Intent id of each class; the last one is empty.
        counted: Their terms.
        spoken: Sentence → (key, core), of these and all other examples.
        duals: Coefficients of the fits without some folds, and in the end with all: shape (fits, sentences, classes).
    """

    sentences: Sequence[tuple[str, str]]
    names: Sequence[str]
    counted: Counted
    spoken: Mapping[str, tuple[str, str]]
    duals: Floats

    def places(self) -> dict[str, int]:
        """Text → number of a sentence with it."""
        return {text: at for at, (_, text) in enumerate(self.sentences)}

    def duals_of(self, sentences: Sequence[tuple[str, str]], names: Sequence[str]) -> Floats:
        """What other sentences and classes may start from; zero for new ones. Shape (fits, sentences, classes)."""
        rows, olds = _shared(self.sentences, sentences)
        classes, formers = _shared(self.names, names)
        start = np.zeros((len(self.duals), len(sentences), len(names)), dtype=np.float32)
        start[:, rows[:, None], classes] = self.duals[:, olds[:, None], formers]
        return start


def _shared(before: Sequence[object], now: Sequence[object]) -> tuple[Ints, Ints]:
    """(places of what stands in both now, places of the same before)."""
    places = {one: at for at, one in enumerate(before)}
    found = [(at, places[one]) for at, one in enumerate(now) if one in places]
    both = np.array(found, dtype=np.int64).reshape(-1, 2)
    return both[:, 0], both[:, 1]
