"""The timer loop: what was to be looked at later is looked at when its time has come."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

import structlog

from bot.core.errors import StaleConversation, StorageError
from bot.core.ports import Bell, Clock, Store, UnitOfWork
from bot.core.timers import Timer, TimerKind
from bot.scripts.book import ScriptBook
from bot.service.lookup import OrderLookup
from bot.service.presence import Presence
from bot.service.timers import go_off
from bot.service.turns import Room, Taken

log = structlog.get_logger(__name__)

_BATCH: Final = 50
_AFTER_CRASH: Final = timedelta(minutes=5)


@dataclass(frozen=True, slots=True, kw_only=True)
class TimerJob:
    """Lets due timers go off, each in a transaction of its own: a crash leaves it either done or due."""

    store: Store
    bell: Bell
    clock: Clock
    book: Callable[[], ScriptBook]
    presence: Presence
    lookup: OrderLookup
    topic: str = "timers"

    async def run_once(self) -> datetime | None:
        """Let what is due go off; says when the next timer is due."""
        now = self.clock()
        due = await self.store.read(lambda uow: uow.timers.due(now=now, limit=_BATCH))
        if due:
            await self._let_go_off(due)
        return await self.store.read(lambda uow: uow.timers.next_due())

    async def _let_go_off(self, due: list[Timer]) -> None:
        asking = [timer.conversation_id for timer in due if timer.kind is TimerKind.ORDERS_RETRY]
        down = await self.lookup.refresh(asking)
        room = Room(book=self.book(), present=self.presence.ids(), now=self.clock(), orders_down=down)
        for timer in due:
            await self._one(room, timer)

    async def _one(self, room: Room, timer: Timer) -> None:
        def use_case(uow: UnitOfWork) -> Taken | None:
            return go_off(uow, room, timer.id)

        try:
            taken = await self.store.transact(use_case)
        except StaleConversation:
            log.info("timer_overtaken", timer=timer.key)  # still due: the next round sees what has changed
        except StorageError:
            raise
        except Exception:  # one timer that the code trips over must not stop the others, nor be forgotten
            log.exception("timer_failed", timer=timer.key)
            until = room.now + _AFTER_CRASH
            await self.store.transact(lambda uow: uow.timers.postpone(timer.id, until=until))
        else:
            self._announce(taken)

    def _announce(self, taken: Taken | None) -> None:
        if taken is None:
            return
        self.bell.ring("outbox", f"conversation:{taken.conversation.id}")
        if taken.desk_news:
            self.bell.ring("desk")
