"""Telegram: customers in private chats, agents in a forum group. The only place that imports aiogram."""

from bot.channels.telegram.service import Telegram, TelegramServices, connect

__all__ = ["Telegram", "TelegramServices", "connect"]
