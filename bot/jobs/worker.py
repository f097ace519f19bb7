"""The inbox worker: claims conversations that have something unread and takes their turns."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial
from typing import Final, TypeAlias

import structlog

from bot.core.actions import StartTimer
from bot.core.conversation import Conversation
from bot.core.errors import StaleConversation, StorageError
from bot.core.measures import Decided, Decision, Meter, TurnsTaken, unmetered
from bot.core.ports import Bell, Clock, Store, UnitOfWork
from bot.scripts.book import ScriptBook
from bot.service.lookup import OrderLookup
from bot.service.presence import Presence
from bot.service.turns import Room, Taken, decision_of, hand_over_silently, hand_over_unread, take_turn

log = structlog.get_logger(__name__)

_LEASE: Final = timedelta(seconds=30)
_BATCH: Final = 20

_Way: TypeAlias = Callable[[UnitOfWork, Room, Conversation], Taken]


@dataclass(frozen=True, slots=True, kw_only=True)
class InboxWorker:
    """Takes the turns of several conversations in one transaction.

    When that fails, each conversation gets a transaction of its own; one that fails alone is handed to a person, so
    that a bug or a broken script never leaves a customer without an answer.

    Attributes:
        name: unique among the workers running on one database; keep it over restarts, then a crashed worker's
            conversations are taken up at once.
        quiet: how long a customer must have paused before a burst is read.
        patience: a customer who never pauses is answered after this long.
        lookup: brings orders up to date before a turn, where they live in another system.
        on_turn: is shown every turn after it was committed.
        meter: is told what came of every turn, and how long they took.
    """

    store: Store
    bell: Bell
    clock: Clock
    book: Callable[[], ScriptBook]
    presence: Presence
    name: str
    quiet: timedelta
    patience: timedelta
    lookup: OrderLookup | None = None
    on_turn: Callable[[Taken], None] | None = None
    meter: Meter = unmetered
    topic: str = "inbox"

    async def run_once(self) -> datetime | None:
        """Answer what is due; says when the next conversation is due."""
        now = self.clock()
        claimed = await self.store.transact(
            lambda uow: uow.conversations.claim(
                self.name, now=now, quiet=self.quiet, patience=self.patience, lease=_LEASE, limit=_BATCH
            )
        )
        if claimed:
            began = time.perf_counter()
            await self._take_all(claimed)
            self.meter(TurnsTaken(seconds=time.perf_counter() - began))
        return await self.store.read(
            lambda uow: uow.conversations.next_due(now=self.clock(), quiet=self.quiet, patience=self.patience)
        )

    async def _take_all(self, ids: list[int]) -> None:
        down = await self.lookup.refresh(ids) if self.lookup is not None else frozenset[int]()
        room = Room(book=self.book(), present=self.presence.ids(), now=self.clock(), orders_down=down)
        try:
            taken = await self.store.transact(lambda uow: [self._take(uow, take_turn, room, each) for each in ids])
        except StaleConversation:
            log.info("batch_overtaken", conversations=ids)
        except StorageError:
            raise
        except Exception:  # whatever one conversation trips over must not stop the others
            log.exception("batch_failed", conversations=ids)
        else:
            self._announce(taken)
            self._count(decision_of(each) for each in taken)
            return
        for each in ids:
            await self._take_alone(room, each)

    async def _take_alone(self, room: Room, conversation_id: int) -> None:
        """The turn; if the code cannot take it, a person does. What even that fails on stays unread and is logged."""
        for way in (take_turn, hand_over_unread, hand_over_silently):
            try:
                taken = await self.store.transact(
                    partial(self._take, way=way, room=room, conversation_id=conversation_id)
                )
            except StaleConversation:
                log.info("turn_overtaken", conversation=conversation_id)
                return  # still unread: the next round looks at it as it is then
            except StorageError:
                raise
            except Exception:  # this one is the culprit; the next way asks less of it
                log.exception("turn_failed", conversation=conversation_id, way=way.__name__)
            else:
                self._announce([taken])
                self._count([decision_of(taken) if way is take_turn else Decision.HANDED_OVER])
                return

    def _take(self, uow: UnitOfWork, way: _Way, room: Room, conversation_id: int) -> Taken:
        taken = way(uow, room, uow.conversations.get(conversation_id))
        uow.conversations.release([conversation_id], self.name)
        return taken

    def _count(self, decisions: Iterable[Decision]) -> None:
        for decision in decisions:
            self.meter(Decided(decision=decision))

    def _announce(self, taken: list[Taken]) -> None:
        self.bell.ring("outbox", *(f"conversation:{each.conversation.id}" for each in taken))
        if any(each.desk_news for each in taken):
            self.bell.ring("desk", "timers")
        if any(isinstance(action, StartTimer) for each in taken for turn in each.steps for action in turn.actions):
            self.bell.ring("timers")
        if self.on_turn is not None:
            for each in taken:
                self.on_turn(each)
