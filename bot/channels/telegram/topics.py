"""Brings one topic up to date with its conversation: the card, and the messages not shown yet."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import Final
from zoneinfo import ZoneInfo

import structlog

from bot.channels.telegram.card import CardView, view_of
from bot.channels.telegram.echoes import Echoes
from bot.channels.telegram.forum import CardGone, Forum, TopicGone
from bot.channels.telegram.lines import post_of
from bot.channels.telegram.parts import parts
from bot.core.cases import Card, CaseStatus
from bot.core.messages import Delivery, TranscriptEntry
from bot.core.ports import Store, UnitOfWork
from bot.service.desk import Desk

log = structlog.get_logger(__name__)

REPLAYED: Final = 12
"""How many of the last messages an agent gets to see when a topic is made, or was not followed for a while."""
_OPEN: Final = frozenset({CaseStatus.WAITING, CaseStatus.TAKEN})


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """Where a conversation is shown. `card` is the message id of its card, None when there is none to keep up."""

    thread_id: int
    card: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Sight:
    """What is to be shown and where it is shown now; `shown` is the last message (seq) that was."""

    card: Card
    place: Place | None
    shown: int

    @property
    def conversation_id(self) -> int:
        """The conversation that the topic is about."""
        return self.card.conversation.id

    @property
    def live(self) -> bool:
        """Whether the case still needs its topic."""
        return self.card.case.status in _OPEN


@dataclass(kw_only=True, slots=True)
class Topics:
    """One topic per conversation, used again for its later cases; each case gets a card of its own in it."""

    store: Store
    desk: Desk
    forum: Forum
    echoes: Echoes
    zone: ZoneInfo
    _cards: dict[int, tuple[int, CardView]] = field(default_factory=dict)

    async def wanted(self) -> list[int]:
        """The conversations whose topics are to be followed: with an open case, or a card that must see its end."""

        def query(uow: UnitOfWork) -> list[int]:
            cases = uow.cases.listing(sorted(_OPEN), limit=1000)
            return sorted({case.conversation_id for case in cases} | set(uow.topics.carded()))

        return await self.store.read(query)

    async def update(self, conversation_id: int) -> bool:
        """Show what is new; doing it again changes nothing. False when the conversation needs no following any more.

        Raises:
            AiogramError: the group does not take it now.
        """
        sight = await self._look(conversation_id)
        if sight is None:
            return False
        try:
            if sight.place is not None:
                await self._bring(sight, sight.place)
            elif sight.live:
                await self._bring(sight, await self._create(sight))
            else:
                await self._let_go(conversation_id)
        except TopicGone:
            log.warning("topic_gone", conversation=conversation_id)
            await self._begin_again(sight)
        return sight.live

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
        here = link is not None and link[0] == self.forum.group
        return Sight(card=card, place=Place(thread_id=link[1], card=link[2]) if link and here else None, shown=shown)

    async def _begin_again(self, sight: Sight) -> None:
        """A new topic in place of the lost one, with the last messages once more."""
        self._cards.pop(sight.conversation_id, None)
        if sight.live:
            await self._bring(replace(sight, shown=0), await self._create(sight))
        else:
            await self._let_go(sight.conversation_id)

    async def _create(self, sight: Sight) -> Place:
        peer = sight.card.conversation.peer
        thread_id = await self.forum.create(f"{peer.name or f'访客 {peer.id}'} · {sight.conversation_id}")
        place = Place(thread_id=thread_id)
        await self._link(sight, place)
        return place

    async def _bring(self, sight: Sight, place: Place) -> None:
        place = await self._retire_older_card(sight, place)
        if place.card is None and sight.live:
            place = await self._post_card(sight, place)
        await self._show_messages(sight, place)
        if place.card is not None:
            place = await self._edit_card(sight, place)
        if not sight.live and place.card is not None:
            await self._link(sight, replace(place, card=None))
            self._cards.pop(sight.conversation_id, None)

    async def _retire_older_card(self, sight: Sight, place: Place) -> Place:
        """The card of a case that ended while a new one was opened shows its end and stays as it is."""
        known = self._cards.get(sight.conversation_id)
        if place.card is None or known is None or known[0] == sight.card.case.id:
            return place
        older = replace(sight, card=await self.desk.card(known[0]))
        await self._edit_card(older, place)
        return replace(place, card=None)

    async def _post_card(self, sight: Sight, place: Place) -> Place:
        view = view_of(sight.card, self.zone)
        place = replace(place, card=await self.forum.post_card(place.thread_id, view))
        await self._link(sight, place)
        self._cards[sight.conversation_id] = (sight.card.case.id, view)
        return place

    async def _edit_card(self, sight: Sight, place: Place) -> Place:
        view = view_of(sight.card, self.zone)
        seen = (sight.card.case.id, view)
        if place.card is None or self._cards.get(sight.conversation_id) == seen:
            return place
        try:
            await self.forum.edit_card(place.card, view)
        except CardGone:
            return await self._post_card(sight, place)
        self._cards[sight.conversation_id] = seen
        return place

    async def _show_messages(self, sight: Sight, place: Place) -> None:
        """What one burst brought goes in one post."""
        last = max((entry.seq for entry in sight.card.entries), default=0)
        pending = [entry for entry in sight.card.entries if entry.seq > sight.shown and self._is_news(entry)]
        if pending:
            content = post_of(pending[-REPLAYED:], earlier=len(pending) > REPLAYED)
            for part in parts(content):
                await self.forum.post(place.thread_id, part)
        if last > sight.shown:
            await self.store.transact(lambda uow: uow.topics.mark_shown(sight.conversation_id, last))
            self.echoes.own.difference_update([entry.seq for entry in sight.card.entries])

    def _is_news(self, entry: TranscriptEntry) -> bool:
        return entry.seq not in self.echoes.own and entry.delivery is not Delivery.DROPPED

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
