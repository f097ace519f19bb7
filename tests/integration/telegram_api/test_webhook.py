"""Delivery to a webhook: the secret travels along, and an update comes again until it is taken."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from aiogram.exceptions import TelegramBadRequest
from aiohttp import web

from tests.telegram_api.webhook import SECRET_HEADER

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from aiogram import Bot

    from tests.telegram_api import BotApiServer, User


class Receiver:
    """A shop's web server: keeps what it was brought, and answers with the statuses it was told to."""

    def __init__(self) -> None:
        self.url = ""
        self.got: list[tuple[str | None, str]] = []
        self.statuses: list[int] = []
        self.body = b""

    async def take(self, request: web.Request) -> web.Response:
        update = await request.json()
        self.got.append((request.headers.get(SECRET_HEADER), update["message"]["text"]))
        return web.Response(status=self.statuses.pop(0) if self.statuses else 200, body=self.body)


@pytest.fixture
async def receiver() -> AsyncIterator[Receiver]:
    receiver = Receiver()
    application = web.Application()
    application.router.add_post("/telegram/x", receiver.take)
    runner = web.AppRunner(application, shutdown_timeout=0.1)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    receiver.url = f"http://127.0.0.1:{runner.addresses[0][1]}/telegram/x"
    yield receiver
    await runner.cleanup()


async def test_updates_arrive_in_order_with_the_secret_and_again_until_taken(
    bot_api: BotApiServer, aiogram_bot: Bot, customer: User, receiver: Receiver
) -> None:
    receiver.statuses = [500, 503]
    bot_api.user_says(customer, "先说的")
    await aiogram_bot.set_webhook(receiver.url, secret_token="s3cret", allowed_updates=["message"])
    bot_api.user_says(customer, "后说的")
    await bot_api.wait_for(lambda: not bot_api.world.updates.pending)
    assert receiver.got == [("s3cret", "先说的")] * 3 + [("s3cret", "后说的")]
    info = await aiogram_bot.get_webhook_info()
    assert (info.url, info.pending_update_count, info.allowed_updates) == (receiver.url, 0, ["message"])
    assert info.last_error_message == "Wrong response from the webhook: 503 Service Unavailable"


async def test_an_answer_with_a_method_in_it_is_a_violation(
    bot_api: BotApiServer, aiogram_bot: Bot, customer: User, receiver: Receiver
) -> None:
    receiver.body = b'{"method": "sendMessage", "chat_id": 5001, "text": "x"}'
    await aiogram_bot.set_webhook(receiver.url)
    bot_api.user_says(customer, "在吗")
    await bot_api.wait_for(lambda: bot_api.violations)
    bot_api.violations.clear()


async def test_a_server_that_is_down_is_told_of_in_the_webhooks_state(
    bot_api: BotApiServer, aiogram_bot: Bot, customer: User
) -> None:
    await aiogram_bot.set_webhook("http://127.0.0.1:9/telegram/x")
    bot_api.user_says(customer, "在吗")
    await bot_api.wait_for(lambda: "last_error_message" in bot_api.world.webhook)
    info = await aiogram_bot.get_webhook_info()
    assert info.pending_update_count == 1
    assert (info.last_error_message or "").startswith("Connection failed")


async def test_pending_updates_can_be_dropped_on_the_way(
    bot_api: BotApiServer, aiogram_bot: Bot, customer: User
) -> None:
    bot_api.user_says(customer, "在吗")
    await aiogram_bot.delete_webhook(drop_pending_updates=True)
    assert await aiogram_bot.get_updates() == []
    bot_api.user_says(customer, "人呢")
    await aiogram_bot.set_webhook("https://shop.example/x", drop_pending_updates=True)
    await aiogram_bot.set_webhook("")
    assert await aiogram_bot.get_updates() == []


@pytest.mark.parametrize(
    ("url", "secret", "reason"),
    [
        ("http://shop.example/x", None, "An HTTPS URL must be provided for webhook"),
        ("https://shop.example/x", "密码", "secret token contains unallowed characters"),
    ],
)
async def test_an_address_or_secret_that_telegram_does_not_take_is_refused(
    bot_api: BotApiServer, aiogram_bot: Bot, url: str, secret: str | None, reason: str
) -> None:
    with pytest.raises(TelegramBadRequest, match=reason):
        await aiogram_bot.set_webhook(url, secret_token=secret)
