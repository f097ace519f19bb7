"""The desk group: who may post to it when, and what is known of it."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Final, TypeAlias

import structlog
from aiogram import Bot
from aiogram.exceptions import AiogramError
from aiogram.types import BotCommandScopeChat

from bot.channels.telegram.commands import COMMANDS
from bot.channels.telegram.governor import Governor
from bot.channels.telegram.group_calls import GroupCalls, TopicGone
from bot.channels.telegram.pacing import Lane
from bot.channels.telegram.posting import Poster
from bot.channels.telegram.waiting import Stopped, unless_stopped
from bot.core.errors import KefuError
from bot.core.ports import Store

_GATHER_S: Final = 0.8
_LONGEST_GATHER_S: Final = 4.0
_CATCH_UP_S: Final = 10.0
_SCARCE: Final = 0.4
"""Share of a group's minute from which on calls are saved."""

log = structlog.get_logger(__name__)


Errand: TypeAlias = Callable[[GroupCalls], Awaitable[None]]
"""One call to the group that an agent waits for."""


@dataclass(slots=True, kw_only=True)
class Forum:
    """The group that is `configured`; `group` is where it is now. `closed` are topics that people closed.

    `caught_up` is set once all is handled that Telegram told while the shop was away.
    """

    bot: Bot
    poster: Poster
    governor: Governor
    store: Store
    configured: int
    group: int
    stopping: asyncio.Event
    closed: set[int] = field(default_factory=set)
    caught_up: asyncio.Event = field(default_factory=asyncio.Event)
    _soon: asyncio.Queue[Errand] = field(default_factory=asyncio.Queue)

    @asynccontextmanager
    async def turn(self, lane: Lane, *, weight: int = 1) -> AsyncIterator[GroupCalls]:
        """Calls to the group, when its turn has come; nobody else calls it meanwhile. Raises Stopped.

        `weight` is how many calls are likely: the turn comes when there is room for them all.
        """
        group = self.group
        turn = await unless_stopped(self.stopping, lambda: self.governor.enter(group, lane, weight=weight))
        try:
            yield GroupCalls(forum=self, turn=turn, group=group)
        finally:
            turn.leave()

    async def when_caught_up(self) -> None:
        """Wait for that, but not for ever: a topic made before a crash may be among the news. Raises Stopped."""
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(_CATCH_UP_S):
                await unless_stopped(self.stopping, self.caught_up.wait)

    @property
    def gather_s(self) -> float:
        """How long to wait for the rest of a burst, so that it makes one post: longer as calls become scarce."""
        scarce = min(self.governor.share(self.group) / _SCARCE, 1.0)
        return _GATHER_S + (_LONGEST_GATHER_S - _GATHER_S) * scarce

    async def moved(self, group: int) -> None:
        """The group has another id from now on; remembered, since nobody may change config.yaml for a while."""
        if group != self.group:
            self.group = group
            await self.store.transact(lambda uow: uow.desk_posts.put_place(_name(self.configured), group, None))
            # As it is told: masking takes long numbers in a sentence for a customer's, and this one must be copied.
            log.warning(
                "desk_group_moved", desk_group=group, hint="put this id into telegram.desk_group of config.yaml"
            )

    def soon(self, errand: Errand) -> None:
        """Something that an agent waits for: done next, and the caller does not wait for the group."""
        self._soon.put_nowait(errand)

    async def run(self) -> None:
        """Introduce the commands, then run errands until the shop stops."""
        with contextlib.suppress(Stopped):
            await self._introduce()
            while True:
                await self._go(await unless_stopped(self.stopping, self._soon.get))

    async def _introduce(self) -> None:
        scope = BotCommandScopeChat(chat_id=self.group)
        try:
            await unless_stopped(self.stopping, lambda: self.bot.set_my_commands(list(COMMANDS), scope=scope))
        except AiogramError as error:
            log.warning("desk_commands_not_set", error=str(error))

    async def _go(self, errand: Errand) -> None:
        try:
            async with self.turn(Lane.ANSWER) as group:
                await errand(group)
        except (AiogramError, KefuError, TopicGone) as error:
            log.warning("desk_errand_not_done", error=str(error))
        except Stopped:
            raise
        except Exception:  # the loop's last line of defence: one bad errand must not end the desk
            log.exception("desk_errand_crashed")


async def group_now(store: Store, configured: int) -> int:
    """The id that the configured group has by now."""
    place = await store.read(lambda uow: uow.desk_posts.place(_name(configured)))
    return configured if place is None else place[0]


def _name(configured: int) -> str:
    return f"group:{configured}"
