"""`kefu run`: everything in one process, from one command."""

from __future__ import annotations

import asyncio
import socket
from pathlib import Path
from typing import Final

import click

from bot.bootstrap import Shop, open_shop
from bot.cli.shops import config_option, find_config
from bot.config import Config
from bot.core.errors import ConfigError, KefuError
from bot.core.orders import Fulfilment
from bot.core.roles import Role
from bot.logs import configure_logs
from bot.orders.demo import DEMO_BUYER, demo_orders
from bot.process import alone, listening
from bot.service.orders import import_batch
from bot.service.turns import Room
from bot.serving import run_shop

_DEMO_AGENTS: Final = (("admin", "主管", Role.SUPERVISOR), ("kefu", "客服", Role.AFTER_SALE))


@click.command()
@config_option
@click.option("--demo", is_flag=True, help="Start the demo shop; its data is kept in var/demo.")
@click.option("--host", default="127.0.0.1", show_default=True, help="Demo only: address to listen on.")
@click.option("--port", type=click.IntRange(0, 65535), default=8000, show_default=True, help="Demo only: port.")
@click.option("--prepare", is_flag=True, help="Only create the database and compile the scripts, then stop.")
def run(config_path: Path | None, demo: bool, host: str, port: int, prepare: bool) -> None:
    """Run a shop: chat, desk, bot and API, until Ctrl-C."""
    if demo == (config_path is not None):
        raise click.UsageError("Give either --config FILE for your shop or --demo for the demo shop.")
    config = find_config(config_path, host=host, port=port)
    configure_logs(config.log.level, as_json=config.log.as_json)
    try:
        asyncio.run(_prepare(config) if prepare else _run(config))
    except* KefuError as group:
        raise ConfigError("\n".join(str(error) for error in _leaves(group))) from None


async def _run(config: Config) -> None:
    with alone(config), listening(config) as listener:
        await _serve(config.listening_on(listener.getsockname()[1]), listener)


async def _serve(config: Config, listener: socket.socket) -> None:
    async with open_shop(config) as shop:
        hint = await _load_demo(shop) if config.demo else None
        logins = await (_demo_logins(shop) if config.demo else _first_login(shop))
        await run_shop(shop, listener, demo_hint=hint, on_ready=lambda: _greet(shop, logins, hint))


async def _prepare(config: Config) -> None:
    """What the first start would have to do, so that it is as quick as every other."""
    async with open_shop(config):
        click.echo("ready to run")


async def _load_demo(shop: Shop) -> tuple[str, str]:
    """Load orders with dates relative to now; returns a number and a phone tail that a visitor can try."""
    room = Room(book=shop.book(), now=shop.clock())
    orders = demo_orders(room.now, room.book.products, shop=room.book.shop)
    await shop.store.transact(lambda uow: import_batch(uow, room, orders))
    shown = next(each for each in orders if each.buyer != DEMO_BUYER and each.fulfilment is Fulfilment.SHIPPED)
    return shown.number, shown.phone_tail


async def _demo_logins(shop: Shop) -> list[str]:
    """Two agents, so that a race for a case can be tried; their passwords are new at every start."""
    return [
        f"{login}（{name}）{await shop.accounts.issue_password(login, name=name, role=role)}"
        for login, name, role in _DEMO_AGENTS
    ]


async def _first_login(shop: Shop) -> list[str]:
    """A new shop has nobody who could sign in, so the first start makes one."""
    if await shop.accounts.anybody():
        return []
    password = await shop.accounts.issue_password("admin", name="主管", role=Role.SUPERVISOR)
    return [f"admin {password}（只显示这一次 · shown only once; kefu agents reset admin）"]


def _greet(shop: Shop, logins: list[str], hint: tuple[str, str] | None) -> None:
    base = shop.config.public_url
    click.echo(f"{shop.book().shop['name']} 已就绪 · ready")
    click.echo(f"  聊天 Chat    {base}/")
    click.echo(f"  客服台 Desk  {base}/desk")
    for login in logins:
        click.echo(f"      登录 · one-time login  {login}")
    click.echo(f"  接口 API     {base}/docs")
    if hint is not None:
        click.echo(f"  试试 Try     订单号 order {hint[0]}，手机尾号 phone {hint[1]}")
    click.echo("  Ctrl-C 结束 · stops")


def _leaves(group: BaseExceptionGroup[KefuError]) -> list[KefuError]:
    found: list[KefuError] = []
    for error in group.exceptions:
        found.extend(_leaves(error) if isinstance(error, BaseExceptionGroup) else [error])
    return found
