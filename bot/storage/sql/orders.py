"""Orders and who may see them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import blake2b
from itertools import islice
from typing import Final, TypeVar

from sqlalchemy import (
    ColumnElement,
    CompoundSelect,
    Connection,
    Select,
    Table,
    and_,
    delete,
    func,
    insert,
    select,
    union,
)

from bot.core.orders import Order
from bot.core.ports import Guesses
from bot.storage.sql.schema import buyer_bindings, conversations, order_bindings, order_guesses, orders
from bot.storage.sql.statements import insert_into
from bot.storage.values import check_buyer, check_order, document

T = TypeVar("T")

_CHUNK: Final = 500
"""Orders per statement: large enough that round trips do not count, small enough for every parameter limit."""

_O = orders.c


def _bound(channel: str, account: str, peer_id: str) -> CompoundSelect[str]:
    """Numbers of the orders a peer is bound to, each way by its own index."""
    one_by_one = select(_O.number).join(order_bindings, order_bindings.c.number == _O.number)
    by_buyer = select(_O.number).join(buyer_bindings, buyer_bindings.c.buyer == _O.buyer)
    ways = (
        query.where(table.c.channel == channel, table.c.account == account, table.c.peer_id == peer_id)
        for query, table in ((one_by_one, order_bindings), (by_buyer, buyer_bindings))
    )
    return union(*ways)


def orders_of(channel: str, account: str, peer_id: str, limit: int) -> Select[tuple[Order]]:
    """The documents of the orders a peer is bound to, newest first."""
    query: Select[tuple[Order]] = select(_O.document)
    bound = _bound(channel, account, peer_id)
    return query.where(_O.number.in_(bound)).order_by(_O.created_at.desc(), _O.number).limit(limit)


def _one_by_one(numbers: Sequence[str]) -> Select[str, int]:
    """Each order's number with the conversation of a customer who proved that it is theirs."""
    bound = order_bindings.c
    query = select(bound.number, conversations.c.id).join(conversations, _same_peer(order_bindings))
    return query.where(bound.number.in_(numbers))


def _by_buyer(buyers: Sequence[str]) -> Select[str, int]:
    """Each buyer with the conversation of a customer for whom the shop vouches."""
    bound = buyer_bindings.c
    query = select(bound.buyer, conversations.c.id).join(conversations, _same_peer(buyer_bindings))
    return query.where(bound.buyer.in_(buyers))


def _same_peer(bindings: Table) -> ColumnElement[bool]:
    peer, bound = conversations.c, bindings.c
    return and_(peer.channel == bound.channel, peer.account == bound.account, peer.peer_id == bound.peer_id)


@dataclass(frozen=True, slots=True)
class SqlOrders:
    """See `bot.core.ports.Orders`."""

    connection: Connection

    def get(self, number: str) -> Order | None:
        """The order of that number."""
        return self.connection.scalar(select(_O.document).where(_O.number == number))

    def get_many(self, numbers: Iterable[str]) -> dict[str, Order]:
        """Those of the orders that there are, by number."""
        found: dict[str, Order] = {}
        for chunk in _chunks(numbers):
            query = select(_O.number, _O.document).where(_O.number.in_(chunk))
            found.update({row.number: row.document for row in self.connection.execute(query)})
        return found

    def upsert(self, orders: Iterable[Order]) -> list[Order]:
        """Insert or replace by number; returns those that are new or changed."""
        changed: dict[str, Order] = {}
        for chunk in _chunks(map(check_order, orders)):
            changed.update(self._upsert_chunk({order.number: order for order in chunk}))
        return list(changed.values())

    def of_peer(
        self, channel: str, account: str, peer_id: str, *, number: str | None = None, limit: int = 20
    ) -> list[Order]:
        """Orders this peer is bound to, newest first; or only that one."""
        query = orders_of(channel, account, peer_id, limit)
        return list(self.connection.scalars(query if number is None else query.where(_O.number == number)))

    def customers_of(self, orders: Sequence[Order]) -> dict[str, list[int]]:
        """The conversations of the customers that may see each order, by number; two statements for 500 orders."""
        found: dict[str, set[int]] = {}
        for chunk in _chunks(orders):
            for number, conversation_id in self.connection.execute(_one_by_one([order.number for order in chunk])):
                found.setdefault(number, set()).add(conversation_id)
            numbers: dict[str, list[str]] = {}
            for order in chunk:
                numbers.setdefault(order.buyer, []).append(order.number)
            for buyer, conversation_id in self.connection.execute(_by_buyer(list(numbers))):
                for number in numbers[buyer]:
                    found.setdefault(number, set()).add(conversation_id)
        return {number: sorted(ids) for number, ids in found.items()}

    def bindings(self, channel: str, account: str, peer_id: str) -> tuple[list[str], list[str]]:
        """The buyers that this peer is, and the numbers of the single orders they proved to be theirs."""
        buyer, number = buyer_bindings.c, order_bindings.c
        mine = (buyer.channel == channel, buyer.account == account, buyer.peer_id == peer_id)
        own = (number.channel == channel, number.account == account, number.peer_id == peer_id)
        buyers = self.connection.scalars(select(buyer.buyer).where(*mine).order_by(buyer.buyer))
        numbers = self.connection.scalars(select(number.number).where(*own).order_by(number.number))
        return list(buyers), list(numbers)

    def bind_order(self, channel: str, account: str, peer_id: str, number: str, *, now: datetime) -> None:
        """The peer proved to be the buyer of this one order."""
        row = {"channel": channel, "account": account, "peer_id": peer_id, "number": number, "bound_at": now}
        self.connection.execute(insert_into(self.connection, order_bindings).values(row).on_conflict_do_nothing())

    def bind_buyer(self, channel: str, account: str, peer_id: str, buyer: str, *, now: datetime) -> None:
        """The shop vouches that this peer is that buyer. An empty buyer is refused."""
        row = {
            "channel": channel,
            "account": account,
            "peer_id": peer_id,
            "buyer": check_buyer(buyer),
            "bound_at": now,
        }
        self.connection.execute(insert_into(self.connection, buyer_bindings).values(row).on_conflict_do_nothing())

    def record_guess(
        self, channel: str, account: str, peer_id: str, number: str, *, now: datetime, keep: timedelta
    ) -> None:
        """A wrong guess at an order; old ones are forgotten, which keeps the table too small to need an index."""
        self.connection.execute(delete(order_guesses).where(order_guesses.c.at < now - keep))
        row = {"channel": channel, "account": account, "peer_id": peer_id, "number": number, "at": now}
        self.connection.execute(insert(order_guesses).values(row))

    def guesses(self, channel: str, account: str, peer_id: str, number: str, *, since: datetime) -> Guesses:
        """Wrong guesses since then."""
        guess = order_guesses.c
        count = select(func.count()).select_from(order_guesses).where(guess.at >= since)
        on_account = and_(guess.channel == channel, guess.account == account)
        counts = select(
            count.where(on_account, guess.peer_id == peer_id).scalar_subquery(),
            count.where(guess.number == number).scalar_subquery(),
            count.where(on_account).scalar_subquery(),
        )
        return Guesses(*self.connection.execute(counts).one())

    def _upsert_chunk(self, chunk: dict[str, Order]) -> dict[str, Order]:
        """Of two orders with one number the later counts: that is what the dictionary holds."""
        codec = document(Order)
        documents = {number: codec.dump(order) for number, order in chunk.items()}
        prints = {number: _fingerprint(text) for number, text in documents.items()}
        query = select(_O.number, _O.fingerprint).where(_O.number.in_(list(chunk)))
        stored = {row.number: row.fingerprint for row in self.connection.execute(query)}
        changed = {number: order for number, order in chunk.items() if stored.get(number) != prints[number]}
        if changed:
            rows = [
                {
                    "number": number,
                    "buyer": order.buyer,
                    "created_at": order.created_at,
                    "fingerprint": prints[number],
                    "document": order,
                    "receiver": order.receiver,
                    "phone_tail": order.phone_tail,
                    "tracking_number": order.tracking_number,
                }
                for number, order in changed.items()
            ]
            statement = insert_into(self.connection, orders)
            new = statement.excluded
            columns = {name: new[name] for name in rows[0] if name != "number"}
            self.connection.execute(statement.on_conflict_do_update(index_elements=[_O.number], set_=columns), rows)
        return changed


def _fingerprint(text: str) -> str:
    """Tells whether an order changed without reading its document back."""
    return blake2b(text.encode(), digest_size=16).hexdigest()


def _chunks(source: Iterable[T]) -> Iterator[list[T]]:
    rest = iter(source)
    while chunk := list(islice(rest, _CHUNK)):
        yield chunk
