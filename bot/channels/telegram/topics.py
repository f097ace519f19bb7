"""Brings one topic up to date with its conversation: the card, and the messages not shown yet."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import Final
from zoneinfo import ZoneInfo

import structlog

from bot.channels.telegram.card import CardView, view_of
from bot.channels.telegram.echoes import Echoes
from bot.channels.telegram.fold import folded
from bot.channels.telegram.forum import Forum
from bot.channels.telegram.foundlings import topic_name
from bot.channels.telegram.group_calls import GroupCalls, PostGone, TopicGone
from bot.channels.telegram.lines import posts_of
from bot.channels.telegram.pacing import Lane
from bot.channels.telegram.parts import Part
from bot.channels.telegram.private import topic_link
from bot.channels.telegram.reminders import Reminders
from bot.core.cases import Card
from bot.core.messages import Delivery, TranscriptEntry
from bot.core.ports import Store, UnitOfWork
from bot.core.queue import QueueFilter
from bot.core.roles import Agent
from bot.service.desk import Desk

log = structlog.get_logger(__name__)

REPLAYED: Final = 12
"""How many of the last messages an agent gets to see when a topic is made, or was not followed for a while; an album,
which is a message for each picture, is one of them."""
_MOST_REPLAYED: Final = 16
"""Messages in all, so that a new topic with pictures fits into a minute of what the group takes."""
_FOLLOWED: Final = 1000
"""Open cases whose topics are kept live; a group could not take more calls anyway."""
_OPENING: Final = 3
"""Calls that a new topic takes: to make it, to post its card, to pin that."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """Where a conversation is shown. `card` is the message id of its card, None when there is none to keep up."""

    thread_id: int
    card: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Sight:
    """What is to be shown and where it is shown now.

    `shown` is the last message (seq) that was; `reminded` tells what became of the last private reminder.
    """

    card: Card
    place: Place | None
    shown: int
    reminded: str = ""

    @property
    def conversation_id(self) -> int:
        """The conversation that the topic is about."""
        return self.card.conversation.id

    @property
    def live(self) -> bool:
        """Whether the case still needs its topic."""
        return self.card.case.is_open


@dataclass(kw_only=True, slots=True)
class Topics:
    """One topic per conversation, used again for its later cases; each case gets a card of its own in it."""

    store: Store
    desk: Desk
    forum: Forum
    echoes: Echoes
    zone: ZoneInfo
    reminders: Reminders
    _cards: dict[int, tuple[int, CardView]] = field(default_factory=dict)

    async def wanted(self) -> list[int]:
        """The conversations whose topics are to be followed: with an open case, or a card that must see its end."""

        def query(uow: UnitOfWork) -> list[int]:
            cases = uow.cases.listing(QueueFilter(limit=_FOLLOWED))
            return sorted({case.conversation_id for case in cases} | set(uow.topics.carded()))

        return await self.store.read(query)

    async def update(self, conversation_id: int) -> bool:
        """Show what is new; doing it again changes nothing. False when the conversation needs no following any more.

        What to show is read again when the group's turn has come: what gathered meanwhile goes in the same call.

        Raises:
            AiogramError: the group does not take it now.
            TopicGone: somebody deleted the topic; the next update makes a new one and shows the last messages again.
            Stopped: the shop stops.
        """
        sight = await self._look(conversation_id)
        if sight is None:
            return False
        if sight.place is None and not sight.live:
            await self._let_go(conversation_id)
            return False
        sight = replace(sight, reminded=await self._remind(sight))
        if (work := self._work(sight)) is not None:
            lane, calls = work
            async with self.forum.turn(lane, weight=calls) as group:
                sight = replace(await self._look(conversation_id) or sight, reminded=sight.reminded)
                await self._show(sight, group)
        return sight.live

    async def _remind(self, sight: Sight) -> str:
        """Who cannot be reached in private is called by name in the topic, as soon as there is one."""
        place = sight.place
        if place is None:
            return ""
        link = topic_link(self.forum.group, place.thread_id)

        def call_out(agent: Agent, text: str) -> None:
            self.forum.soon(lambda group: group.call_out(place.thread_id, agent.name, text, whom=agent.telegram_id))

        return await self.reminders.pass_on(sight.card, link=link, call_out=call_out)

    def _work(self, sight: Sight) -> tuple[Lane, int] | None:
        """What the next calls are for and how many they will be; None when all is shown."""
        posts = sum(part.weight for part in self._posts(sight))
        if sight.place is None:
            return Lane.CASE, _OPENING + posts
        if sight.place.card is None and sight.live:
            return Lane.CASE, _OPENING - 1 + posts
        known = self._cards.get(sight.conversation_id)
        changed = sight.place.card is not None and known != self._seen(sight)
        if posts:
            return Lane.MIRROR, posts + changed
        if not changed:
            return None
        return (Lane.CARD if known else Lane.SPARE), 1  # after a start nobody knows what cards show: no haste

    async def _show(self, sight: Sight, group: GroupCalls) -> None:
        try:
            if sight.place is not None:
                await self._bring(sight, sight.place, group)
            elif sight.live:
                await self._bring(sight, await self._create(sight, group), group)
        except TopicGone:
            self._cards.pop(sight.conversation_id, None)
            await self.store.transact(lambda uow: uow.topics.forget(sight.conversation_id))
            raise

    async def _look(self, conversation_id: int) -> Sight | None:
        def query(uow: UnitOfWork) -> tuple[int | None, tuple[int, int, int | None] | None, int]:
            conversation, cases = uow.conversations.get(conversation_id), uow.cases.of_conversation(conversation_id)
            case_id = conversation.case_id or (cases[0].id if cases else None)
            return case_id, uow.topics.of_conversation(conversation_id), uow.topics.shown(conversation_id)

        async with self.echoes.lock:
            case_id, link, shown = await self.store.read(query)
            if case_id is None:
                return None
            card = await self.desk.card(case_id)
        if link is None or link[0] != self.forum.group:
            return Sight(card=card, place=None, shown=0)
        return Sight(card=card, place=Place(thread_id=link[1], card=link[2]), shown=shown)

    async def _create(self, sight: Sight, group: GroupCalls) -> Place:
        name = topic_name(sight.card.conversation.peer, sight.conversation_id)
        place = Place(thread_id=await group.create(name))
        await self._link(sight, place)
        return place

    async def _bring(self, sight: Sight, place: Place, group: GroupCalls) -> None:
        place = await self._retire_older_card(sight, place, group)
        if place.card is None and sight.live:
            place = await self._post_card(sight, place, group)
        await self._show_messages(sight, place, group)
        if place.card is not None:
            place = await self._edit_card(sight, place, group)
        if not sight.live and place.card is not None:
            await self._link(sight, replace(place, card=None))
            self._cards.pop(sight.conversation_id, None)

    async def _retire_older_card(self, sight: Sight, place: Place, group: GroupCalls) -> Place:
        """The card of a case that ended while a new one was opened shows its end and stays as it is."""
        known = self._cards.get(sight.conversation_id)
        if place.card is None or known is None or known[0] == sight.card.case.id:
            return place
        older = replace(sight, card=await self.desk.card(known[0]))
        await self._edit_card(older, place, group)
        return replace(place, card=None)

    async def _post_card(self, sight: Sight, place: Place, group: GroupCalls) -> Place:
        seen = self._seen(sight)
        place = replace(place, card=await group.post_card(place.thread_id, seen[1]))
        await self._link(sight, place)
        self._cards[sight.conversation_id] = seen
        return place

    async def _edit_card(self, sight: Sight, place: Place, group: GroupCalls) -> Place:
        seen = self._seen(sight)
        if place.card is None or self._cards.get(sight.conversation_id) == seen:
            return place
        try:
            await group.edit_view(place.card, seen[1])
        except PostGone:
            return await self._post_card(sight, place, group)
        self._cards[sight.conversation_id] = seen
        return place

    def _seen(self, sight: Sight) -> tuple[int, CardView]:
        return sight.card.case.id, view_of(sight.card, self.zone, reminded=sight.reminded)

    async def _show_messages(self, sight: Sight, place: Place, group: GroupCalls) -> None:
        last = max((entry.seq for entry in sight.card.entries), default=0)
        for part in self._posts(sight):
            await group.post(place.thread_id, part)
        if last > sight.shown:
            await self.store.transact(lambda uow: uow.topics.mark_shown(sight.conversation_id, last))
            self.echoes.own.difference_update([entry.seq for entry in sight.card.entries])

    def _posts(self, sight: Sight) -> Sequence[Part]:
        """What is still to be shown, as one post where Telegram allows; what the card holds folded is not news.

        What an agent wrote in a topic is not shown there again, but in the next one when that was deleted.
        """
        begin = max((entry.seq for entry in folded(sight.card)), default=0)
        news = [
            entry
            for entry in sight.card.entries
            if entry.seq > max(sight.shown, begin)
            and (entry.seq not in self.echoes.own or not sight.shown)
            and entry.delivery is not Delivery.DROPPED
        ]
        last = _last(news)
        return posts_of(last, earlier=len(news) > len(last)) if news else ()

    async def _let_go(self, conversation_id: int) -> None:
        """The case is over and its card cannot be reached any more: stop trying to."""

        def use_case(uow: UnitOfWork) -> None:
            link = uow.topics.of_conversation(conversation_id)
            if link is not None:
                uow.topics.link(conversation_id, link[0], link[1], None)

        await self.store.transact(use_case)

    async def _link(self, sight: Sight, place: Place) -> None:
        await self.store.transact(
            lambda uow: uow.topics.link(sight.conversation_id, self.forum.group, place.thread_id, place.card)
        )


def _last(news: Sequence[TranscriptEntry]) -> Sequence[TranscriptEntry]:
    """The last messages, oldest first; pictures without words belong to what their author sent before them."""
    begins = [
        at
        for at, entry in enumerate(news)
        if at == 0 or entry.author is not news[at - 1].author or entry.content.text or not news[at - 1].content.media
    ]
    begin = begins[-REPLAYED] if len(begins) >= REPLAYED else 0
    return news[max(begin, len(news) - _MOST_REPLAYED) :]
