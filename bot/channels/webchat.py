"""The web widget's way out. The way in is the WebSocket in `bot.web`."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from bot.core.messages import Parcel
    from bot.service.edits import Edit

CHANNEL = "web"


@dataclass(frozen=True, slots=True, kw_only=True)
class WebDeliverer:
    """A widget reads the transcript, live or after a reload; a message is delivered by being marked sent."""

    idempotent: bool = True

    async def deliver(self, parcel: Parcel) -> str:
        """The transcript number, by which every window of the visitor shows the message once."""
        return str(parcel.seq)


async def rewrite(_: Edit) -> None:
    """Nothing is sent: open windows look at the transcript again when the conversation's bell rings."""
