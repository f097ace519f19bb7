"""Delivery to a webhook: one update after the other, with the secret header, again until the bot says 2xx."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

import aiohttp

if TYPE_CHECKING:
    from .world import World

SECRET_HEADER = "X-Telegram-Bot-Api-Secret-Token"
RETRY_AFTER_S = 0.05
ANSWER_WITHIN_S = 10.0


async def deliver(world: World, changed: asyncio.Event) -> None:
    """Run until cancelled. `changed` is set whenever an update arose or the webhook was changed."""
    async with aiohttp.ClientSession(timeout=aiohttp.ClientTimeout(total=ANSWER_WITHIN_S)) as session:
        while True:
            await changed.wait()
            changed.clear()
            while world.webhook and world.updates.pending:
                update = world.updates.pending[0]
                if problem := await _offer(session, world, update):
                    world.webhook |= {"last_error_date": world.now(), "last_error_message": problem}
                    world.changed()
                    await asyncio.sleep(RETRY_AFTER_S)
                else:
                    world.updates.confirm(update["update_id"] + 1)


async def _offer(session: aiohttp.ClientSession, world: World, update: dict[str, object]) -> str | None:
    """Why the bot did not take the update; None when it did."""
    secret = world.webhook.get("secret_token")
    headers = {SECRET_HEADER: secret} if secret else {}
    try:
        async with session.post(world.webhook["url"], json=update, headers=headers) as response:
            if response.status // 100 != 2:
                return f"Wrong response from the webhook: {response.status} {response.reason}"
            if b'"method"' in await response.read():
                world.violations.append("the webhook answered with a method: this test server does not act on it")
            return None
    except (aiohttp.ClientError, TimeoutError) as error:
        return f"Connection failed: {error}"
