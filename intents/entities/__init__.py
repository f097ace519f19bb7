"""Things with a value that customers name: orders, parcels, phones, money, sizes, days, couriers, products.

Each span of a message is one entity: where two readings overlap, the surer one stays. Spans point at the original.
What is read and what is left unread on purpose is in docs/decisions/0012-entities.md.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from itertools import chain

from intents.entities.clocks import find_times
from intents.entities.codes import find_codes
from intents.entities.counts import find_counts
from intents.entities.elapsed import find_elapsed
from intents.entities.feasts import find_feasts
from intents.entities.grouped import find_grouped
from intents.entities.measures import find_measures
from intents.entities.model import NOTHING, Entity, Found
from intents.entities.moments import find_moments
from intents.entities.money import find_money
from intents.entities.names import find_couriers, find_products
from intents.entities.numbers import plain_numerals
from intents.entities.parcels import find_parcels
from intents.entities.periods import find_periods
from intents.entities.phones import find_phones
from intents.entities.price_ranges import find_price_ranges
from intents.entities.promotions import find_promotions
from intents.entities.sizes import find_sizes
from intents.entities.unread import find_unread
from intents.heard import heard
from intents.normalize import Normalized

__all__ = ["Entity", "find_entities"]

_WIDE_MARK = re.compile(r"[~～，、]")
_FOREIGN_DIGIT = re.compile(r"[^\D0-9]")  # ๓๘码
_DIGITS = "0123456789一二两三四五六七八九十百千万"


def find_entities(
    text: str, *, products: Mapping[str, Sequence[str]] | None = None, now: datetime | None = None
) -> tuple[Entity, ...]:
    """The entities of a message in order of place.

    Args:
        text: What the customer wrote, any string; as much of it is read as the matcher reads.
        products: Product id → its names, matched also when misspelt or heard alike.
        now: The shop's local time; days in words (明天, 周五, 3月8号) are only read when it is given.
    """
    normalized = heard(text)
    plain = plain_numerals(_FOREIGN_DIGIT.sub(lambda found: str(int(found.group())), _kept_apart(normalized, text)))
    found = chain(
        _find_numbers(plain),
        _find_times(plain, now),
        find_couriers(plain),
        find_products(plain, products or {}),
    )
    entities: list[Entity] = []
    for one in (one for one in _settle(list(found)) if one.kind != NOTHING):
        start, end = normalized.origin(one.start, one.end)
        if entities and start < entities[-1].span[1]:  # ¼ is read as 1⁄4: one character is not two amounts
            continue
        entities.append(
            Entity(kind=one.kind, value=one.value, text=text[start:end], span=(start, end), carrier=one.carrier)
        )
    return tuple(entities)


def _kept_apart(normalized: Normalized, text: str) -> str:
    """The normalised text, as long, with the marks between digits that say more than normalisation leaves of them.

    ~ draws a range (100~200块), elsewhere it is an ornament (好的~). ， and 、 part two numbers (买了3，299元); only
    the narrow comma parts thousands.
    """
    if _WIDE_MARK.search(text) is None:
        return normalized.text
    chars = list(normalized.text)
    for at, (char, (start, _)) in enumerate(zip(normalized.text, normalized.spans, strict=True)):
        if char in " ," and 0 < at < len(chars) - 1 and chars[at + 1] in _DIGITS and chars[at - 1] in _DIGITS + "元块":
            chars[at] = {"~": "-", "～": "-", "，": " ", "、": " "}.get(text[start], char)
    return "".join(chars)


def _find_numbers(text: str) -> Iterator[Found]:
    return chain(
        find_unread(text),
        find_grouped(text),
        find_parcels(text),
        find_phones(text),
        find_codes(text),
        find_promotions(text),
        find_price_ranges(text),
        find_money(text),
        find_sizes(text),
        find_measures(text),
        find_counts(text),
    )


def _find_times(text: str, now: datetime | None) -> Iterator[Found]:
    if now is None:
        return chain(find_times(text), find_moments(text, None))
    today = now.date()
    return chain(
        find_times(text),
        find_moments(text, today),
        find_feasts(text, today),
        find_periods(text, today),
        find_elapsed(text, now),
    )


def _settle(found: list[Found]) -> list[Found]:
    """Keep the surest, then the longest, of overlapping readings."""
    kept: list[Found] = []
    for one in sorted(found, key=lambda one: (one.rank, one.start - one.end, one.start)):
        if all(one.end <= other.start or other.end <= one.start for other in kept):
            kept.append(one)
    return sorted(kept, key=lambda one: one.start)
