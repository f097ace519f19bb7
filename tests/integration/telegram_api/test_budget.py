"""The allowance of a group: what counts, and 429 when it is spent."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from aiogram import Bot
from aiogram.client.telegram import TelegramAPIServer
from aiogram.exceptions import TelegramRetryAfter
from aiogram.types import BufferedInputFile, InputMediaPhoto

from tests.telegram_api import BotApiServer
from tests.telegram_api.budget import TELEGRAM_PER_MINUTE
from tests.telegram_api.fixtures import PlainSession
from tests.telegram_api.samples import png

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from tests.telegram_api import Group, User


class Clock:
    """A time of day that only the test moves."""

    def __init__(self) -> None:
        self.now = 1_795_000_000.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
async def bot_api(clock: Clock) -> AsyncIterator[BotApiServer]:
    async with BotApiServer(clock=clock) as api:
        yield api
        assert api.violations == []


@pytest.fixture
async def aiogram_bot(bot_api: BotApiServer) -> AsyncIterator[Bot]:
    session = PlainSession(api=TelegramAPIServer.from_base(bot_api.url))
    async with Bot(bot_api.token, session=session) as bot:
        yield bot


async def test_sends_edits_topics_and_each_picture_count_but_typing_and_private_chats_do_not(
    bot_api: BotApiServer, aiogram_bot: Bot, group: Group, customer: User
) -> None:
    topic = await aiogram_bot.create_forum_topic(group.id, "小美")
    card = await aiogram_bot.send_message(group.id, "卡片", message_thread_id=topic.message_thread_id)
    await aiogram_bot.edit_message_text("卡片 2", chat_id=group.id, message_id=card.message_id)
    pictures = [InputMediaPhoto(media=BufferedInputFile(png(), "a.png")) for _ in range(3)]
    await aiogram_bot.send_media_group(group.id, [*pictures])
    await aiogram_bot.send_chat_action(group.id, "typing")
    bot_api.user_says(customer, "在吗")
    await aiogram_bot.send_message(customer.id, "在的")
    assert bot_api.budget.spent(group.id) == 6
    assert bot_api.budget.spent(customer.id) == 0


async def test_beyond_the_limit_a_group_answers_429_until_the_minute_is_over(
    bot_api: BotApiServer, aiogram_bot: Bot, group: Group, clock: Clock
) -> None:
    bot_api.budget.per_minute = TELEGRAM_PER_MINUTE
    for number in range(TELEGRAM_PER_MINUTE):
        await aiogram_bot.send_message(group.id, f"第{number}条")
        clock.now += 1
    with pytest.raises(TelegramRetryAfter) as refusal:
        await aiogram_bot.send_message(group.id, "多了")
    assert refusal.value.retry_after == 40
    clock.now += refusal.value.retry_after
    await aiogram_bot.send_message(group.id, "又能发了")
    assert bot_api.budget.busiest_minute(group.id) == TELEGRAM_PER_MINUTE
    assert bot_api.budget.spent(group.id) == TELEGRAM_PER_MINUTE + 1


async def test_without_a_limit_calls_are_only_counted(bot_api: BotApiServer, aiogram_bot: Bot, group: Group) -> None:
    for number in range(25):
        await aiogram_bot.send_message(group.id, f"第{number}条")
    assert bot_api.budget.busiest_minute(group.id) == 25
