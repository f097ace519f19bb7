"""The server's own tests talk to it with two real clients: aiogram and python-telegram-bot."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
import telegram
from telegram.request import HTTPXRequest

from tests.telegram_api import BotApiServer, Group, Topic, User
from tests.telegram_api.fixtures import aiogram_bot, bot_api

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

__all__ = ["aiogram_bot", "bot_api"]


@pytest.fixture
def customer() -> User:
    return User(id=5001, first_name="小美", username="xiaomei")


@pytest.fixture
def group(bot_api: BotApiServer) -> Group:
    return bot_api.add_group()


@pytest.fixture
def agent(bot_api: BotApiServer, group: Group) -> User:
    return bot_api.add_agent(group, User(id=9001, first_name="阿强"))


@pytest.fixture
def topic(bot_api: BotApiServer, group: Group, agent: User) -> Topic:
    return bot_api.agent_creates_topic(group, agent, "小美 · 退货")


@pytest.fixture
async def other_bot(bot_api: BotApiServer, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[telegram.Bot]:
    monkeypatch.setenv("PTB_TIMEDELTA", "true")  # else it warns that durations will change their type
    request = HTTPXRequest(httpx_kwargs={"trust_env": False})
    base, files = f"{bot_api.url}/bot", f"{bot_api.url}/file/bot"
    async with telegram.Bot(bot_api.token, base_url=base, base_file_url=files, request=request) as bot:
        yield bot
