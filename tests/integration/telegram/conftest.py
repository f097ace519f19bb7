"""The channel's parts against the Bot API server, without a shop around them."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from itertools import count

import pytest
from aiogram import Bot

from bot.channels.telegram.delivery import TelegramDeliverer
from bot.channels.telegram.governor import Governor
from bot.channels.telegram.posting import Poster
from bot.channels.telegram.session import open_bot
from bot.core.messages import Author, Content, Parcel
from bot.scripts.book import ScriptBook
from bot.service.chat import Chat
from bot.storage import MemoryMediaStore, MemoryStore
from tests.telegram_api import BotApiServer, User
from tests.telegram_api.fixtures import bot_api

__all__ = ["bot_api"]

CUSTOMER = User(id=5001, first_name="小美")
NUMBERS = count(1)


class Hour:
    """A clock that moves when told, and parcels for it."""

    def __init__(self) -> None:
        self.now = datetime(2026, 3, 2, tzinfo=UTC)

    def __call__(self) -> datetime:
        return self.now

    def later(self, seconds: float) -> None:
        self.now += timedelta(seconds=seconds)

    def parcel(self, content: Content, *, to: int = CUSTOMER.id) -> Parcel:
        return Parcel(
            seq=next(NUMBERS),
            conversation_id=1,
            channel="telegram",
            account="7100000001",
            peer_id=str(to),
            author=Author.AGENT,
            content=content,
            created_at=self.now,
        )


@pytest.fixture
def clock() -> Hour:
    return Hour()


@pytest.fixture
def chat(clock: Hour) -> Chat:
    book = ScriptBook(default_language="zh", packs={}, shop={}, products={})
    return Chat(store=MemoryStore(), files=MemoryMediaStore(max_bytes=1_000_000), clock=clock, book=lambda: book)


@pytest.fixture
async def bot(bot_api: BotApiServer) -> AsyncIterator[Bot]:
    bot_api.user_says(CUSTOMER, "在吗")
    made = open_bot(bot_api.token, bot_api.url)
    yield made
    await made.session.close()


@pytest.fixture
def deliverer(bot: Bot, chat: Chat, clock: Hour) -> TelegramDeliverer:
    return TelegramDeliverer(poster=Poster(bot=bot, chat=chat), governor=Governor(clock=clock))
