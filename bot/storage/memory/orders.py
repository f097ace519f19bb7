"""Orders and who may see them, in memory."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.core.orders import Order
from bot.core.ports import Guesses
from bot.storage.memory.tables import GuessRow, PeerKey, Tables
from bot.storage.values import check_buyer, check_order, document, utc


@dataclass(frozen=True, slots=True)
class MemoryOrders:
    """See `bot.core.ports.Orders`."""

    tables: Tables

    def get(self, number: str) -> Order | None:
        """The order of that number."""
        return self.tables.orders.get(number)

    def get_many(self, numbers: Iterable[str]) -> dict[str, Order]:
        """Those of the orders that there are, by number."""
        return {number: self.tables.orders[number] for number in numbers if number in self.tables.orders}

    def upsert(self, orders: Iterable[Order]) -> list[Order]:
        """Insert or replace by number; returns those that are new or changed."""
        changed: dict[str, Order] = {}
        for order in map(check_order, orders):
            stored = self.tables.orders.get(order.number)
            if stored is None or _text(stored) != _text(order):
                self.tables.orders[order.number] = changed[order.number] = order
        return list(changed.values())

    def of_peer(
        self, channel: str, account: str, peer_id: str, *, number: str | None = None, limit: int = 20
    ) -> list[Order]:
        """Orders this peer is bound to, newest first; or only that one."""
        who = (channel, account, peer_id)
        mine = [
            order
            for order in self.tables.orders.values()
            if number in (None, order.number) and self._may_see(who, order)
        ]
        mine.sort(key=lambda order: order.number)
        return sorted(mine, key=lambda order: order.created_at, reverse=True)[:limit]

    def customers_of(self, orders: Sequence[Order]) -> dict[str, list[int]]:
        """The conversations of the customers that may see each order, by number."""
        found = {
            order.number: sorted(
                row.value.id
                for row in self.tables.conversations.values()
                if self._may_see((row.value.channel, row.value.account, row.value.peer.id), order)
            )
            for order in orders
        }
        return {number: ids for number, ids in found.items() if ids}

    def bindings(self, channel: str, account: str, peer_id: str) -> tuple[list[str], list[str]]:
        """The buyers that this peer is, and the numbers of the single orders they proved to be theirs."""
        who = (channel, account, peer_id)
        buyers = sorted(buyer for peer, buyer in self.tables.buyer_bindings if peer == who)
        return buyers, sorted(number for peer, number in self.tables.order_bindings if peer == who)

    def bind_order(self, channel: str, account: str, peer_id: str, number: str, *, now: datetime) -> None:
        """The peer proved to be the buyer of this one order."""
        utc(now)
        self.tables.order_bindings[(channel, account, peer_id), number] = None

    def bind_buyer(self, channel: str, account: str, peer_id: str, buyer: str, *, now: datetime) -> None:
        """The shop vouches that this peer is that buyer. An empty buyer is refused."""
        utc(now)
        self.tables.buyer_bindings[(channel, account, peer_id), check_buyer(buyer)] = None

    def record_guess(
        self, channel: str, account: str, peer_id: str, number: str, *, now: datetime, keep: timedelta
    ) -> None:
        """A wrong guess at an order; old ones are forgotten."""
        guess = GuessRow(who=(channel, account, peer_id), number=number, at=utc(now))
        for key in [key for key, row in self.tables.guesses.items() if row.at < guess.at - keep]:
            del self.tables.guesses[key]
        self.tables.guesses[self.tables.guesses.next_id()] = guess

    def guesses(self, channel: str, account: str, peer_id: str, number: str, *, since: datetime) -> Guesses:
        """Wrong guesses since then."""
        recent = [guess for guess in self.tables.guesses.values() if guess.at >= utc(since)]
        by_peer = sum(guess.who == (channel, account, peer_id) for guess in recent)
        return Guesses(
            by_peer=by_peer,
            at_order=sum(guess.number == number for guess in recent),
            on_account=sum(guess.who[:2] == (channel, account) for guess in recent),
        )

    def _may_see(self, who: PeerKey, order: Order) -> bool:
        return (who, order.number) in self.tables.order_bindings or (who, order.buyer) in self.tables.buyer_bindings


def _text(order: Order) -> str:
    """What the database compares: 9.90 is not 9.9."""
    return document(Order).dump(order)
