"""How fast Telegram may be called, as plain arithmetic over a clock that somebody else reads.

What Telegram says of its limits: one message a second to a chat, 20 a minute to a group, about 30 a second over all
(the FAQ for bots). Edits share the limit of messages and a new topic counts as one (tdlib/td#2592, #3034); answers to
pressed buttons are free (tdlib/telegram-bot-api#648). An album is as many messages as it has items.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import IntEnum
from typing import Final

_NOW: Final = timedelta(0)
_REMEMBERED: Final = 1000
"""Chats whose pause is kept; beyond that, those whose pause is over are forgotten."""


class Lane(IntEnum):
    """What a call is for. Customers always go first, SPARE only when nothing else waits."""

    CUSTOMER = 0
    ANSWER = 1
    CASE = 2
    MIRROR = 3
    CARD = 4
    SPARE = 5


ALLOWANCE: Final = {
    Lane.CUSTOMER: timedelta(0),
    Lane.ANSWER: timedelta(0),
    Lane.CASE: timedelta(seconds=2),
    Lane.MIRROR: timedelta(seconds=3),
    Lane.CARD: timedelta(seconds=15),
    Lane.SPARE: timedelta(0),
}
"""How long a call of the desk can well wait: who would be late first goes first, so live lanes never starve each other.

An agent who asked looks at the screen; a card whose state is a little old does no harm.
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """Telegram's limits. The minute of a group has a second more than theirs: what counts is when calls arrive."""

    chat_pause: timedelta = timedelta(seconds=1)
    group_calls: int = 20
    group_window: timedelta = timedelta(seconds=61)
    overall_calls: int = 30
    overall_window: timedelta = timedelta(seconds=1)


@dataclass(slots=True)
class Window:
    """At most `calls` within any `length`."""

    calls: int
    length: timedelta
    _spent: deque[datetime] = field(default_factory=deque)

    def wait(self, weight: int, now: datetime) -> timedelta:
        """How long until this many calls fit; more than fit at all go when nothing else was sent for a `length`."""
        self._forget(now)
        over = len(self._spent) + min(weight, self.calls) - self.calls
        return self._spent[over - 1] + self.length - now if over > 0 else _NOW

    def share(self, now: datetime) -> float:
        """How much of it is used up, from 0 to 1."""
        self._forget(now)
        return min(len(self._spent) / self.calls, 1.0)

    def spend(self, weight: int, now: datetime) -> None:
        """These calls are made now."""
        self._spent.extend([now] * weight)

    def give_back(self, weight: int) -> None:
        """The newest of them were not made after all."""
        for _ in range(min(weight, len(self._spent))):
            self._spent.pop()

    def _forget(self, now: datetime) -> None:
        while self._spent and self._spent[0] + self.length <= now:
            self._spent.popleft()


@dataclass(slots=True, kw_only=True)
class Pacing:
    """What was called lately and what was refused, for every chat and over all. Groups have negative ids."""

    limits: Limits = field(default_factory=Limits)
    _overall: Window = field(init=False)
    _groups: dict[int, Window] = field(default_factory=dict)
    _paused: dict[int, datetime] = field(default_factory=dict)
    _refused: dict[int, datetime] = field(default_factory=dict)
    _all_paused: datetime | None = None

    def __post_init__(self) -> None:
        self._overall = Window(self.limits.overall_calls, self.limits.overall_window)

    def pause(self, chat_id: int, now: datetime) -> timedelta:
        """How long this chat itself must rest: it was written to a moment ago, or Telegram said so."""
        until = max(self._paused.get(chat_id, now), self._all_paused or now)
        return max(until - now, _NOW)

    def wait(self, chat_id: int, now: datetime, *, weight: int = 1) -> timedelta:
        """How long until this many calls to the chat may go."""
        group = self._group(chat_id).wait(weight, now) if chat_id < 0 else _NOW
        return max(self.pause(chat_id, now), group, self._overall.wait(weight, now))

    def share(self, chat_id: int, now: datetime) -> float:
        """How much of a group's minute is used up, from 0 to 1."""
        return self._group(chat_id).share(now)

    def spend(self, chat_id: int, now: datetime, *, weight: int = 1) -> None:
        """These calls are made now."""
        self._overall.spend(weight, now)
        if chat_id < 0:
            self._group(chat_id).spend(weight, now)

    def give_back(self, chat_id: int, *, weight: int) -> None:
        """Calls that were paid for and not made."""
        self._overall.give_back(weight)
        if chat_id < 0:
            self._group(chat_id).give_back(weight)

    def rest(self, chat_id: int, now: datetime) -> None:
        """A message to a private chat went out whole: the next one follows after a pause."""
        self._hold(self._paused, chat_id, now + self.limits.chat_pause, now)

    def refused(self, chat_id: int, retry_after: timedelta, now: datetime) -> None:
        """Telegram said "too many requests".

        It does not say whether the chat is meant or the bot. Two private chats that must wait at the same time mean
        the bot: everything waits then. A group has a limit of its own, and says nothing about others.
        """
        until = now + retry_after
        self._hold(self._paused, chat_id, until, now)
        if chat_id < 0:
            return
        if any(other != chat_id and end > now for other, end in self._refused.items()):
            self._all_paused = max(until, self._all_paused or until)
        self._hold(self._refused, chat_id, until, now)

    def _group(self, chat_id: int) -> Window:
        if chat_id not in self._groups:
            self._groups[chat_id] = Window(self.limits.group_calls, self.limits.group_window)
        return self._groups[chat_id]

    @staticmethod
    def _hold(held: dict[int, datetime], chat_id: int, until: datetime, now: datetime) -> None:
        if len(held) >= _REMEMBERED:
            for chat in [chat for chat, end in held.items() if end <= now]:
                del held[chat]
        held[chat_id] = max(until, held.get(chat_id, until))


@dataclass(frozen=True, slots=True, kw_only=True)
class Ticket:
    """Somebody who waits to call a chat; `number` tells who came first."""

    chat_id: int
    lane: Lane
    number: int
    since: datetime
    weight: int = 1

    @property
    def rank(self) -> tuple[int, datetime, int]:
        """Customers first, then who would be late first, then what can wait for ever."""
        order = {Lane.CUSTOMER: 0, Lane.SPARE: 2}.get(self.lane, 1)
        return order, self.since + ALLOWANCE[self.lane], self.number


def first_of(
    tickets: Iterable[Ticket], busy: frozenset[int], pacing: Pacing, now: datetime
) -> tuple[Ticket | None, timedelta | None]:
    """Who may go now; else how long until somebody may. (None, None) when nobody waits whose chat is not busy.

    Nobody overtakes in a chat: a small call that slips past a large one again and again would starve it.
    """
    seen, waits = set(busy), []
    for ticket in sorted(tickets, key=lambda one: one.rank):
        if ticket.chat_id in seen:
            continue
        seen.add(ticket.chat_id)
        wait = pacing.wait(ticket.chat_id, now, weight=ticket.weight)
        if wait <= _NOW:
            return ticket, None
        waits.append(wait)
    return None, min(waits, default=None)
