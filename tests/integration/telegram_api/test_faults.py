"""Trouble on demand, seen as the client sees it."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

import pytest
from aiogram.exceptions import (
    TelegramBadRequest,
    TelegramForbiddenError,
    TelegramNetworkError,
    TelegramRetryAfter,
    TelegramServerError,
)

if TYPE_CHECKING:
    from aiogram import Bot

    from tests.telegram_api import BotApiServer, Group, User


@pytest.fixture(autouse=True)
def _a_customer_who_wrote(bot_api: BotApiServer, customer: User) -> None:
    bot_api.user_says(customer, "在吗")


async def test_429_carries_the_seconds_and_strikes_as_often_as_ordered(
    bot_api: BotApiServer, aiogram_bot: Bot, customer: User
) -> None:
    bot_api.fail_next("sendMessage", 429, retry_after=3, times=2)
    for _ in range(2):
        with pytest.raises(TelegramRetryAfter) as refusal:
            await aiogram_bot.send_message(customer.id, "在的")
        assert refusal.value.retry_after == 3
    await aiogram_bot.send_message(customer.id, "在的")
    assert bot_api.texts(customer) == ["在的"]
    errors = [call.error for call in bot_api.calls("sendMessage", customer)]
    assert errors == ["Too Many Requests: retry after 3"] * 2 + [None]


@pytest.mark.parametrize(
    ("code", "error"),
    [(403, TelegramForbiddenError), (500, TelegramServerError), (502, TelegramServerError), (400, TelegramBadRequest)],
)
async def test_other_refusals_come_as_their_code(
    bot_api: BotApiServer, aiogram_bot: Bot, customer: User, code: int, error: type[Exception]
) -> None:
    bot_api.fail_next("sendMessage", code)
    with pytest.raises(error):
        await aiogram_bot.send_message(customer.id, "在的")
    assert bot_api.sent(customer) == []


async def test_a_refusal_may_be_for_one_chat_only(
    bot_api: BotApiServer, aiogram_bot: Bot, customer: User, group: Group
) -> None:
    bot_api.fail_next("sendMessage", 400, reason="TOPIC_CLOSED", chat_id=group.id)
    await aiogram_bot.send_message(customer.id, "在的")
    assert bot_api.unmet_faults == 1
    with pytest.raises(TelegramBadRequest, match="Bad Request: TOPIC_CLOSED"):
        await aiogram_bot.send_message(group.id, "在的")


@pytest.mark.parametrize("stored", [True, False])
async def test_a_connection_is_cut_after_or_before_the_message_is_stored(
    bot_api: BotApiServer, aiogram_bot: Bot, customer: User, stored: bool
) -> None:
    bot_api.drop_next("sendMessage", stored=stored)
    with pytest.raises(TelegramNetworkError):
        await aiogram_bot.send_message(customer.id, "在的")
    assert bot_api.texts(customer) == (["在的"] if stored else [])
    [call] = bot_api.calls("sendMessage")
    assert call.dropped
    await aiogram_bot.send_message(customer.id, "又在了")


async def test_a_slow_answer_runs_into_the_clients_timeout_though_the_message_is_there(
    bot_api: BotApiServer, aiogram_bot: Bot, customer: User
) -> None:
    bot_api.slow_next("sendMessage", 30)
    aiogram_bot.session.timeout = 0.3
    with pytest.raises(TelegramNetworkError, match="timeout"):
        await aiogram_bot.send_message(customer.id, "在的")
    assert bot_api.texts(customer) == ["在的"]


async def test_a_held_call_waits_until_it_is_released(bot_api: BotApiServer, aiogram_bot: Bot, customer: User) -> None:
    gate = bot_api.hold_next("sendMessage", stored=False)
    sending = asyncio.create_task(aiogram_bot.send_message(customer.id, "在的"))
    await gate.reached.wait()
    assert bot_api.sent(customer) == []
    gate.release()
    await sending
    assert bot_api.texts(customer) == ["在的"]


async def test_an_error_may_come_although_the_message_was_sent(
    bot_api: BotApiServer, aiogram_bot: Bot, customer: User
) -> None:
    bot_api.fail_next("sendMessage", 500, stored=True)
    with pytest.raises(TelegramServerError):
        await aiogram_bot.send_message(customer.id, "在的")
    assert bot_api.texts(customer) == ["在的"]


async def test_waiting_in_vain_tells_what_was_called(bot_api: BotApiServer, aiogram_bot: Bot, customer: User) -> None:
    await aiogram_bot.send_message(customer.id, "在的")
    with pytest.raises(AssertionError, match=r"(?s)nothing after 0.05 s.*sendMessage.*在的.*ok"):
        await bot_api.wait_for_text(customer, "不会来的", timeout_s=0.05)
    assert (await bot_api.wait_for_text(customer, "在"))["text"] == "在的"
