"""The Telegram channel as the composition root sees it: connect, run, close."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from zoneinfo import ZoneInfo

import structlog
from aiogram import Bot
from aiogram.exceptions import AiogramError, TelegramNotFound, TelegramUnauthorizedError

from bot.channels.telegram.changes import Changes
from bot.channels.telegram.delivery import TelegramDeliverer
from bot.channels.telegram.doing import DeskTools
from bot.channels.telegram.echoes import Echoes
from bot.channels.telegram.files import Files
from bot.channels.telegram.forum import Forum, group_now
from bot.channels.telegram.foundlings import Foundlings
from bot.channels.telegram.governor import Governor
from bot.channels.telegram.hands import Hands
from bot.channels.telegram.letters import Letters
from bot.channels.telegram.mirror import Mirror
from bot.channels.telegram.people import People
from bot.channels.telegram.polling import Polling
from bot.channels.telegram.posting import Poster
from bot.channels.telegram.presses import Presses
from bot.channels.telegram.private import Private
from bot.channels.telegram.reading import DeskGroup, Reading
from bot.channels.telegram.reminders import Reminders
from bot.channels.telegram.reminding import Reminding
from bot.channels.telegram.session import REFUSED, open_bot
from bot.channels.telegram.task_board import TaskBoard
from bot.channels.telegram.topics import Topics
from bot.channels.telegram.translate import CHANNEL
from bot.channels.telegram.waiting import Stopped
from bot.core.errors import ConfigError
from bot.core.measures import Meter, unmetered
from bot.core.ports import Bell, Clock, Deliverer, Store
from bot.scripts.book import ScriptBook
from bot.service.canned import CannedReplies
from bot.service.chat import Chat
from bot.service.desk import Desk
from bot.service.door import Door
from bot.service.edits import Edits
from bot.service.registers import Registers

log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True, kw_only=True)
class TelegramServices:
    """What the channel needs of the shop."""

    store: Store
    bell: Bell
    clock: Clock
    door: Door
    desk: Desk
    registers: Registers
    canned: CannedReplies
    chat: Chat
    book: Callable[[], ScriptBook]
    edits: Edits
    meter: Meter = unmetered


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
        self._governor = Governor(clock=services.clock, meter=services.meter)
        services.edits.rewriters[CHANNEL] = Changes(bot=bot, governor=self._governor).rewrite
        self.deliverer: Deliverer = TelegramDeliverer(poster=self._poster, governor=self._governor)

    async def run(self, stopping: asyncio.Event) -> None:
        """Poll, and keep the desk group live when there is one, until `stopping` is set."""
        files, people = Files(bot=self._bot, chat=self._services.chat), self._people()
        private = Private(bot=self._bot, governor=self._governor, people=people)
        async with asyncio.TaskGroup() as tasks:
            group = None
            if self._desk_group is not None:
                group = await self._open_group(self._desk_group, files, people, private, stopping, tasks)
            else:
                tasks.create_task(self._reminding(private, stopping).run())
            reader = self._reading(files, private, group)
            caught_up = group.forum.caught_up if group else asyncio.Event()
            polling = Polling(bot=self._bot, reader=reader, stopping=stopping, caught_up=caught_up)
            tasks.create_task(polling.run())

    async def close(self) -> None:
        """Give the connections back."""
        await self._bot.session.close()

    def _people(self) -> People:
        shop = self._services
        tools = DeskTools(desk=shop.desk, registers=shop.registers, canned=shop.canned)
        return People(store=shop.store, tools=tools, clock=shop.clock, account=self._account)

    def _reading(self, files: Files, private: Private, group: DeskGroup | None) -> Reading:
        shop = self._services
        letters = Letters(
            bot=self._bot, door=shop.door, store=shop.store, clock=shop.clock, files=files, account=self._account
        )
        return Reading(
            account=self._account, clock=shop.clock, door=shop.door, letters=letters, private=private, group=group
        )

    async def _open_group(
        self,
        group_id: int,
        files: Files,
        people: People,
        private: Private,
        stopping: asyncio.Event,
        tasks: asyncio.TaskGroup,
    ) -> DeskGroup:
        shop, echoes = self._services, Echoes()
        forum = Forum(
            bot=self._bot,
            poster=self._poster,
            governor=self._governor,
            store=shop.store,
            configured=group_id,
            group=await group_now(shop.store, group_id),
            stopping=stopping,
        )
        tasks.create_task(forum.run())
        tasks.create_task(_once_caught_up(forum, self._mirror(forum, echoes, private).run))
        tasks.create_task(_once_caught_up(forum, self._board(forum).run))
        return DeskGroup(
            forum=forum,
            foundlings=Foundlings(store=shop.store, forum=forum),
            hands=self._hands(forum, people, files, echoes),
            presses=Presses(bot=self._bot, store=shop.store, people=people, forum=forum),
        )

    def _hands(self, forum: Forum, people: People, files: Files, echoes: Echoes) -> Hands:
        shop = self._services
        return Hands(
            store=shop.store,
            people=people,
            edits=shop.edits,
            clock=shop.clock,
            forum=forum,
            files=files,
            echoes=echoes,
        )

    def _mirror(self, forum: Forum, echoes: Echoes, private: Private) -> Mirror:
        shop = self._services
        topics = Topics(
            store=shop.store,
            desk=shop.desk,
            forum=forum,
            echoes=echoes,
            zone=self._zone(),
            reminders=Reminders(store=shop.store, private=private),
        )
        return Mirror(topics=topics, bell=shop.bell, stopping=forum.stopping, gather_s=lambda: forum.gather_s)

    def _reminding(self, private: Private, stopping: asyncio.Event) -> Reminding:
        shop = self._services
        reminders = Reminders(store=shop.store, private=private)
        return Reminding(store=shop.store, desk=shop.desk, bell=shop.bell, reminders=reminders, stopping=stopping)

    def _board(self, forum: Forum) -> TaskBoard:
        shop = self._services
        return TaskBoard(
            store=shop.store, desk=shop.desk, book=shop.book, bell=shop.bell, forum=forum, zone=self._zone()
        )

    def _zone(self) -> ZoneInfo:
        return ZoneInfo(str(self._services.book().shop["timezone"]))


async def _once_caught_up(forum: Forum, run: Callable[[], Awaitable[None]]) -> None:
    """What makes topics begins when those are known that were made before the shop was last stopped."""
    with contextlib.suppress(Stopped):
        await forum.when_caught_up()
        await run()
