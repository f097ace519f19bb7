"""Runs a shop until it is told to stop: the web, the jobs, and Telegram if there is a token."""

from __future__ import annotations

import asyncio
import importlib
import socket
from collections.abc import Callable
from typing import TYPE_CHECKING

from bot.bootstrap import Shop
from bot.channels import webchat
from bot.core.errors import StorageError
from bot.core.ports import Store
from bot.jobs.loop import run_job
from bot.jobs.sender import OutboxSender
from bot.process import signals
from bot.web.app import WebServices, WebSettings, create_app
from bot.web.server import Server, make_server

if TYPE_CHECKING:
    from fastapi import FastAPI

    from bot.channels.telegram import Telegram


async def run_shop(
    shop: Shop,
    listener: socket.socket,
    *,
    demo_hint: tuple[str, str] | None = None,
    on_ready: Callable[[], None],
) -> None:
    """Serve until SIGINT or SIGTERM. Rounds under way are finished, so nothing is left half-sent.

    Raises an ExceptionGroup with a ConfigError when the Telegram token is refused.
    """
    stopping = asyncio.Event()
    with signals(stopping):
        server = make_server(web_app(shop, demo_hint), host=shop.config.web.host, port=shop.config.web.port)
        async with asyncio.TaskGroup() as tasks:
            tasks.create_task(_serve_web(server, listener, stopping))
            tasks.create_task(run_job(shop.worker(), bell=shop.bell, clock=shop.clock, stopping=stopping))
            tasks.create_task(_serve_outbox(shop, shop.sender({webchat.CHANNEL: webchat.WebDeliverer()}), stopping))
            tasks.create_task(run_job(shop.timers(), bell=shop.bell, clock=shop.clock, stopping=stopping))
            tasks.create_task(run_job(shop.retention(), bell=shop.bell, clock=shop.clock, stopping=stopping))
            tasks.create_task(_serve_webhooks(shop, stopping))
            if shop.config.telegram_token:
                tasks.create_task(_serve_telegram(shop, stopping))
            await server.up.wait()
            on_ready()


def web_app(shop: Shop, demo_hint: tuple[str, str] | None = None) -> FastAPI:
    """The HTTP application of the shop."""
    config = shop.config
    services = WebServices(
        door=shop.door,
        chat=shop.chat,
        desk=shop.desk,
        edits=shop.edits,
        registers=shop.registers,
        canned=shop.canned,
        search=shop.search,
        ratings=shop.ratings,
        accounts=shop.accounts,
        staff=shop.staff,
        webhooks=shop.webhooks,
        bell=shop.bell,
        presence=shop.presence,
        book=shop.book,
        ready=lambda: _not_ready(shop.store),
        clock=shop.clock,
        meter=shop.metrics.count,
        figures=shop.metrics.expose,
    )
    settings = WebSettings(
        secret=config.secret,
        public_url=config.public_url,
        demo=config.demo,
        max_upload_mb=config.web.max_upload_mb,
        secure_cookies=config.public_url.startswith("https://"),
        demo_hint=demo_hint,
        allowed_origins=tuple(config.web.allowed_origins),
        metrics_token=config.metrics_token,
    )
    return create_app(services, settings)


async def _not_ready(store: Store) -> list[str]:
    try:
        await store.ping()
    except StorageError as error:
        return [f"database: {error}"]
    return []


async def _serve_web(server: Server, listener: socket.socket, stopping: asyncio.Event) -> None:
    """Ends cleanly when told to stop and when another part of the shop failed; its own failure ends the shop."""
    serving = asyncio.ensure_future(server.serve(sockets=[listener]))
    told = asyncio.ensure_future(stopping.wait())
    try:
        await asyncio.wait({serving, told}, return_when=asyncio.FIRST_COMPLETED)
    finally:
        told.cancel()
        server.should_exit = True
        await serving


async def _serve_outbox(shop: Shop, sender: OutboxSender, stopping: asyncio.Event) -> None:
    """What is being sent when the shop stops is finished first."""
    try:
        await run_job(sender, bell=shop.bell, clock=shop.clock, stopping=stopping)
    finally:
        await sender.close()


async def _serve_webhooks(shop: Shop, stopping: asyncio.Event) -> None:
    """Importing aiohttp takes a moment, so the web is up first."""
    package = await asyncio.to_thread(importlib.import_module, "bot.channels.webhooks")
    caller = package.WebhookCaller(allow_private=shop.config.webhooks.allow_private_networks)
    sender = shop.webhook_sender(caller)
    try:
        await run_job(sender, bell=shop.bell, clock=shop.clock, stopping=stopping)
    finally:
        await sender.close()
        await caller.close()


async def _serve_telegram(shop: Shop, stopping: asyncio.Event) -> None:
    """Importing aiogram takes two seconds, so the web is up first."""
    package = await asyncio.to_thread(importlib.import_module, "bot.channels.telegram")
    telegram: Telegram = await package.connect(
        token=shop.config.telegram_token,
        api_url=shop.config.telegram.api_url,
        desk_group=shop.config.telegram.desk_group,
        services=package.TelegramServices(
            store=shop.store,
            bell=shop.bell,
            clock=shop.clock,
            door=shop.door,
            desk=shop.desk,
            registers=shop.registers,
            canned=shop.canned,
            chat=shop.chat,
            book=shop.book,
            edits=shop.edits,
            meter=shop.metrics.count,
        ),
    )
    sender = shop.sender({"telegram": telegram.deliverer}, name="telegram-sender")
    try:
        async with asyncio.TaskGroup() as tasks:
            tasks.create_task(telegram.run(stopping))
            tasks.create_task(_serve_outbox(shop, sender, stopping))
    finally:
        await telegram.close()
