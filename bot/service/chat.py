"""What a customer's own chat window needs: its history, its uploads, and who the shop says they are."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

from bot.core.text import one_line
from bot.service.outreach import orders_seen

if TYPE_CHECKING:
    from collections.abc import Callable

    from bot.core.messages import Media, Peer, TranscriptEntry
    from bot.core.ports import Clock, MediaStore, Store, UnitOfWork
    from bot.scripts.book import ScriptBook

_LONGEST_NAME: Final = 120


@dataclass(frozen=True, slots=True, kw_only=True)
class Chat:
    """The customer's side of a conversation."""

    store: Store
    files: MediaStore
    clock: Clock
    book: Callable[[], ScriptBook]

    async def history(
        self, channel: str, account: str, peer: Peer, *, after: int = 0
    ) -> tuple[int, tuple[TranscriptEntry, ...]]:
        """The conversation's id, and what the customer may see of it after `after`: own messages and sent ones."""
        known = await self.store.read(lambda uow: uow.conversations.find(channel, account, peer.id))
        if known is None:
            now = self.clock()
            known = await self.store.transact(lambda uow: uow.conversations.of_peer(channel, account, peer, now=now))
        conversation_id = known.id
        entries = await self.store.read(
            lambda uow: uow.transcript.entries(conversation_id, after=after, sent_only=True)
        )
        return conversation_id, tuple(entries)

    async def upload(self, data: bytes, media: Media) -> Media:
        """Keep an attachment, under its name alone: no folders, no direction overrides. Raises MediaRefused."""
        name = one_line(media.name.replace("\\", "/").rpartition("/")[2], _LONGEST_NAME)
        return await self.files.put(data, replace(media, name=name))

    async def media(self, key: str) -> bytes:
        """The bytes of an attachment. Raises NotFound."""
        return await self.files.get(key)

    async def identify(self, channel: str, account: str, peer: Peer, buyer: str) -> None:
        """The shop vouches that this visitor is that buyer: their orders are known from now on."""
        now = self.clock()

        def use_case(uow: UnitOfWork) -> None:
            uow.orders.bind_buyer(channel, account, peer.id, buyer, now=now)
            known = uow.conversations.find(channel, account, peer.id)
            if known is not None:
                orders = uow.orders.of_peer(channel, account, peer.id)
                orders_seen(uow, self.book(), known, orders, now=now)

        await self.store.transact(use_case)
