"""What each update is for: customers' messages go to the door, agents' to the desk, the rest into the log."""

from __future__ import annotations

from dataclasses import dataclass
from typing import assert_never

import structlog

from bot.channels.telegram.arrivals import Arrived, salvaged
from bot.channels.telegram.forum import Forum
from bot.channels.telegram.hands import Hands
from bot.channels.telegram.letters import Letters
from bot.channels.telegram.translate import (
    DeskPost,
    DeskPress,
    Ignored,
    Letter,
    Meaning,
    Standing,
    TopicClosed,
    translate,
)
from bot.core.ports import Clock
from bot.service.door import Door

log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True, kw_only=True)
class DeskGroup:
    """The desk's side of the group, when there is one."""

    forum: Forum
    hands: Hands


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """The reader of `polling.Polling`."""

    account: str
    clock: Clock
    door: Door
    letters: Letters
    group: DeskGroup | None

    async def read(self, one: Arrived) -> None:
        """Handle an update. Raises StorageError when it must come again."""
        if one.update is None:
            return
        group_id = self.group.forum.group if self.group else None
        await self._handle(translate(one.update, account=self.account, desk_group=group_id, now=self.clock()))

    async def put_aside(self, one: Arrived) -> None:
        """Keep of a customer's message what can be read without understanding it; of the rest only a log line."""
        incoming = salvaged(one.raw, account=self.account, now=self.clock())
        if incoming is not None:
            await self.door.receive(incoming)
        log.warning("update_put_aside", update=one.update_id, kept=incoming is not None)

    async def _handle(self, meaning: Meaning) -> None:
        match meaning:
            case Letter():
                await self.letters.receive(meaning)
            case Standing():
                log.info("telegram_standing", private=meaning.private, chat=meaning.chat_id, status=meaning.status)
            case Ignored(group=None):
                log.debug("update_ignored", why=meaning.why)
            case Ignored():
                log.info("update_ignored", why=meaning.why, group=meaning.group)
            case DeskPost() | DeskPress() | TopicClosed():
                if self.group is not None:
                    await self._in_group(self.group, meaning)
            case _:
                assert_never(meaning)

    async def _in_group(self, group: DeskGroup, meaning: DeskPost | DeskPress | TopicClosed) -> None:
        match meaning:
            case DeskPost():
                await group.hands.hear(meaning)
            case DeskPress():
                await group.hands.press(meaning)
            case TopicClosed(thread_id=thread_id, closed=True):
                group.forum.closed.add(thread_id)
            case TopicClosed(thread_id=thread_id):
                group.forum.closed.discard(thread_id)
