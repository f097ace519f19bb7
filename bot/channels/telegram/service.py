"""The Telegram channel as the composition root sees it: connect, run, close."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import dataclass
from zoneinfo import ZoneInfo

import structlog
from aiogram import Bot
from aiogram.exceptions import AiogramError, TelegramNotFound, TelegramUnauthorizedError

from bot.channels.telegram.delivery import TelegramDeliverer
from bot.channels.telegram.echoes import Echoes
from bot.channels.telegram.files import Files
from bot.channels.telegram.forum import Forum
from bot.channels.telegram.hands import Hands
from bot.channels.telegram.letters import Letters
from bot.channels.telegram.mirror import Mirror
from bot.channels.telegram.polling import Polling
from bot.channels.telegram.posting import Poster
from bot.channels.telegram.reading import DeskGroup, Reading
from bot.channels.telegram.session import REFUSED, open_bot
from bot.channels.telegram.topics import Topics
from bot.core.errors import ConfigError
from bot.core.ports import Bell, Clock, Deliverer, Store
from bot.scripts.book import ScriptBook
from bot.service.chat import Chat
from bot.service.desk import Desk
from bot.service.door import Door

log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True, kw_only=True)
class TelegramServices:
    """What the channel needs of the shop."""

    store: Store
    bell: Bell
    clock: Clock
    door: Door
    desk: Desk
    chat: Chat
    book: Callable[[], ScriptBook]


async def connect(*, token: str, api_url: str, desk_group: int | None, services: TelegramServices) -> Telegram:
    """The channel of this bot, its token tried once.

    A server that does not answer is no reason to stay away: `run` keeps trying.

    Raises:
        ConfigError: the token is wrong.
    """
    bot = open_bot(token, api_url)
    try:
        await bot.get_me()
    except (TelegramUnauthorizedError, TelegramNotFound) as error:
        # A revoked token is answered with 401, one that never was any with 404.
        await bot.session.close()
        raise ConfigError(REFUSED) from error
    except AiogramError as error:
        log.warning("telegram_not_reached", error=str(error), hint="trying on; check telegram.api_url and the network")
    return Telegram(bot=bot, desk_group=desk_group, services=services)


class Telegram:
    """Reads customers and agents until told to stop; `deliverer` is the way out to customers."""

    def __init__(self, *, bot: Bot, desk_group: int | None, services: TelegramServices) -> None:
        self._bot = bot
        self._desk_group = desk_group
        self._services = services
        self._account = str(bot.id)
        self._poster = Poster(bot=bot, chat=services.chat)
        self.deliverer: Deliverer = TelegramDeliverer(poster=self._poster, clock=services.clock)

    async def run(self, stopping: asyncio.Event) -> None:
        """Poll, and keep the desk group live when there is one, until `stopping` is set."""
        files = Files(bot=self._bot, chat=self._services.chat)
        async with asyncio.TaskGroup() as tasks:
            group = None
            if self._desk_group is not None:
                group = self._open_group(self._desk_group, files, stopping, tasks)
            polling = Polling(bot=self._bot, reader=self._reading(files, group), stopping=stopping)
            tasks.create_task(polling.run())

    async def close(self) -> None:
        """Give the connections back."""
        await self._bot.session.close()

    def _reading(self, files: Files, group: DeskGroup | None) -> Reading:
        shop = self._services
        letters = Letters(bot=self._bot, door=shop.door, store=shop.store, clock=shop.clock, files=files)
        return Reading(account=self._account, clock=shop.clock, door=shop.door, letters=letters, group=group)

    def _open_group(self, group_id: int, files: Files, stopping: asyncio.Event, tasks: asyncio.TaskGroup) -> DeskGroup:
        shop, echoes = self._services, Echoes()
        forum = Forum(bot=self._bot, poster=self._poster, group=group_id, stopping=stopping)
        zone = ZoneInfo(str(shop.book().shop["timezone"]))
        topics = Topics(store=shop.store, desk=shop.desk, forum=forum, echoes=echoes, zone=zone)
        mirror = Mirror(topics=topics, bell=shop.bell, stopping=stopping)
        hands = Hands(
            bot=self._bot,
            store=shop.store,
            desk=shop.desk,
            clock=shop.clock,
            account=self._account,
            forum=forum,
            files=files,
            echoes=echoes,
        )
        tasks.create_task(forum.run())
        tasks.create_task(mirror.run())
        return DeskGroup(forum=forum, hands=hands)
