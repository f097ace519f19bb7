"""The connection to the Bot API."""

from __future__ import annotations

from typing import Final

from aiogram import Bot
from aiogram.client.session.aiohttp import AiohttpSession
from aiogram.client.telegram import TelegramAPIServer
from aiogram.utils.token import TokenValidationError
from aiohttp import ClientTimeout

from bot.core.errors import ConfigError

REFUSED: Final = (
    "Telegram does not accept the token in KEFU_TELEGRAM_TOKEN. "
    "Copy it again from @BotFather (it looks like 123456789:AA...), or unset the variable to run without Telegram."
)
# A connection that does not come about in 10 s is given up as such: nothing was sent, so trying again is safe. Without
# a limit of its own it would end in the overall one, which cannot tell whether the message arrived.
_TIMEOUT: Final = ClientTimeout(total=45, sock_connect=10)


def open_bot(token: str, api_url: str) -> Bot:
    """A bot that talks to this server; nothing is connected yet. Raises ConfigError for what is no token."""
    session = AiohttpSession(api=TelegramAPIServer.from_base(api_url))
    session.timeout = _TIMEOUT  # type: ignore[assignment]  # aiohttp takes it where aiogram says float
    try:
        return Bot(token, session=session)
    except TokenValidationError as error:
        raise ConfigError(REFUSED) from error
