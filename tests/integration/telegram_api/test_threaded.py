"""The server in a thread of its own, directed by a test that blocks."""

from __future__ import annotations

import subprocess
import sys

import pytest

from tests.telegram_api import ThreadedBotApi, User

SHOP_BOT = """
import asyncio, sys
from aiogram import Bot
from aiogram.client.session.aiohttp import AiohttpSession
from aiogram.client.telegram import TelegramAPIServer

async def main(url, token):
    async with Bot(token, session=AiohttpSession(api=TelegramAPIServer.from_base(url))) as bot:
        [update] = await bot.get_updates(timeout=20)
        await bot.send_message(update.message.chat.id, "收到:" + update.message.text)

asyncio.run(main(*sys.argv[1:]))
"""


def test_a_bot_in_another_process_talks_to_it_while_the_test_blocks() -> None:
    customer = User(id=5001, first_name="小美")
    with ThreadedBotApi() as telegram:
        telegram.do(lambda api: api.user_says(customer, "在吗"))
        subprocess.run([sys.executable, "-c", SHOP_BOT, telegram.url, telegram.token], check=True, timeout=60)
        [sent] = telegram.wait_for(lambda api: api.sent(customer))
        assert sent["text"] == "收到:在吗"
        assert telegram.do(lambda api: api.violations) == []


def test_what_goes_wrong_inside_is_raised_outside() -> None:
    with ThreadedBotApi() as telegram, pytest.raises(ValueError, match="has no button"):
        telegram.do(_press_nothing)


def test_it_must_be_started_before_use() -> None:
    with pytest.raises(RuntimeError, match="is not running"):
        _ = ThreadedBotApi().url


def _press_nothing(api: object) -> None:
    from tests.telegram_api import BotApiServer

    assert isinstance(api, BotApiServer)
    customer = User(id=5001, first_name="小美")
    message = api.user_says(customer, "在吗")
    api.user_presses(customer, message, "x")
