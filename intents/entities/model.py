"""What an entity is."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

NOTHING: Final = ""
"""The kind of a stretch in which nothing is to be read; no entity has it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Entity:
    """Something with a value that a customer named.

    Attributes:
        kind: ``order_number``, ``tracking_number``, ``phone``, ``phone4`` (last four digits alone), ``money``,
            ``money_range`` (no exact amount: 一百来块), ``promotion`` (满199减20), ``size``, ``height`` (cm),
            ``weight`` (kg), ``count``, ``date``, ``time``, ``datetime`` (counted from now: 半小时前), ``period``
            (这两天, 下周), ``courier`` or ``product``.
        value: Normalised: a plain decimal as text for money, a number for height, weight and count, ISO text for
            date, time and datetime, an id for courier and product; two of them with a slash between for money_range,
            period and a part of the day; see ``find_promotions`` for promotions.
        text: The customer's own characters.
        span: Where they stand in the original message, half-open.
        carrier: The courier whose pattern a tracking number has; empty for every other kind.
    """

    kind: str
    value: str | int | float
    text: str
    span: tuple[int, int]
    carrier: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """An entity on normalised text, before overlaps are settled.

    Attributes:
        rank: Lower wins where two overlap; the longer wins among equals.
    """

    kind: str
    value: str | int | float
    start: int
    end: int
    rank: int
    carrier: str = ""
