"""Finding cases, customers and orders by what a person remembers of them.

Beginnings are looked up in an index. Words inside a text are looked for in every case, and in every customer's name
through an index that holds nothing else; both are short.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import islice
from typing import Any

from sqlalchemy import Column, ColumnElement, Connection, Text, or_, select, type_coerce

from bot.core.cases import Case
from bot.core.orders import Order
from bot.storage.rules import tail_of
from bot.storage.sql.cases import CASES, case_from
from bot.storage.sql.schema import cases, conversations, customers, orders

_C, _O = cases.c, orders.c


@dataclass(frozen=True, slots=True)
class SqlFinder:
    """See `bot.core.ports.Finder`."""

    connection: Connection

    def cases(self, words: str, *, limit: int) -> list[Case]:
        """Those whose ask or title has these words, newest first."""
        has = or_(_C.ask.icontains(words, autoescape=True), _C.title.icontains(words, autoescape=True))
        page = select(_C.id).where(has).order_by(_C.id.desc()).limit(limit)
        query = CASES.where(_C.id.in_(page.scalar_subquery())).order_by(_C.id.desc())
        return [case_from(row) for row in self.connection.execute(query)]

    def customers(self, words: str, *, limit: int) -> list[int]:
        """The conversations of customers whose name has these words, or who have them in a tag."""
        name, tags = conversations.c.peer_name, type_coerce(customers.c.tags, Text)
        named = select(conversations.c.id).where(name.icontains(words, autoescape=True))
        tagged = select(customers.c.conversation_id, customers.c.tags).where(tags.icontains(words, autoescape=True))
        found = named.order_by(-conversations.c.id).limit(limit)  # as a bare column it would have the table read for it
        marked = self.connection.execute(tagged.order_by(customers.c.conversation_id.desc()))
        wearing = (row.conversation_id for row in marked if _is_in_one(row.tags, words))  # not in the list's own signs
        ids = {*self.connection.scalars(found), *islice(wearing, limit)}
        return sorted(ids, reverse=True)[:limit]

    def orders(self, words: str, *, limit: int) -> list[Order]:
        """By the beginning of number, receiver or tracking number, or the phone's last digits, one index each."""
        ways = [self._begins(column, words) for column in (_O.number, _O.receiver, _O.tracking_number)]
        tail = tail_of(words)
        ways += [_O.phone_tail == tail] if tail else []
        found: dict[str, Order] = {}
        for way in ways:
            query = select(_O.number, _O.document).where(way).order_by(_O.number).limit(limit)
            found.update({row.number: row.document for row in self.connection.execute(query)})
        return sorted(found.values(), key=lambda order: (order.created_at, order.number), reverse=True)[:limit]

    def _begins(self, column: Column[Any], words: str) -> ColumnElement[bool]:
        """Each database has a form of this for which it uses the index."""
        if self.connection.dialect.name == "postgresql":
            return column.startswith(words, autoescape=True)
        escaped = "".join(f"[{char}]" if char in "*?[" else char for char in words)
        return column.op("GLOB")(f"{escaped}*")


def _is_in_one(tags: Iterable[str], words: str) -> bool:
    return any(words.lower() in tag.lower() for tag in tags)
