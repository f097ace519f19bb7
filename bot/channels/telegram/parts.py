"""What one message of ours becomes on Telegram: texts, single files and albums, in order."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from bot.channels.telegram.texts import CAPTION_LIMIT, split, units
from bot.core.messages import Button, Content, Media, MediaKind

_ALBUM_SIZE: Final = 10
_SEEN: Final = frozenset({MediaKind.PHOTO, MediaKind.VIDEO})
_PHOTO_TYPES: Final = frozenset({"image/jpeg", "image/png"})
_PHOTO_LIMIT: Final = 10 * 1024 * 1024
_WITHOUT_CAPTION: Final = frozenset({MediaKind.STICKER, MediaKind.LOCATION})


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """One call to Telegram: a text, a file or place (its caption is `text`), or an album of two to ten."""

    text: str = ""
    media: tuple[Media, ...] = ()
    buttons: tuple[Button, ...] = ()

    @property
    def weight(self) -> int:
        """How many messages Telegram counts: an album is one for each item."""
        return max(1, len(self.media))


def parts(content: Content) -> list[Part]:
    """The calls that show this content. Attachments without bytes are left out: there is nothing to send.

    A short text is the caption of the last attachment; a longer one follows in texts of its own. Buttons stand under
    the last text, since an album can have none.
    """
    groups = _groups(content.media)
    if not groups:
        return _texts(content)
    if _can_carry(groups[-1], content):
        return [*(Part(media=group) for group in groups[:-1]), _captioned(groups[-1], content)]
    return [*(Part(media=group) for group in groups), *_texts(content)]


def sent_as(media: Media) -> MediaKind:
    """Telegram takes small JPEG and PNG pictures as photos; others keep their quality, or move, as files."""
    if media.kind is MediaKind.PHOTO and (media.mime not in _PHOTO_TYPES or media.size > _PHOTO_LIMIT):
        return MediaKind.FILE
    return media.kind


def _texts(content: Content) -> list[Part]:
    pieces = split(content.text)
    ends = [()] * (len(pieces) - 1) + [content.buttons]
    return [Part(text=piece, buttons=buttons) for piece, buttons in zip(pieces, ends, strict=True)] if pieces else []


def _captioned(group: tuple[Media, ...], content: Content) -> Part:
    return Part(text=content.text, media=group, buttons=content.buttons)


def _can_carry(group: tuple[Media, ...], content: Content) -> bool:
    if content.buttons and len(group) > 1:
        return False
    return group[-1].kind not in _WITHOUT_CAPTION and units(content.text) <= CAPTION_LIMIT


def _groups(media: tuple[Media, ...]) -> list[tuple[Media, ...]]:
    """Neighbours that fit into one album together, all else alone; the order stays."""
    groups: list[tuple[Media, ...]] = []
    for one in media:
        if not one.key and one.kind is not MediaKind.LOCATION:
            continue
        last = groups[-1] if groups else ()
        if last and len(last) < _ALBUM_SIZE and _share_an_album(last[-1], one):
            groups[-1] = (*last, one)
        else:
            groups.append((one,))
    return groups


def _share_an_album(one: Media, other: Media) -> bool:
    """Telegram takes photos and videos mixed, or files alone; a moving picture would stand still among files."""
    return {sent_as(one), sent_as(other)} <= _SEEN or one.kind is other.kind is MediaKind.FILE
