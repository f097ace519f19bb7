"""The terms of sentences, counted: what a vocabulary is learned from.

Counting is half of the work of a fit, and the terms of a sentence never change: after an edit of the scripts only new
sentences are counted.
"""

from __future__ import annotations

from array import array
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final

import numpy as np
import numpy.typing as npt

from intents.normalize import normalize
from intents.sparse import Bools, Ints
from intents.views import VIEWS, terms

VIEW_NAMES: Final = tuple(VIEWS)


@dataclass(frozen=True, slots=True, kw_only=True)
class Counted:
    """Terms of sentences: sentence i holds the columns ``place[starts[i]:starts[i + 1]]``, ``amounts`` times each.

    Attributes:
        columns: Term → column.
        views: Of each column, the place of its view in ``VIEW_NAMES``.
        starts: Where the columns of each sentence begin, and where the last ones end.
        place: Columns of the sentences.
        amounts: How often each stands there.
    """

    columns: dict[str, int]
    views: npt.NDArray[np.uint8]
    starts: Ints
    place: Ints
    amounts: Ints

    def __len__(self) -> int:
        """How many sentences there are."""
        return len(self.starts) - 1

    def of(self, chosen: Ints) -> Counted:
        """Some of the sentences in the given order, with the terms that they have."""
        begins = self.starts[chosen]
        sizes = self.starts[chosen + 1] - begins
        starts = np.concatenate(([0], np.cumsum(sizes)))
        stored = np.arange(starts[-1]) + np.repeat(begins - starts[:-1], sizes)
        some = replace(self, starts=starts, place=self.place[stored], amounts=self.amounts[stored])
        return some.without(np.bincount(some.place, minlength=len(self.columns)) == 0)

    def without(self, gone: Bools) -> Counted:
        """The same sentences without some of the terms."""
        stays = ~gone[self.place]
        kept = (term for term, out in zip(self.columns, gone.tolist(), strict=True) if not out)
        return Counted(
            columns={term: number for number, term in enumerate(kept)},
            views=self.views[~gone],
            starts=np.concatenate(([0], np.cumsum(stays)))[self.starts],
            place=(np.cumsum(~gone) - 1).astype(np.int32)[self.place[stays]],
            amounts=self.amounts[stays],
        )


NOTHING: Final = Counted(
    columns={},
    views=np.zeros(0, dtype=np.uint8),
    starts=np.zeros(1, dtype=np.int64),
    place=np.zeros(0, dtype=np.int32),
    amounts=np.zeros(0, dtype=np.int32),
)


def count(texts: Sequence[str], before: Counted = NOTHING, known: Mapping[str, int] | None = None) -> Counted:
    """Count the terms of sentences.

    Args:
        texts: The sentences.
        before: Sentences that were counted earlier.
        known: Text → number of a sentence counted earlier.
    """
    found = dict(known or {})
    new = [text for text in dict.fromkeys(texts) if text not in found]
    found |= {text: len(before) + at for at, text in enumerate(new)}
    return _more(before, new).of(np.array([found[text] for text in texts], dtype=np.int64))


def _more(before: Counted, texts: Sequence[str]) -> Counted:
    """The sentences of before and then these."""
    columns, views = dict(before.columns), array("B", before.views.tolist())
    place, amounts = array("i"), array("i")  # a list of numbers would take ten times the room
    starts = array("q", before.starts.tolist())
    for text in texts:
        for view, listed in enumerate(terms(normalize(text).text).values()):
            for term, amount in Counter(listed).items():
                column = columns.setdefault(term, len(columns))
                if column == len(views):
                    views.append(view)
                place.append(column)
                amounts.append(amount)
        starts.append(len(before.place) + len(place))
    return Counted(
        columns=columns,
        views=np.array(views, dtype=np.uint8),
        starts=np.array(starts, dtype=np.int64),
        place=np.concatenate([before.place, np.array(place, dtype=np.int32)]),
        amounts=np.concatenate([before.amounts, np.array(amounts, dtype=np.int32)]),
    )
