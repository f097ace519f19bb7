"""The way in: our own long polling, which tells Telegram "received" only after everything is stored.

aiogram's dispatcher confirms updates whose handlers are still running; a crash then loses them. Here the offset moves
up to the first update that is not safe yet. From there Telegram repeats them; what is safe is passed over then, and
recognised in the store after a restart.
"""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from enum import Enum, auto
from typing import Final, Protocol

import structlog
from aiogram import Bot
from aiogram.exceptions import (
    AiogramError,
    ClientDecodeError,
    TelegramConflictError,
    TelegramNotFound,
    TelegramRetryAfter,
    TelegramUnauthorizedError,
)

from bot.channels.telegram.arrivals import Arrived, albums_at_end, arrived, bunches, one_by_one
from bot.channels.telegram.session import REFUSED
from bot.channels.telegram.waiting import BackOff, Stopped, pause, unless_stopped
from bot.core.errors import StorageError

log = structlog.get_logger(__name__)

KINDS: Final = ("message", "edited_message", "callback_query", "my_chat_member")
_POLL_S: Final = 25
_PATIENCE_S: Final = 40
_FULL: Final = 100
"""Updates of an answer that may not be the last there are."""
_ALBUM_S: Final = 0.4
"""How long to wait for the rest of an album; as long as more comes, again."""
_TRIES: Final = 3
"""How often an update may crash us before it is put aside, so that it does not stop all that follow."""
_AFTER_CRASH_S: Final = 0.5
"""Trouble that passes may be over by then, and customers in other chats hardly notice the wait."""
_ONE_READER: Final = (
    "another program reads this bot's messages: stop it, or give this shop a bot of its own; "
    "a webhook is removed with deleteWebhook"
)


class _Fate(Enum):
    """What became of updates: they are safe, or are to come again for one of two reasons."""

    SAFE = auto()
    CRASHED = auto()
    NOT_STORED = auto()


class Reader(Protocol):
    """What is done with each update."""

    async def read(self, bunch: Sequence[Arrived]) -> None:
        """Handle an update, or those of one album; when this returns, they are safe.

        Raises StorageError when they cannot be stored now.
        """
        ...

    async def put_aside(self, one: Arrived) -> None:
        """Keep what can be kept of an update that cannot be handled. Raises StorageError."""
        ...


@dataclass(kw_only=True, slots=True)
class Polling:
    """Fetches updates for the reader: those of one chat or topic in order, several at once.

    `caught_up` is set when all is safe that was waiting at the start.
    `_safe` and `_crashes` are about updates that Telegram still repeats, by their ids.
    """

    bot: Bot
    reader: Reader
    stopping: asyncio.Event
    caught_up: asyncio.Event
    _offset: int | None = None
    _safe: set[int] = field(default_factory=set)
    _crashes: Counter[int] = field(default_factory=Counter)
    _back_off: BackOff = field(default_factory=BackOff)
    _growing: Counter[str] = field(default_factory=Counter)

    async def run(self) -> None:
        """Poll until the shop stops; a batch under way is finished."""
        try:
            while True:
                batch = await self._fetch()
                if batch is None:
                    continue
                if self._grows(batch):
                    await pause(self.stopping, _ALBUM_S)
                    continue
                fates = await self._handle([one for one in batch if one.update_id not in self._safe])
                self._confirm(batch)
                if _Fate.NOT_STORED in fates:
                    await pause(self.stopping, self._back_off.next())
                    continue
                self._back_off.reset()
                if _Fate.CRASHED in fates:
                    await pause(self.stopping, _AFTER_CRASH_S)
                elif len(batch) < _FULL:
                    self.caught_up.set()
        except Stopped:
            return

    def _grows(self, batch: Sequence[Arrived]) -> bool:
        """Whether an album may not be here whole. Nothing is confirmed, so the next look brings all of it again."""
        seen, self._growing = self._growing, albums_at_end(batch)
        return self._growing != seen and bool(self._growing)

    async def _fetch(self) -> Sequence[Arrived] | None:
        """The next updates, none when nothing came for a while; None after trouble and a pause. Raises Stopped."""
        try:
            return await unless_stopped(self.stopping, self._poll)
        except TelegramRetryAfter as delay:
            await pause(self.stopping, delay.retry_after)
        except TelegramConflictError as error:
            await self._wait_after(error, "poll_conflict", hint=_ONE_READER)
        except (TelegramUnauthorizedError, TelegramNotFound) as error:
            await self._wait_after(error, "poll_refused", hint=REFUSED)
        except AiogramError as error:
            await self._wait_after(error, "poll_failed")
        except Stopped:
            raise
        except Exception:  # the loop's last line of defence: what a library throws here must not stop the shop
            log.exception("poll_crashed")
            await pause(self.stopping, self._back_off.next())
        return None

    async def _poll(self) -> Sequence[Arrived]:
        seconds = _POLL_S if self.caught_up.is_set() else 0
        try:
            updates = await self.bot.get_updates(
                offset=self._offset, timeout=seconds, allowed_updates=list(KINDS), request_timeout=_PATIENCE_S
            )
        except ClientDecodeError as error:
            batch = one_by_one(error, self.bot)
            if batch is None:
                raise
            return batch
        return [arrived(update) for update in updates]

    async def _wait_after(self, error: AiogramError, event: str, **more: str) -> None:
        seconds = self._back_off.next()
        log.warning(event, error=str(error), seconds=seconds, **more)
        await pause(self.stopping, seconds)

    async def _handle(self, fresh: Iterable[Arrived]) -> set[_Fate]:
        """Handle what is not safe yet, as far as it goes; what became of it."""
        lines: dict[object, list[Arrived]] = {}
        for one in fresh:
            lines.setdefault(one.line, []).append(one)
        return set(await asyncio.gather(*(self._in_order(each) for each in lines.values())))

    def _confirm(self, batch: Sequence[Arrived]) -> None:
        """Up to the first that is not safe, nothing is to come again, and nothing need be remembered of it."""
        ids = [one.update_id for one in batch]
        unsafe = next((one for one in ids if one not in self._safe), None)
        if ids:
            self._offset = offset = unsafe if unsafe is not None else ids[-1] + 1
            self._safe = {one for one in self._safe if one >= offset}
            self._crashes = Counter({one: times for one, times in self._crashes.items() if one >= offset})

    async def _in_order(self, updates: Iterable[Arrived]) -> _Fate:
        for bunch in bunches(updates):
            fate = await self._fate_of(bunch)
            if fate is not _Fate.SAFE:
                return fate
            self._safe.update(one.update_id for one in bunch)
        return _Fate.SAFE

    async def _fate_of(self, bunch: Sequence[Arrived]) -> _Fate:
        ids = [one.update_id for one in bunch]
        try:
            if any(one.update is None for one in bunch) or max(self._crashes[one] for one in ids) >= _TRIES:
                for one in bunch:
                    await self.reader.put_aside(one)
            else:
                await self.reader.read(bunch)
        except StorageError as error:
            log.warning("update_not_stored", update=ids[0], error=str(error))
            return _Fate.NOT_STORED
        except Exception:  # the loop's last line of defence: one bad update must not stop all that follow
            self._crashes.update(ids)
            times = max(self._crashes[one] for one in ids)
            log.exception("update_crashed", update=ids[0], times=times)
            # Putting it aside crashed as well: there is nothing left to try.
            return _Fate.SAFE if times > _TRIES else _Fate.CRASHED
        return _Fate.SAFE
