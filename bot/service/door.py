"""The one door in: every channel brings every customer message here, and nowhere else."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

from bot.core.measures import Arrived, unmetered
from bot.core.text import clean, one_line
from bot.service.announcing import message_received

if TYPE_CHECKING:
    from bot.core.conversation import Conversation
    from bot.core.measures import Meter
    from bot.core.messages import Content, Incoming, Media, Peer
    from bot.core.ports import Bell, Clock, Store, UnitOfWork

_MAX_NAME: Final = 80
_MAX_LANGUAGE: Final = 20
_MAX_PRESS: Final = 120
_MAX_MEDIA: Final = 10
_MAX_FILE_NAME: Final = 200
_MAX_ID: Final = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class Door:
    """Stores messages before the platform is told "received"."""

    store: Store
    bell: Bell
    clock: Clock
    meter: Meter = unmetered

    async def receive(self, incoming: Incoming) -> bool:
        """Store the message once; False when it was here before. Returns only when it is safe on disk.

        Raises:
            StoreBusy: it could not be stored; the channel must not confirm it then.
            ValueError: the channel gave an id that no store could find again: empty, too long or unprintable.
        """
        _require_ids(incoming)
        cleaned = replace(incoming, peer=_clean_peer(incoming.peer), content=_clean(incoming.content))
        now = self.clock()

        def use_case(uow: UnitOfWork) -> Conversation | None:
            added = uow.inbox.add(cleaned, now=now)
            if added is not None:
                message_received(uow, added)
            return added

        conversation = await self.store.transact(use_case)
        self.meter(Arrived(channel=incoming.channel, repeated=conversation is None))
        if conversation is None:
            return False
        self.bell.ring("inbox", f"conversation:{conversation.id}")
        if conversation.case_id is not None:
            self.bell.ring("desk")
        return True


def _require_ids(incoming: Incoming) -> None:
    """An id is never repaired: two that become one would mix up two customers, or lose a message as a repeat."""
    ids = {"external_id": incoming.external_id, "peer.id": incoming.peer.id, "account": incoming.account}
    for name, value in ids.items():
        if not value or len(value) > _MAX_ID or not value.isprintable():
            raise ValueError(f"{incoming.channel}: {name} is to be 1 to {_MAX_ID} printable characters: {value[:40]!r}")


def _clean_peer(peer: Peer) -> Peer:
    return replace(peer, name=one_line(peer.name, _MAX_NAME), language=one_line(peer.language, _MAX_LANGUAGE))


def _clean(content: Content) -> Content:
    """Customers offer no buttons, and send a bounded amount of everything."""
    press = one_line(content.press, _MAX_PRESS) if content.press is not None else None
    media = tuple(_clean_media(each) for each in content.media[:_MAX_MEDIA])
    return replace(content, text=clean(content.text), media=media, buttons=(), press=press)


def _clean_media(media: Media) -> Media:
    return replace(media, name=one_line(media.name, _MAX_FILE_NAME))
