"""What each update is for: customers' messages go to the door, agents' to the desk, the rest into the log."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final, TypeAlias, assert_never

import structlog

from bot.channels.telegram.arrivals import Arrived, salvaged
from bot.channels.telegram.forum import Forum
from bot.channels.telegram.foundlings import Foundlings
from bot.channels.telegram.hands import Hands
from bot.channels.telegram.letters import Letters
from bot.channels.telegram.presses import Presses
from bot.channels.telegram.private import Private
from bot.channels.telegram.translate import (
    DeskPost,
    DeskPress,
    GroupMoved,
    Ignored,
    Letter,
    Meaning,
    Standing,
    TopicClosed,
    TopicMade,
    one_post,
    translate,
)
from bot.core.ports import Clock
from bot.service.door import Door

_PUT_ASIDE: Final = "程序出错，这一步没有办完（已写进日志）。请在网页客服台看看结果，需要的话在那里再办一次。"

_InGroup: TypeAlias = DeskPost | DeskPress | TopicClosed | TopicMade | GroupMoved

log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True, kw_only=True)
class DeskGroup:
    """The desk's side of the group, when there is one."""

    forum: Forum
    foundlings: Foundlings
    hands: Hands
    presses: Presses


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """The reader of `polling.Polling`."""

    account: str
    clock: Clock
    door: Door
    letters: Letters
    private: Private
    group: DeskGroup | None

    async def read(self, bunch: Sequence[Arrived]) -> None:
        """Handle an update, or an album of the desk group at once. Raises StorageError when they must come again."""
        group_id = self.group.forum.group if self.group else None
        meanings = [
            translate(one.update, account=self.account, desk_group=group_id, now=self.clock())
            for one in bunch
            if one.update is not None
        ]
        posts = [meaning for meaning in meanings if isinstance(meaning, DeskPost)]
        if len(posts) > 1 and len(posts) == len(meanings):
            meanings = [one_post(posts)]
        for meaning in meanings:
            await self._handle(meaning)

    async def put_aside(self, one: Arrived) -> None:
        """Keep of a customer's message what can be read without understanding it; an agent is told to look."""
        incoming = salvaged(one.raw, account=self.account, now=self.clock())
        if incoming is not None:
            await self.door.receive(incoming)
        elif self.group is not None and one.line[0] == self.group.forum.group:
            self._tell(self.group.forum, one)
        log.warning("update_put_aside", update=one.update_id, kept=incoming is not None)

    def _tell(self, forum: Forum, one: Arrived) -> None:
        thread_id, message_id = one.message.get("message_thread_id"), one.message["message_id"]
        forum.soon(lambda group: group.say(thread_id, _PUT_ASIDE, reply_to=message_id))

    async def _handle(self, meaning: Meaning) -> None:
        match meaning:
            case Letter():
                await self._letter(meaning)
            case Standing():
                await self._standing(meaning)
            case Ignored(group=None):
                log.debug("update_ignored", why=meaning.why)
            case Ignored():
                log.info("update_ignored", why=meaning.why, group=meaning.group)
            case DeskPost() | DeskPress() | TopicClosed() | TopicMade() | GroupMoved():
                if self.group is not None:
                    await self._in_group(self.group, meaning)
            case _:
                assert_never(meaning)

    async def _letter(self, letter: Letter) -> None:
        if letter.command and await self.private.hear(letter):
            return
        await self.letters.receive(letter)

    async def _standing(self, standing: Standing) -> None:
        log.info("telegram_standing", private=standing.private, chat=standing.chat_id, status=standing.status)
        if standing.private:
            await self.letters.stand(standing)

    async def _in_group(self, group: DeskGroup, meaning: _InGroup) -> None:
        match meaning:
            case DeskPost():
                await group.hands.hear(meaning)
            case DeskPress():
                await group.presses.press(meaning)
            case GroupMoved():
                await group.forum.moved(meaning.group)
            case TopicMade():
                await group.foundlings.found(meaning)
            case TopicClosed(thread_id=thread_id, closed=True):
                group.forum.closed.add(thread_id)
            case TopicClosed(thread_id=thread_id):
                group.forum.closed.discard(thread_id)
