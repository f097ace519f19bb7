"""Looks at everything a shop needs and says how it stands, what is wrong, and what to do. Changes nothing.

The scripts' cache of compiled matchers is the exception: compiling them is part of looking.
"""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

from bot.bootstrap import read_scripts
from bot.config import TOKEN_NAME, Config
from bot.core.ports import Clock
from bot.doctor import machine
from bot.doctor.bot_api import BotApi
from bot.doctor.findings import Finding, Level, fail, ok
from bot.doctor.telegram import telegram

__all__ = ["Finding", "Level", "examine", "fail"]


async def examine(config: Config, *, clock: Clock) -> AsyncIterator[Finding]:
    """All findings, one after the other; what needs the network comes last."""
    for finding in machine.settings(config):
        yield finding
    yield machine.scripts(lambda: read_scripts(config))
    for finding in machine.database(config.database, now=clock()):
        yield finding
    for finding in machine.disks((config.files, Path(config.database.removeprefix("sqlite:///")).parent)):
        yield finding
    if not config.telegram_token:
        yield ok("telegram", f"off: there is no {TOKEN_NAME}; the clock was not compared")
        return
    api = BotApi(url=config.telegram.api_url, token=config.telegram_token)
    agents = machine.linked_agents(config.database, now=clock())
    async for finding in telegram(api, config.telegram.desk_group, clock=clock, agents=agents):
        yield finding
