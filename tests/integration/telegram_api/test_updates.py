"""Polling: order, confirmation, waiting, kinds, one reader at a time."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

import aiohttp
import pytest
from aiogram import Dispatcher
from aiogram.exceptions import TelegramConflictError
from aiogram.types import Message

if TYPE_CHECKING:
    from aiogram import Bot

    from tests.telegram_api import BotApiServer, User


async def test_updates_come_in_order_and_stay_until_an_offset_confirms_them(
    bot_api: BotApiServer, aiogram_bot: Bot, customer: User
) -> None:
    for text in ("在吗", "想退货", "人呢"):
        bot_api.user_says(customer, text)
    first = await aiogram_bot.get_updates()
    again = await aiogram_bot.get_updates()
    assert [update.message.text for update in first if update.message] == ["在吗", "想退货", "人呢"]
    assert [update.update_id for update in again] == [update.update_id for update in first]
    rest = await aiogram_bot.get_updates(offset=first[1].update_id)
    assert [update.update_id for update in rest] == [update.update_id for update in first[1:]]
    assert await aiogram_bot.get_updates(offset=first[2].update_id + 1) == []


async def test_a_limit_takes_the_oldest_and_a_negative_offset_keeps_the_newest(
    bot_api: BotApiServer, aiogram_bot: Bot, customer: User
) -> None:
    for number in range(5):
        bot_api.user_says(customer, f"第{number}句")
    limited = await aiogram_bot.get_updates(limit=2)
    assert [update.message.text for update in limited if update.message] == ["第0句", "第1句"]
    newest = await aiogram_bot.get_updates(offset=-1)
    assert [update.message.text for update in newest if update.message] == ["第4句"]
    assert len(await aiogram_bot.get_updates()) == 1


async def test_a_long_poll_answers_as_soon_as_something_is_said(
    bot_api: BotApiServer, aiogram_bot: Bot, customer: User
) -> None:
    poll = asyncio.create_task(aiogram_bot.get_updates(timeout=30))
    await bot_api.wait_for(lambda: bot_api.world.updates.is_polled)
    bot_api.user_says(customer, "在吗")
    async with asyncio.timeout(5):
        [update] = await poll
    assert update.message is not None
    assert update.message.text == "在吗"


async def test_what_a_broken_off_poll_would_have_brought_is_not_lost(
    bot_api: BotApiServer, aiogram_bot: Bot, customer: User
) -> None:
    poll = asyncio.create_task(aiogram_bot.get_updates(timeout=30))
    await bot_api.wait_for(lambda: bot_api.world.updates.is_polled)
    poll.cancel()
    bot_api.user_says(customer, "在吗")
    assert len(await aiogram_bot.get_updates(timeout=30)) == 1


async def test_a_dispatcher_polls_answers_and_stops(bot_api: BotApiServer, aiogram_bot: Bot, customer: User) -> None:
    dispatcher = Dispatcher()

    @dispatcher.message()
    async def echo(message: Message) -> None:
        await message.answer(f"收到:{message.text}")

    polling = asyncio.create_task(dispatcher.start_polling(aiogram_bot, handle_signals=False))
    bot_api.user_says(customer, "在吗")
    await bot_api.wait_for_text(customer, "收到:在吗")
    await bot_api.wait_for(lambda: bot_api.world.updates.is_polled)
    await dispatcher.stop_polling()
    await polling
    assert bot_api.world.updates.allowed == ["message"]


async def test_a_long_poll_ends_empty_after_its_time(bot_api: BotApiServer, aiogram_bot: Bot) -> None:
    assert await aiogram_bot.get_updates(timeout=1) == []


async def test_only_the_kinds_asked_for_arise_and_the_wish_is_remembered(
    bot_api: BotApiServer, aiogram_bot: Bot, customer: User
) -> None:
    await aiogram_bot.get_updates(allowed_updates=["message"])
    message = bot_api.user_says(customer, "我要退货")
    bot_api.user_edits(customer, message, "我不要退货了")
    assert [update.event_type for update in await aiogram_bot.get_updates()] == ["message"]
    await aiogram_bot.get_updates(allowed_updates=[])
    bot_api.user_edits(customer, message, "还是退吧")
    assert [update.event_type for update in await aiogram_bot.get_updates()] == ["message", "edited_message"]


async def test_a_second_poller_ends_the_first_with_a_conflict(
    bot_api: BotApiServer, aiogram_bot: Bot, customer: User
) -> None:
    first = asyncio.create_task(aiogram_bot.get_updates(timeout=30))
    await bot_api.wait_for(lambda: bot_api.world.updates.is_polled)
    second = asyncio.create_task(aiogram_bot.get_updates(timeout=30))
    with pytest.raises(TelegramConflictError, match="terminated by other getUpdates request"):
        await first
    await bot_api.wait_for(lambda: bot_api.world.updates.is_polled)
    bot_api.user_says(customer, "在吗")
    assert len(await second) == 1


async def test_nobody_polls_while_a_webhook_is_set(bot_api: BotApiServer, aiogram_bot: Bot) -> None:
    waiting = asyncio.create_task(aiogram_bot.get_updates(timeout=30))
    await bot_api.wait_for(lambda: bot_api.world.updates.is_polled)
    await aiogram_bot.set_webhook("https://shop.example/telegram/x")
    with pytest.raises(TelegramConflictError, match="terminated by setWebhook"):
        await waiting
    with pytest.raises(TelegramConflictError, match="can't use getUpdates method while webhook is active"):
        await aiogram_bot.get_updates()
    await aiogram_bot.delete_webhook()
    assert await aiogram_bot.get_updates() == []


async def test_get_query_string_and_json_bodies_are_read_alike(bot_api: BotApiServer, customer: User) -> None:
    bot_api.user_says(customer, "在吗")
    bot_api.user_says(customer, "想退货")
    address = f"{bot_api.url}/bot{bot_api.token}/getupdates"
    async with aiohttp.ClientSession() as session:
        async with session.get(address, params={"limit": 1}) as response:
            by_query = await response.json()
        async with session.post(address, json={"limit": 1, "allowed_updates": ["message"]}) as response:
            by_json = await response.json()
        async with session.post(address, data={"limit": "1", "allowed_updates": '["message"]'}) as response:
            by_form = await response.json()
    assert len(by_query["result"]) == 1
    assert by_query == by_json == by_form
