"""Fixtures for every test that talks to the Bot API server.

A conftest takes them in by name: `from tests.telegram_api.fixtures import bot_api`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from aiogram import Bot
from aiogram.client.session.aiohttp import AiohttpSession
from aiogram.client.telegram import TelegramAPIServer

from .server import BotApiServer

if TYPE_CHECKING:
    from collections.abc import AsyncIterator


class PlainSession(AiohttpSession):
    """Without aiogram's quarter of a second for TLS connections to close: there are none here."""

    async def close(self) -> None:
        if self._session is not None:
            await self._session.close()


@pytest.fixture
async def bot_api() -> AsyncIterator[BotApiServer]:
    """A fresh server. The test fails at its end if a request or an answer broke the contract."""
    async with BotApiServer() as api:
        yield api
        assert not api.violations, "\n".join(api.violations)


@pytest.fixture
async def aiogram_bot(bot_api: BotApiServer) -> AsyncIterator[Bot]:
    """An aiogram bot that takes `bot_api` for Telegram."""
    session = PlainSession(api=TelegramAPIServer.from_base(bot_api.url))
    async with Bot(bot_api.token, session=session) as bot:
        yield bot
