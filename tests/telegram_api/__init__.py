"""A Telegram Bot API server of our own, for tests: see `server`."""

from .models import GONE_TO_GENERAL, Group, Topic, User
from .server import BotApiServer
from .threaded import ThreadedBotApi

__all__ = ["GONE_TO_GENERAL", "BotApiServer", "Group", "ThreadedBotApi", "Topic", "User"]
