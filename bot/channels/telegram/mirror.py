"""Keeps the topics of the desk group live: each open case is followed by a task of its own.

The same rings that repaint the web desk wake it, so both views show one case. A topic that cannot be updated is tried
again with growing pauses and holds up nobody else.
"""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Final

import structlog
from aiogram.exceptions import AiogramError

from bot.channels.telegram.group_calls import TopicGone
from bot.channels.telegram.topics import Topics
from bot.channels.telegram.waiting import BackOff, Stopped, pause, ring_or
from bot.core.errors import KefuError
from bot.core.ports import Bell

log = structlog.get_logger(__name__)

_LOOK_ROUND_S: Final = 2.0
_REFRESH_S: Final = 60.0
"""An order on a card may change without a ring, when another process imports it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Mirror:
    """Starts following a conversation when its case opens, and stops when its card has seen the end.

    `gather_s` is how long to wait for the rest of a burst, so that it makes one post.
    """

    topics: Topics
    bell: Bell
    stopping: asyncio.Event
    gather_s: Callable[[], float]
    _followed: set[int] = field(default_factory=set)

    async def run(self) -> None:
        """Follow until the shop stops; updates under way are finished."""
        async with asyncio.TaskGroup() as tasks, self.bell.listen("desk") as rings:
            with contextlib.suppress(Stopped):
                while True:
                    for conversation_id in await self._newly_wanted():
                        self._followed.add(conversation_id)
                        tasks.create_task(self._follow(conversation_id))
                    await ring_or(self.stopping, rings, _LOOK_ROUND_S)

    async def _newly_wanted(self) -> list[int]:
        try:
            wanted = await self.topics.wanted()
        except KefuError as error:
            log.warning("topics_not_listed", error=str(error))
            return []
        return [conversation_id for conversation_id in wanted if conversation_id not in self._followed]

    async def _follow(self, conversation_id: int) -> None:
        try:
            async with self.bell.listen(f"conversation:{conversation_id}") as rings:
                while await self._update(conversation_id):
                    await ring_or(self.stopping, rings, _REFRESH_S)
                    await pause(self.stopping, self.gather_s())
        except Stopped:
            return
        finally:
            self._followed.discard(conversation_id)

    async def _update(self, conversation_id: int) -> bool:
        """Update until it works. Raises Stopped."""
        back_off = BackOff()
        while True:
            try:
                return await self.topics.update(conversation_id)
            except Stopped:
                raise
            except (AiogramError, KefuError, TopicGone) as error:
                log.warning("topic_not_updated", conversation=conversation_id, error=str(error))
            except Exception:  # the loop's last line of defence: one bad topic must not stop the shop
                log.exception("topic_crashed", conversation=conversation_id)
            await pause(self.stopping, back_off.next())
