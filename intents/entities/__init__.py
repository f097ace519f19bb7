"""Things with a value that customers name: orders, parcels, phones, money, sizes, days, couriers, products.

Each span of a message is one entity: where two readings overlap, the surer one stays. Spans point at the original.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from itertools import chain

from intents.entities.clocks import find_times
from intents.entities.codes import find_codes
from intents.entities.counts import find_counts
from intents.entities.feasts import find_feasts
from intents.entities.measures import find_measures
from intents.entities.model import Entity, Found
from intents.entities.moments import find_moments
from intents.entities.money import find_money
from intents.entities.names import find_couriers, find_products
from intents.entities.parcels import find_parcels
from intents.entities.phones import find_phones
from intents.entities.sizes import find_sizes
from intents.normalize import beginning, normalize

__all__ = ["Entity", "find_entities"]

_LONGEST = 2_000  # characters read, as by the matcher


def find_entities(
    text: str, *, products: Mapping[str, Sequence[str]] | None = None, now: datetime | None = None
) -> tuple[Entity, ...]:
    """The entities of a message in order of place.

    Args:
        text: What the customer wrote, any string; at most the first 2 000 characters are read.
        products: Product id → its names, matched also when misspelt or heard alike.
        now: The shop's local time; days in words (明天, 周五, 3月8号) are only read when it is given.
    """
    normalized = normalize(beginning(text, _LONGEST))
    today = now.date() if now is not None else None
    found = chain(
        find_parcels(normalized.text),
        find_phones(normalized.text),
        find_codes(normalized.text),
        find_money(normalized.text),
        find_sizes(normalized.text),
        find_measures(normalized.text),
        find_counts(normalized.text),
        find_times(normalized.text),
        find_moments(normalized.text, today),
        find_feasts(normalized.text, today) if today is not None else (),
        find_couriers(normalized.text),
        find_products(normalized.text, products or {}),
    )
    entities = []
    for one in _settle(list(found)):
        start, end = normalized.origin(one.start, one.end)
        entities.append(
            Entity(kind=one.kind, value=one.value, text=text[start:end], span=(start, end), carrier=one.carrier)
        )
    return tuple(entities)


def _settle(found: list[Found]) -> list[Found]:
    """Keep the surest, then the longest, of overlapping readings."""
    kept: list[Found] = []
    for one in sorted(found, key=lambda one: (one.rank, one.start - one.end, one.start)):
        if all(one.end <= other.start or other.end <= one.start for other in kept):
            kept.append(one)
    return sorted(kept, key=lambda one: one.start)
