"""kefu as its own process, killed without warning between "message stored" and "answer sent"."""

from __future__ import annotations

import asyncio
import os
import signal
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING

from tests.e2e.telegram.conftest import CUSTOMER, SCRIPTS

if TYPE_CHECKING:
    from pathlib import Path

    from tests.telegram_api import BotApiServer

START_S = 60
"""A cold start fits the matcher, on a machine that may be busy."""


def write_config(folder: Path, api: BotApiServer, *, quiet: float, desk_group: int | None = None) -> Path:
    desk = f", desk_group: {desk_group}" if desk_group else ""
    path = folder / "config.yaml"
    path.write_text(
        f"scripts: {SCRIPTS}\n"
        f"database: sqlite:///{folder / 'kefu.db'}\n"
        f"files: {folder / 'files'}\n"
        f"quiet_seconds: {quiet}\n"
        "web: {port: 0}\n"
        f"telegram: {{api_url: '{api.url}'{desk}}}\n",
        encoding="utf-8",
    )
    return path


@asynccontextmanager
async def kefu(config: Path, api: BotApiServer) -> AsyncIterator[asyncio.subprocess.Process]:
    """`kefu run --config`, up to the moment it reads messages; killed at the end if it still runs."""
    secrets = {"KEFU_SECRET": "0" * 40, "KEFU_TELEGRAM_TOKEN": api.token}
    with (config.parent / "log.txt").open("ab") as log:
        process = await asyncio.create_subprocess_exec(
            *(sys.executable, "-c", "from bot.cli import main; main()", "run", "--config", str(config)),
            env={**os.environ, **secrets},
            stdout=log,
            stderr=log,
        )
    try:
        await api.wait_for(lambda: api.world.updates.is_polled, timeout_s=START_S)
        yield process
    finally:
        if process.returncode is None:
            process.kill()
        await process.wait()


async def test_killed_after_storing_and_before_answering_it_answers_once_after_the_restart(
    bot_api: BotApiServer, tmp_path: Path
) -> None:
    # It waits five seconds for the rest of a burst; that is when it dies.
    async with kefu(write_config(tmp_path, bot_api, quiet=5), bot_api) as process:
        bot_api.user_says(CUSTOMER, "您好")
        await bot_api.wait_for(lambda: not bot_api.world.updates.pending)
        process.send_signal(signal.SIGKILL)
        await process.wait()
    assert bot_api.sent(CUSTOMER) == []
    group = bot_api.add_group()
    async with kefu(write_config(tmp_path, bot_api, quiet=0.1, desk_group=group.id), bot_api) as process:
        await bot_api.wait_for(lambda: bot_api.sent(CUSTOMER), timeout_s=20)
        bot_api.user_says(CUSTOMER, "我要人工")
        await bot_api.wait_for(lambda: len(bot_api.sent(CUSTOMER)) > 1, timeout_s=20)
        await bot_api.wait_for_text(group, "等待接待", timeout_s=20)
        process.send_signal(signal.SIGINT)
        assert await asyncio.wait_for(process.wait(), timeout=20) == 0
    assert len(bot_api.sent(CUSTOMER)) == 2


async def test_killed_while_an_answer_is_on_its_way_it_is_not_sent_a_second_time(
    bot_api: BotApiServer, tmp_path: Path
) -> None:
    config = write_config(tmp_path, bot_api, quiet=0.1)
    async with kefu(config, bot_api) as process:
        gate = bot_api.hold_next("sendMessage", stored=True, chat_id=CUSTOMER.id)
        bot_api.user_says(CUSTOMER, "您好")
        await asyncio.wait_for(gate.reached.wait(), timeout=20)
        process.send_signal(signal.SIGKILL)
        await process.wait()
        gate.release()
    async with kefu(config, bot_api):
        bot_api.user_says(CUSTOMER, "什么时候发货")
        await bot_api.wait_for(lambda: len(bot_api.sent(CUSTOMER)) > 1, timeout_s=20)
    assert len(bot_api.sent(CUSTOMER)) == 2
