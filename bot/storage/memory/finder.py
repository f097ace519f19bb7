"""Finding cases, customers and orders, in memory."""

from __future__ import annotations

from dataclasses import dataclass

from bot.core.cases import Case
from bot.core.orders import Order
from bot.storage.memory.desk import MemoryCases
from bot.storage.memory.tables import Tables
from bot.storage.rules import tail_of


@dataclass(frozen=True, slots=True)
class MemoryFinder:
    """See `bot.core.ports.Finder`. As databases do, it takes upper and lower case of a-z for the same inside a text."""

    tables: Tables

    def cases(self, words: str, *, limit: int) -> list[Case]:
        """Those whose ask or title has these words, newest first."""
        found = [case.id for case in self.tables.cases.values() if _has(case.ask, words) or _has(case.title, words)]
        return [MemoryCases(self.tables).get(case_id) for case_id in sorted(found, reverse=True)[:limit]]

    def customers(self, words: str, *, limit: int) -> list[int]:
        """The conversations of customers whose name has these words, or who have them in a tag."""
        named = {key for key, row in self.tables.conversations.items() if _has(row.value.peer.name, words)}
        tagged = {
            key for key, customer in self.tables.customers.items() if any(_has(tag, words) for tag in customer.tags)
        }
        return sorted(named | tagged, reverse=True)[:limit]

    def orders(self, words: str, *, limit: int) -> list[Order]:
        """By the beginning of number, receiver or tracking number, or the phone's last digits."""
        found = [order for order in self.tables.orders.values() if _is_meant(order, words)]
        return sorted(found, key=lambda order: (order.created_at, order.number), reverse=True)[:limit]


def _has(text: str, words: str) -> bool:
    return words.lower() in text.lower()


def _is_meant(order: Order, words: str) -> bool:
    begins = any(text.startswith(words) for text in (order.number, order.receiver, order.tracking_number))
    return begins or (bool(tail := tail_of(words)) and order.phone_tail == tail)
