"""Reads what a Telegram message carries: text, files to fetch, and what needs no fetching."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final

from aiogram.enums import ContentType
from aiogram.types import Message

from bot.core.messages import Media, MediaKind


@dataclass(frozen=True, slots=True, kw_only=True)
class Attachment:
    """A file that is still at Telegram's. `size` is what Telegram claims, 0 when it does not say."""

    kind: MediaKind
    file_id: str
    size: int = 0
    name: str = ""
    mime: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Written:
    """What somebody wrote or sent. `media` is complete, `attachments` are to be fetched."""

    text: str = ""
    attachments: tuple[Attachment, ...] = ()
    media: tuple[Media, ...] = ()


def read_message(message: Message) -> Written | None:
    """What the message carries; None for a notice of Telegram's own (pinned, topic renamed, ...)."""
    text = message.text or message.caption or ""
    kind = ContentType(message.content_type)
    if kind is ContentType.TEXT:
        return Written(text=text)
    if kind in _FILES:
        return Written(text=text, attachments=(_FILES[kind](message),))
    if kind in _PLAIN:
        return _PLAIN[kind](message)
    if kind in _UNREADABLE:
        return Written(text=text, media=(Media(kind=MediaKind.FILE, name=f"Telegram {kind.value}"),))
    return None


def _photo(message: Message) -> Attachment:
    """The last size is the original, the others are thumbnails."""
    sizes = message.photo or []
    return Attachment(kind=MediaKind.PHOTO, file_id=sizes[-1].file_id, size=sizes[-1].file_size or 0)


def _named(kind: MediaKind, field: str) -> Callable[[Message], Attachment]:
    def read(message: Message) -> Attachment:
        file = getattr(message, field)
        return Attachment(
            kind=kind,
            file_id=file.file_id,
            size=file.file_size or 0,
            name=getattr(file, "file_name", None) or getattr(file, "emoji", None) or "",
            mime=getattr(file, "mime_type", None) or "",
        )

    return read


def _location(message: Message) -> Written:
    """A place; a venue has a name and an address besides."""
    venue = message.venue
    place = venue.location if venue is not None else message.location
    if place is None:
        return Written()
    text = f"{venue.title} {venue.address}".strip() if venue is not None else ""
    media = Media(kind=MediaKind.LOCATION, latitude=place.latitude, longitude=place.longitude)
    return Written(text=text, media=(media,))


def _contact(message: Message) -> Written:
    """A shared contact is an answer to "which phone number?"."""
    return Written(text=message.contact.phone_number if message.contact is not None else "")


_FILES: Final[Mapping[ContentType, Callable[[Message], Attachment]]] = MappingProxyType(
    {
        ContentType.PHOTO: _photo,
        ContentType.VIDEO: _named(MediaKind.VIDEO, "video"),
        ContentType.VIDEO_NOTE: _named(MediaKind.VIDEO, "video_note"),
        ContentType.ANIMATION: _named(MediaKind.VIDEO, "animation"),
        ContentType.VOICE: _named(MediaKind.VOICE, "voice"),
        ContentType.AUDIO: _named(MediaKind.FILE, "audio"),
        ContentType.DOCUMENT: _named(MediaKind.FILE, "document"),
        ContentType.STICKER: _named(MediaKind.STICKER, "sticker"),
    }
)
_PLAIN: Final[Mapping[ContentType, Callable[[Message], Written]]] = MappingProxyType(
    {ContentType.LOCATION: _location, ContentType.VENUE: _location, ContentType.CONTACT: _contact}
)
_UNREADABLE: Final = frozenset(
    {
        ContentType.UNKNOWN,
        ContentType.LIVE_PHOTO,
        ContentType.PAID_MEDIA,
        ContentType.STORY,
        ContentType.CHECKLIST,
        ContentType.DICE,
        ContentType.GAME,
        ContentType.POLL,
        ContentType.INVOICE,
        ContentType.GIVEAWAY,
    }
)
"""A person sent it and it is kept as an attachment without bytes, so that an agent learns of it."""
