"""How updates reach the bot: polling, or a webhook."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from aiogram.methods import DeleteWebhook, GetUpdates, GetWebhookInfo, SetWebhook

from .registry import serves
from .wire import Json, bad_request

if TYPE_CHECKING:
    from .world import World

MAX_POLL_S = 50
MAX_UPDATES = 100
_SECRET = re.compile(r"[A-Za-z0-9_-]{1,256}")
_LOOPBACK = {"127.0.0.1", "localhost"}


@serves(GetUpdates)
async def get_updates(world: World, request: GetUpdates) -> list[Json]:
    world.updates.allow(request.allowed_updates)
    return await world.updates.poll(
        offset=request.offset or 0,
        limit=min(max(request.limit or MAX_UPDATES, 1), MAX_UPDATES),
        timeout_s=min(request.timeout or 0, MAX_POLL_S),
    )


@serves(SetWebhook)
def set_webhook(world: World, request: SetWebhook) -> bool:
    """An empty or missing address removes the webhook. Plain HTTP is taken on this machine only."""
    if not request.url:
        return _remove(world, drop=bool(request.drop_pending_updates))
    address = urlsplit(request.url)
    if address.scheme != "https" and address.hostname not in _LOOPBACK:
        raise bad_request("bad webhook: An HTTPS URL must be provided for webhook")
    if request.secret_token is not None and not _SECRET.fullmatch(request.secret_token):
        raise bad_request("secret token contains unallowed characters")
    if request.drop_pending_updates:
        world.updates.pending.clear()
    world.updates.allow(request.allowed_updates)
    world.webhook = {"url": request.url, "secret_token": request.secret_token}
    world.updates.refuse_polls(
        "can't use getUpdates method while webhook is active; use deleteWebhook to delete the webhook first"
    )
    world.changed()
    return True


@serves(DeleteWebhook)
def delete_webhook(world: World, request: DeleteWebhook) -> bool:
    return _remove(world, drop=bool(request.drop_pending_updates))


def _remove(world: World, *, drop: bool) -> bool:
    if drop:
        world.updates.pending.clear()
    world.webhook = {}
    world.updates.refuse_polls(None)
    world.changed()
    return True


@serves(GetWebhookInfo)
def get_webhook_info(world: World, _request: GetWebhookInfo) -> Json:
    shown = {key: value for key, value in world.webhook.items() if key.startswith("last_error")}
    waiting = {"pending_update_count": len(world.updates.pending), "has_custom_certificate": False}
    kinds = {"allowed_updates": world.updates.allowed} if world.updates.allowed else {}
    return {"url": world.webhook.get("url", "")} | waiting | shown | kinds
