"""Customer records."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, Select, select

from bot.core.customers import Customer
from bot.core.errors import NotFound
from bot.storage.sql.schema import conversations, customers
from bot.storage.sql.statements import insert_into

_C = customers.c
_ROWS = select(customers)


@dataclass(frozen=True, slots=True)
class SqlCustomers:
    """See `bot.core.ports.Customers`."""

    connection: Connection

    def get(self, conversation_id: int) -> Customer:
        """The record; an empty one when nothing was remembered yet. Raises NotFound for no conversation."""
        return self._found(conversation_id, _ROWS.where(_C.conversation_id == conversation_id).with_for_update())

    def read(self, conversation_id: int) -> Customer:
        """As `get`, without locking it."""
        return self._found(conversation_id, _ROWS.where(_C.conversation_id == conversation_id))

    def _found(self, conversation_id: int, query: Select[*tuple[Any, ...]]) -> Customer:
        found = self.connection.execute(query).one_or_none()
        if found is None:
            self._check(conversation_id)
            return Customer(conversation_id=conversation_id)
        return Customer(**found._mapping)  # noqa: SLF001 - the public name of a row's columns in SQLAlchemy

    def save(self, customer: Customer) -> None:
        """Remember it. Raises NotFound when there is no such conversation."""
        self._check(customer.conversation_id)
        row = {
            "tags": customer.tags,
            "temperament": customer.temperament,
            "opted_out": customer.opted_out,
            "first_deal_at": customer.first_deal_at,
            "reached": customer.reached,
            "tier": customer.tier,
            "blocked": customer.blocked,
            "unreachable_since": customer.unreachable_since,
        }
        statement = insert_into(self.connection, customers).values(conversation_id=customer.conversation_id, **row)
        self.connection.execute(statement.on_conflict_do_update(index_elements=[_C.conversation_id], set_=row))

    def _check(self, conversation_id: int) -> None:
        if self.connection.scalar(select(conversations.c.id).where(conversations.c.id == conversation_id)) is None:
            message = f"there is no conversation {conversation_id}"
            raise NotFound(message)
