"""Fetches attachments from Telegram into the media store."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import structlog
from aiogram import Bot
from aiogram.exceptions import AiogramError, TelegramBadRequest
from aiohttp import ClientError

from bot.channels.telegram.contents import Attachment
from bot.core.errors import MediaRefused
from bot.core.messages import Media
from bot.service.chat import Chat

log = structlog.get_logger(__name__)

DOWNLOAD_LIMIT: Final = 20 * 1024 * 1024
"""Telegram gives bots no larger files (getFile of the Bot API)."""
_TIMEOUT_S: Final = 30
_TRIES: Final = 2


@dataclass(frozen=True, slots=True, kw_only=True)
class Files:
    """Downloads, within Telegram's limits and the shop's."""

    bot: Bot
    chat: Chat

    async def fetch(self, attachment: Attachment) -> Media:
        """The attachment with its bytes kept.

        Raises:
            MediaRefused: too large, of a kind that is not taken, or Telegram does not give it; says so in Chinese.
            StorageError: it cannot be kept now.
        """
        if attachment.size > DOWNLOAD_LIMIT:
            raise MediaRefused(f"文件超过 {DOWNLOAD_LIMIT // 1024 // 1024} MB")
        data = await self._download(attachment)
        named = Media(kind=attachment.kind, name=attachment.name, mime=attachment.mime)
        try:
            return await self.chat.upload(data, named)
        except MediaRefused as refusal:
            log.info("media_refused", kind=attachment.kind, size=len(data), error=str(refusal))
            raise MediaRefused("文件太大，或不是能收的类型") from refusal

    async def fetch_or_name(self, attachment: Attachment) -> Media:
        """As `fetch`, but what cannot be fetched becomes an attachment without bytes whose name says why."""
        try:
            return await self.fetch(attachment)
        except MediaRefused as refusal:
            return Media(
                kind=attachment.kind,
                mime=attachment.mime,
                size=attachment.size,
                name=f"{attachment.name}（没有收下：{refusal}）",
            )

    async def _download(self, attachment: Attachment) -> bytes:
        for attempt in range(1, _TRIES + 1):
            try:
                stream = await self.bot.download(attachment.file_id, timeout=_TIMEOUT_S)
            except TelegramBadRequest as refusal:
                raise MediaRefused("Telegram 不提供这个文件") from refusal
            except (AiogramError, ClientError, TimeoutError) as error:
                log.warning("download_failed", attempt=attempt, kind=attachment.kind, error=type(error).__name__)
                continue
            if stream is not None:
                return stream.read()
        raise MediaRefused("下载失败")
