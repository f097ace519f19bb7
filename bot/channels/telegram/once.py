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


class PartlyDone(Exception):
    """Of an album, only these updates are new; nothing was done now."""

    def __init__(self, fresh: tuple[int, ...]) -> None:
        self.fresh = fresh
        super().__init__(f"only {len(fresh)} updates of the album are new")


@dataclass(frozen=True, slots=True, kw_only=True)
class OnceStore:
    """A store whose transaction also remembers the updates it is for, so that both happen or neither does.

    A crash after the commit makes Telegram repeat the update, which then raises AlreadyDone; a crash before it leaves
    nothing done, and the repeat does it.
    """

    store: Store
    account: str
    update_ids: tuple[int, ...]
    now: datetime

    async def transact(self, use_case: Callable[[UnitOfWork], T]) -> T:
        """As the store. Raises AlreadyDone, PartlyDone."""

        def once(uow: UnitOfWork) -> T:
            remember = uow.topics.remember_update
            fresh = tuple(one for one in self.update_ids if remember(self.account, one, now=self.now))
            if not fresh:
                raise AlreadyDone
            if fresh != self.update_ids:
                raise PartlyDone(fresh)
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
