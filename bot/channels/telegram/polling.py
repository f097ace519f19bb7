"""The way in: our own long polling, which tells Telegram "received" only after everything is stored.

aiogram's dispatcher confirms updates whose handlers are still running; a crash then loses them. Here the offset moves
when a whole batch is safe. Until then Telegram repeats it, and what was stored before is recognised.
"""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
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
_ALBUM_S: Final = 0.4
"""How long to wait for the rest of an album; as long as more comes, again."""
_TRIES: Final = 3
"""How often an update may crash us before it is put aside, so that it does not stop all that follow."""
_ONE_READER: Final = (
    "another program reads this bot's messages: stop it, or give this shop a bot of its own; "
    "a webhook is removed with deleteWebhook"
)


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
    """Fetches updates for the reader: those of one chat in order, several chats at once."""

    bot: Bot
    reader: Reader
    stopping: asyncio.Event
    _offset: int | None = None
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
                if not await self._all_safe(batch):
                    await pause(self.stopping, self._back_off.next())
                    continue
                self._back_off.reset()
                if batch:
                    self._offset = batch[-1].update_id + 1
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
        try:
            updates = await self.bot.get_updates(
                offset=self._offset, timeout=_POLL_S, allowed_updates=list(KINDS), request_timeout=_PATIENCE_S
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

    async def _all_safe(self, batch: Iterable[Arrived]) -> bool:
        """Handle a batch. False when any of it must come again."""
        chats: dict[object, list[Arrived]] = {}
        for one in batch:
            chats.setdefault(one.chat, []).append(one)
        return all(await asyncio.gather(*(self._in_order(each) for each in chats.values())))

    async def _in_order(self, updates: Iterable[Arrived]) -> bool:
        for bunch in bunches(updates):
            if not await self._is_safe(bunch):
                return False
        return True

    async def _is_safe(self, bunch: Sequence[Arrived]) -> bool:
        first = bunch[0].update_id
        try:
            if any(one.update is None for one in bunch) or self._crashes[first] >= _TRIES:
                for one in bunch:
                    await self.reader.put_aside(one)
            else:
                await self.reader.read(bunch)
        except StorageError as error:
            log.warning("update_not_stored", update=first, error=str(error))
            return False
        except Exception:  # the loop's last line of defence: one bad update must not stop all that follow
            self._crashes[first] += 1
            log.exception("update_crashed", update=first, times=self._crashes[first])
            # Putting it aside crashed as well: there is nothing left to try.
            return self._crashes[first] > _TRIES
        self._crashes.pop(first, None)
        return True
