"""The one door in: every channel brings every customer message here, and nowhere else."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

from bot.core.text import clean

if TYPE_CHECKING:
    from bot.core.messages import Content, Incoming
    from bot.core.ports import Bell, Clock, Store

_MAX_NAME: Final = 80
_MAX_PRESS: Final = 120
_MAX_MEDIA: Final = 10


@dataclass(frozen=True, slots=True, kw_only=True)
class Door:
    """Stores messages before the platform is told "received"."""

    store: Store
    bell: Bell
    clock: Clock

    async def receive(self, incoming: Incoming) -> bool:
        """Store the message once; False when it was here before. Returns only when it is safe on disk.

        Raises StoreBusy when it could not be stored: the channel must not confirm it then.
        """
        cleaned = replace(
            incoming,
            peer=replace(incoming.peer, name=clean(incoming.peer.name, _MAX_NAME)),
            content=_clean(incoming.content),
        )
        now = self.clock()
        conversation = await self.store.transact(lambda uow: uow.inbox.add(cleaned, now=now))
        if conversation is None:
            return False
        self.bell.ring("inbox", f"conversation:{conversation.id}")
        if conversation.case_id is not None:
            self.bell.ring("desk")
        return True


def _clean(content: Content) -> Content:
    """Customers offer no buttons, and send a bounded amount of everything."""
    press = clean(content.press, _MAX_PRESS) if content.press is not None else None
    return replace(content, text=clean(content.text), media=content.media[:_MAX_MEDIA], buttons=(), press=press)
