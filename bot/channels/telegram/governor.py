"""Lets calls to Telegram go in turn: one at a time for each chat, customers first, never faster than the limits.

Whoever waits for a turn looks at what is to be said only when the turn has come, so that what gathered meanwhile goes
in one call. That is how a group that is written to faster than it may be answered keeps up.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from itertools import count

from bot.channels.telegram.pacing import Lane, Pacing, Ticket, first_of
from bot.core.measures import BotApiCalled, BotApiQueued, BotApiRefused, Meter, unmetered
from bot.core.ports import Clock


@dataclass(slots=True, kw_only=True)
class Turn:
    """The right to call one chat, with `left` calls paid for. Ends with `leave`."""

    governor: Governor
    chat_id: int
    left: int

    async def spend(self, weight: int = 1) -> None:
        """Pay for calls; those beyond what was paid for wait until there is room."""
        missing = weight - self.left
        if missing > 0:
            await self.governor.pay(self.chat_id, weight=missing)
            self.left += missing
        self.left -= weight
        self.governor.meter(BotApiCalled(chat=_kind(self.chat_id), calls=weight))

    def leave(self) -> None:
        """Let others call the chat; what was paid for and not used comes back."""
        self.governor.leave(self.chat_id, unused=self.left)


@dataclass(slots=True, kw_only=True)
class Governor:
    """All calls of one bot go through one of these."""

    clock: Clock
    pacing: Pacing = field(default_factory=Pacing)
    meter: Meter = unmetered
    _waiting: dict[Ticket, asyncio.Future[None]] = field(default_factory=dict)
    _busy: set[int] = field(default_factory=set)
    _numbers: count[int] = field(default_factory=count)
    _alarm: asyncio.TimerHandle | None = None

    async def enter(self, chat_id: int, lane: Lane, *, weight: int = 1) -> Turn:
        """Wait until this many calls may be made; until the turn is left nobody else calls this chat."""
        ticket = Ticket(chat_id=chat_id, lane=lane, number=next(self._numbers), since=self.clock(), weight=weight)
        called = asyncio.get_running_loop().create_future()
        self._waiting[ticket] = called
        self._call_up()
        name = lane.name.lower()
        self.meter(BotApiQueued(lane=name, change=1))
        try:
            await called
        except asyncio.CancelledError:
            if self._waiting.pop(ticket, None) is None and not called.cancelled():
                self.leave(chat_id, unused=weight)
            raise
        finally:
            self.meter(BotApiQueued(lane=name, change=-1))
        return Turn(governor=self, chat_id=chat_id, left=weight)

    @asynccontextmanager
    async def turn(self, chat_id: int, lane: Lane) -> AsyncIterator[Turn]:
        """`enter`, and `leave` at the end of the block."""
        turn = await self.enter(chat_id, lane)
        try:
            yield turn
        finally:
            turn.leave()

    async def pay(self, chat_id: int, *, weight: int) -> None:
        """Pay for more calls within a turn. The chat is ours, so nobody is overtaken."""
        while (left := self.pacing.wait(chat_id, self.clock(), weight=weight)) > timedelta(0):  # noqa: ASYNC110  # what is waited for is time
            await asyncio.sleep(left.total_seconds())
        self.pacing.spend(chat_id, self.clock(), weight=weight)

    def leave(self, chat_id: int, *, unused: int) -> None:
        """The end of a turn."""
        self.pacing.give_back(chat_id, weight=unused)
        self._busy.discard(chat_id)
        self._call_up()

    def pause(self, chat_id: int) -> timedelta:
        """How long this chat must rest; a message to it need not even try before."""
        return self.pacing.pause(chat_id, self.clock())

    def share(self, group: int) -> float:
        """How much of a group's minute is used up, from 0 to 1."""
        return self.pacing.share(group, self.clock())

    def rest(self, chat_id: int) -> None:
        """A message to this private chat went out whole."""
        self.pacing.rest(chat_id, self.clock())

    def refused(self, chat_id: int, seconds: float) -> None:
        """Telegram answered a call with 429."""
        self.meter(BotApiRefused(chat=_kind(chat_id)))
        self.pacing.refused(chat_id, timedelta(seconds=seconds), self.clock())

    def _call_up(self) -> None:
        """Let everybody go who may, and come back when the next one may."""
        if self._alarm is not None:
            self._alarm.cancel()
            self._alarm = None
        while True:
            now = self.clock()
            ticket, wait = first_of(self._waiting, frozenset(self._busy), self.pacing, now)
            if ticket is None:
                break
            called = self._waiting.pop(ticket)
            if not called.cancelled():
                self._busy.add(ticket.chat_id)
                self.pacing.spend(ticket.chat_id, now, weight=ticket.weight)
                called.set_result(None)
        if wait is not None:
            self._alarm = asyncio.get_running_loop().call_later(wait.total_seconds(), self._call_up)


def _kind(chat_id: int) -> str:
    """Groups have negative ids."""
    return "group" if chat_id < 0 else "private"
