"""How values cross into a store: JSON documents for structured values, aware UTC for times.

Both stores use the same rules, so that a value the in-memory twin takes is a value the database takes.
"""

from __future__ import annotations

from datetime import UTC, datetime
from functools import cache
from typing import TYPE_CHECKING, Any, Generic, TypeVar, cast

from pydantic import TypeAdapter

if TYPE_CHECKING:
    from collections.abc import Hashable

    from bot.core.orders import Order

T = TypeVar("T")


class Document(Generic[T]):
    """JSON text of one kind of value; every field is written, so that a later change of a default changes no row."""

    def __init__(self, kind: object) -> None:
        self._adapter: TypeAdapter[Any] = TypeAdapter(kind)

    def dump(self, value: T) -> str:
        """The value as compact JSON. Raises pydantic's serialisation error when it is no JSON value."""
        return self._adapter.dump_json(value).decode()

    def load(self, text: str) -> T:
        """The value again, equal to the one dumped."""
        return cast("T", self._adapter.validate_json(text))

    def detach(self, value: T) -> T:
        """A copy that shares no mutable part with the value, exactly as a database would return it."""
        return self.load(self.dump(value))


def document(kind: type[T]) -> Document[T]:
    """The document of a kind; built on first use because building a validator takes milliseconds."""
    return cast("Document[T]", _document(cast("Hashable", kind)))


@cache
def _document(kind: Hashable) -> Document[Any]:
    return Document(kind)


def utc(at: datetime) -> datetime:
    """The same instant in UTC. A time without a zone is refused: nobody could say which instant it means."""
    if at.tzinfo is None:
        message = f"{at.isoformat()} has no time zone; times in the store are aware (UTC)"
        raise ValueError(message)
    return at.astimezone(UTC)


def check_order(order: Order) -> Order:
    """The order, if every time it carries has a zone; raises ValueError naming the order otherwise."""
    times = (order.created_at, order.paid_at, order.shipped_at, order.signed_at, order.expected_at)
    try:
        for at in (*times, *(event.at for event in order.events)):
            if at is not None:
                utc(at)
    except ValueError as error:
        message = f"order {order.number}: {error}"
        raise ValueError(message) from error
    return order


def check_buyer(buyer: str) -> str:
    """The buyer id, if there is one: an empty id would bind a peer to every order without a buyer."""
    if not buyer:
        message = "a peer cannot be bound to an empty buyer id"
        raise ValueError(message)
    return buyer
