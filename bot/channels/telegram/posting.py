"""Sends one part of a message to a chat or a topic."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any, Final

from aiogram import Bot
from aiogram.types import (
    BufferedInputFile,
    InputMediaDocument,
    InputMediaPhoto,
    InputMediaVideo,
    MediaUnion,
    Message,
)

from bot.channels.telegram.buttons import keyboard
from bot.channels.telegram.parts import Part, sent_as
from bot.core.messages import Media, MediaKind
from bot.service.chat import Chat

_ALBUM_ITEMS: Final[Mapping[MediaKind, type[InputMediaDocument | InputMediaPhoto | InputMediaVideo]]] = (
    MappingProxyType(
        {
            MediaKind.PHOTO: InputMediaPhoto,
            MediaKind.VIDEO: InputMediaVideo,
            MediaKind.FILE: InputMediaDocument,
        }
    )
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Poster:
    """The only place that sends what people wrote: never with a parse mode, so no text can become markup."""

    bot: Bot
    chat: Chat

    async def post(self, part: Part, chat_id: int, thread_id: int | None = None) -> Message:
        """Send it; returns the message, of an album the one that bears the caption.

        Raises:
            AiogramError: it was not sent, or it is not known whether it was.
            NotFound: the bytes of an attachment are gone.
        """
        where: dict[str, Any] = {"chat_id": chat_id, "message_thread_id": thread_id}
        if not part.media:
            return await self.bot.send_message(text=part.text, reply_markup=keyboard(part.buttons), **where)
        if len(part.media) > 1:
            return await self._album(part, where)
        media = part.media[0]
        if media.kind is MediaKind.LOCATION:
            return await self.bot.send_location(
                latitude=media.latitude or 0.0,
                longitude=media.longitude or 0.0,
                reply_markup=keyboard(part.buttons),
                **where,
            )
        return await self._file(media, part, where)

    async def _file(self, media: Media, part: Part, where: dict[str, Any]) -> Message:
        file = await self._input(media)
        shown: dict[str, Any] = {"reply_markup": keyboard(part.buttons), **where}
        caption = part.text or None
        match sent_as(media):
            case MediaKind.PHOTO:
                return await self.bot.send_photo(photo=file, caption=caption, **shown)
            case MediaKind.VIDEO:
                return await self.bot.send_video(video=file, caption=caption, **shown)
            case MediaKind.VOICE:
                return await self.bot.send_voice(voice=file, caption=caption, **shown)
            case MediaKind.STICKER:
                return await self.bot.send_sticker(sticker=file, **shown)
            case _:
                return await self.bot.send_document(document=file, caption=caption, **shown)

    async def _album(self, part: Part, where: dict[str, Any]) -> Message:
        """Photos show the first caption under the album; files show each its own, so there it stands under the last."""
        kinds = [sent_as(media) for media in part.media]
        bearer = len(kinds) - 1 if MediaKind.FILE in kinds else 0
        items: list[MediaUnion] = [
            _ALBUM_ITEMS[kind](media=await self._input(media), caption=part.text or None if number == bearer else None)
            for number, (kind, media) in enumerate(zip(kinds, part.media, strict=True))
        ]
        return (await self.bot.send_media_group(media=items, **where))[bearer]

    async def _input(self, media: Media) -> BufferedInputFile:
        return BufferedInputFile(await self.chat.media(media.key), filename=media.name or media.key)
