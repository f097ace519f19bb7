"""What all exports have in common: fields, how many rows make an order, and how rows become one."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from zoneinfo import ZoneInfo

from bot.core.errors import Problem
from bot.core.orders import Order, OrderItem
from bot.orders.columns import Field, Row


@dataclass(frozen=True, slots=True, kw_only=True)
class ItemLines:
    """What a separate list of items says about one order; `problems` are of its bad lines."""

    items: tuple[OrderItem, ...] = ()
    carrier: str = ""
    tracking_number: str = ""
    problems: tuple[Problem, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportContext:
    """What a file does not say.

    Attributes:
        zone: of times without one.
        currency: of amounts without one.
        items: order number → its lines in the separate list, if one was given.
    """

    zone: ZoneInfo
    currency: str = "CNY"
    items: Mapping[str, ItemLines] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """One kind of table, recognised by its headers. `name` is what people call it; there is a field `number`."""

    name: str
    fields: tuple[Field, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Dialect(Sheet):
    """One kind of export of orders.

    Attributes:
        format: the word for `--format`.
        grouped: several rows make one order: rows in sequence with the same number, or with none.
        build: the rows of one order → the order; raises BadCell.
    """

    format: str
    grouped: bool
    build: Callable[[Sequence[Row], ImportContext], Order]
