"""The repository of orders, and of who may see them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from typing import NamedTuple, Protocol

from bot.core.orders import Order


class Guesses(NamedTuple):
    """Wrong guesses at orders: by one peer at any, by anybody at one order, by anybody on the channel account."""

    by_peer: int
    at_order: int
    on_account: int


class Orders(Protocol):
    """Orders and who may see them."""

    def get(self, number: str) -> Order | None: ...

    def get_many(self, numbers: Iterable[str]) -> dict[str, Order]:
        """Those of the orders that there are, by number; in bulk, for imports."""
        ...

    def upsert(self, orders: Iterable[Order]) -> list[Order]:
        """Insert or replace by number, in bulk; returns the stored orders that are new or changed."""
        ...

    def of_peer(
        self, channel: str, account: str, peer_id: str, *, number: str | None = None, limit: int = 20
    ) -> list[Order]:
        """Orders this peer is bound to, by buyer identity or by verification, newest first; or only that one."""
        ...

    def customers_of(self, orders: Sequence[Order]) -> dict[str, list[int]]:
        """The conversations of the customers that may see each order, by number; orders of nobody are left out."""
        ...

    def bindings(self, channel: str, account: str, peer_id: str) -> tuple[list[str], list[str]]:
        """The buyers that this peer is known to be, and the numbers of the single orders they proved to be theirs."""
        ...

    def bind_order(self, channel: str, account: str, peer_id: str, number: str, *, now: datetime) -> None:
        """The peer proved to be the buyer of this one order."""
        ...

    def bind_buyer(self, channel: str, account: str, peer_id: str, buyer: str, *, now: datetime) -> None:
        """The shop vouches that this peer is that buyer."""
        ...

    def record_guess(
        self, channel: str, account: str, peer_id: str, number: str, *, now: datetime, keep: timedelta
    ) -> None:
        """A wrong guess at an order. Guesses that are older than `keep` are forgotten."""
        ...

    def guesses(self, channel: str, account: str, peer_id: str, number: str, *, since: datetime) -> Guesses:
        """Wrong guesses since then."""
        ...
