"""Topics that the bot made and does not know of: it died, or the answer was lost, before their ids were kept.

Nobody can ask Telegram for the topics of a group, or make one only if it is not there. But Telegram tells of each that
was made, and the name says whose it is. What comes in time is used as if the answer had come; what comes after another
was made is closed with a word, since nothing written there would reach a customer.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

import structlog

from bot.channels.telegram.forum import Forum
from bot.channels.telegram.private import topic_link
from bot.channels.telegram.texts import cut
from bot.channels.telegram.translate import TopicMade
from bot.core.errors import NotFound
from bot.core.messages import Peer
from bot.core.ports import Store, UnitOfWork

log = structlog.get_logger(__name__)

TASKS_PLACE: Final = "tasks"
TASKS_NAME: Final = "📋 任务"
_PEER: Final = 80
"""Of a name, so that the number behind it is never cut off."""
_NAME: Final = re.compile(r".* · (?:顾客 )?([1-9]\d{0,17})", re.DOTALL | re.ASCII)
"""Topics of earlier versions have the number alone, which was taken for that of a case."""
_SURPLUS: Final = "这个话题是多出来的（建立时断了线），在这里写的不会发给顾客。请到这里接待：{link}"


def topic_name(peer: Peer, conversation_id: int) -> str:
    """What the topic of a conversation is called; it stays while cases, with numbers of their own, come and go."""
    return f"{cut(peer.name or f'访客 {peer.id}', _PEER)} · 顾客 {conversation_id}"


def conversation_named(name: str) -> int | None:
    """The conversation whose topic is called so; None when none of ours would be."""
    found = _NAME.fullmatch(name)
    return int(found[1]) if found else None


@dataclass(frozen=True, slots=True, kw_only=True)
class Foundlings:
    """Takes up what Telegram tells of topics that the bot made; one that is known already needs nothing."""

    store: Store
    forum: Forum

    async def found(self, made: TopicMade) -> None:
        """Use the topic where none is known yet, or close it. Raises StorageError."""
        known = await self.store.transact(lambda uow: self._used(uow, made))
        if known is None or known == made.thread_id:
            return
        log.warning("topic_made_twice", thread=made.thread_id, used=known)
        words = _SURPLUS.format(link=topic_link(self.forum.group, known))
        self.forum.soon(lambda group: group.retire(made.thread_id, words))

    def _used(self, uow: UnitOfWork, made: TopicMade) -> int | None:
        """The topic in use for what this one was made for, maybe itself; None when it was made for nothing of ours."""
        if made.name == TASKS_NAME:
            return self._tasks_in(uow, made.thread_id)
        conversation_id = conversation_named(made.name)
        return None if conversation_id is None else self._topic_of(uow, conversation_id, made.thread_id)

    def _tasks_in(self, uow: UnitOfWork, thread_id: int) -> int:
        """The topic of tasks, which is this one when none is known."""
        place = uow.desk_posts.place(TASKS_PLACE)
        if place is not None and place[0] == self.forum.group and place[1] is not None:
            return place[1]
        uow.desk_posts.put_place(TASKS_PLACE, self.forum.group, thread_id)
        return thread_id

    def _topic_of(self, uow: UnitOfWork, conversation_id: int, thread_id: int) -> int | None:
        """The topic of the conversation, which is this one when none is known; None for a conversation of nobody."""
        try:
            uow.conversations.get(conversation_id)
        except NotFound:  # the group served another shop before, or this shop's data was lost
            return None
        link = uow.topics.of_conversation(conversation_id)
        if link is not None and link[0] == self.forum.group:
            return link[1]
        uow.topics.link(conversation_id, self.forum.group, thread_id, None)
        return thread_id
