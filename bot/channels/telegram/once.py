"""What an agent did in the group is done once, although Telegram may tell us of it twice."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import TypeVar

from bot.core.ports import Store, UnitOfWork

T = TypeVar("T")


class AlreadyDone(Exception):
    """This update was handled before; nothing was done now."""


@dataclass(frozen=True, slots=True, kw_only=True)
class OnceStore:
    """A store whose transaction also remembers the update it is for, so that both happen or neither does.

    A crash after the commit makes Telegram repeat the update, which then raises AlreadyDone; a crash before it leaves
    nothing done, and the repeat does it.
    """

    store: Store
    account: str
    update_id: int
    now: datetime

    async def transact(self, use_case: Callable[[UnitOfWork], T]) -> T:
        """As the store. Raises AlreadyDone."""

        def once(uow: UnitOfWork) -> T:
            if not uow.topics.remember_update(self.account, self.update_id, now=self.now):
                raise AlreadyDone
            return use_case(uow)

        return await self.store.transact(once)

    async def read(self, query: Callable[[UnitOfWork], T]) -> T:
        """As the store."""
        return await self.store.read(query)

    async def ping(self) -> None:
        """As the store."""
        await self.store.ping()

    async def close(self) -> None:
        """Nothing: the store belongs to somebody else."""
