"""Sends one part of a message to a chat or a topic."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from aiogram import Bot
from aiogram.types import BufferedInputFile, InputMediaPhoto, InputMediaVideo, MediaUnion, Message

from bot.channels.telegram.buttons import keyboard
from bot.channels.telegram.parts import Part, sent_as
from bot.core.messages import Media, MediaKind
from bot.service.chat import Chat


@dataclass(frozen=True, slots=True, kw_only=True)
class Poster:
    """The only place that sends what people wrote: never with a parse mode, so no text can become markup."""

    bot: Bot
    chat: Chat

    async def post(self, part: Part, chat_id: int, thread_id: int | None = None) -> Message:
        """Send it; returns the message, of an album the first.

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
        captions = [part.text or None, *[None] * (len(part.media) - 1)]
        items: list[MediaUnion] = [
            (InputMediaVideo if media.kind is MediaKind.VIDEO else InputMediaPhoto)(
                media=await self._input(media), caption=caption
            )
            for media, caption in zip(part.media, captions, strict=True)
        ]
        messages = await self.bot.send_media_group(media=items, **where)
        return messages[0]

    async def _input(self, media: Media) -> BufferedInputFile:
        return BufferedInputFile(await self.chat.media(media.key), filename=media.name or media.key)
