"""A conversation in a terminal, for maintainers who try their scripts."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from bot.core.messages import Button, Content, Incoming, Media, MediaKind, Parcel, Peer

CHANNEL = "console"
ACCOUNT = "local"
PEER = Peer(id="you", name="")


@dataclass(frozen=True, slots=True, kw_only=True)
class ConsoleDeliverer:
    """Shows what the shop says through `show(author, text, buttons)`."""

    show: Callable[[str, str, tuple[Button, ...]], None]
    idempotent: bool = False

    async def deliver(self, parcel: Parcel) -> str:
        """Print the message."""
        self.show(parcel.author.value, parcel.content.text, parcel.content.buttons)
        return str(parcel.seq)


def incoming(line: str, offered: tuple[Button, ...], *, number: int, now: datetime) -> Incoming:
    """What a typed line means: a photo (`/photo`), a button by its number or title, or plain text."""
    return Incoming(
        channel=CHANNEL,
        account=ACCOUNT,
        external_id=str(number),
        peer=PEER,
        content=_content(line, offered),
        sent_at=now,
    )


def _content(line: str, offered: tuple[Button, ...]) -> Content:
    if line == "/photo":
        return Content(media=(Media(kind=MediaKind.PHOTO, key="console-photo", mime="image/jpeg"),))
    for place, button in enumerate(offered, 1):
        if line in {str(place), button.title}:
            return Content(text=button.title, press=button.value)
    return Content(text=line)
