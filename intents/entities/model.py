"""What an entity is."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Entity:
    """Something with a value that a customer named.

    Attributes:
        kind: ``order_number``, ``tracking_number``, ``phone``, ``phone4`` (last four digits alone), ``money``,
            ``size``, ``height`` (cm), ``weight`` (kg), ``count``, ``date``, ``time``, ``courier`` or ``product``.
        value: Normalised: a plain decimal as text for money, a number for height, weight and count, ISO text for
            date and time, an id for courier and product.
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
