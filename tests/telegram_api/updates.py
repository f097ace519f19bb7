"""The queue of updates: one reader at a time, kept until confirmed by an offset, filtered by kind when they arise."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

from .wire import ApiError, Json

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

FIRST_UPDATE_ID = 710_000_001
NOT_BY_DEFAULT = frozenset({"chat_member", "message_reaction", "message_reaction_count"})


class UpdateQueue:
    """What the bot has not yet confirmed, in order of arrival."""

    def __init__(self, *, on_change: Callable[[], None]) -> None:
        self.pending: list[Json] = []
        self.allowed: list[str] = []
        self._next_id = FIRST_UPDATE_ID
        self._on_change = on_change
        self._poll: asyncio.Future[None] | None = None
        self._refused_by: str | None = None

    @property
    def is_polled(self) -> bool:
        """Whether a reader is waiting right now."""
        return self._poll is not None and not self._poll.done()

    def put(self, kind: str, payload: Json) -> Json | None:
        """Queue one update and wake the reader; None when the bot did not ask for this kind."""
        if kind not in self.allowed if self.allowed else kind in NOT_BY_DEFAULT:
            return None
        update = {"update_id": self._next_id, kind: payload}
        self._next_id += 1
        self.pending.append(update)
        if self._poll is not None and self.is_polled:
            self._poll.set_result(None)
        self._on_change()
        return update

    def allow(self, kinds: Sequence[str] | None) -> None:
        """Set the wanted kinds; None leaves them, an empty list means the default set."""
        if kinds is not None:
            self.allowed = list(kinds)

    def confirm(self, offset: int) -> None:
        """Forget all before `offset`; a negative one keeps only that many of the newest."""
        if offset < 0:
            self.pending = self.pending[offset:]
        elif offset > 0:
            self.pending = [update for update in self.pending if update["update_id"] >= offset]
        self._on_change()

    def refuse_polls(self, reason: str | None) -> None:
        """While a webhook is set, nobody may poll; the waiting reader is told so."""
        self._refused_by = reason
        if reason is not None:
            self._terminate("terminated by setWebhook request")

    async def poll(self, *, offset: int, limit: int, timeout_s: float) -> list[Json]:
        """Long polling: answers at once when something waits, else after the first update or `timeout_s`.

        Raises:
            ApiError: 409 when a webhook is set, or (for the one that waited) when a second reader comes.
        """
        if self._refused_by is not None:
            raise ApiError(409, self._refused_by)
        self._terminate("terminated by other getUpdates request; make sure that only one bot instance is running")
        self.confirm(offset)
        if not self.pending and timeout_s > 0:
            await self._wait(timeout_s)
        return self.pending[:limit]

    def close(self) -> None:
        """Let the waiting reader go with an empty answer, for the server is about to stop."""
        if self._poll is not None and self.is_polled:
            self._poll.set_result(None)

    async def _wait(self, timeout_s: float) -> None:
        mine = asyncio.get_running_loop().create_future()
        self._poll = mine
        self._on_change()
        try:
            async with asyncio.timeout(timeout_s):
                await mine
        except TimeoutError:
            pass  # an empty answer is how a long poll ends when nothing happened
        finally:
            if self._poll is mine:
                self._poll = None

    def _terminate(self, reason: str) -> None:
        if self._poll is not None and self.is_polled:
            self._poll.set_exception(ApiError(409, reason))
