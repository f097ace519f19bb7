"""`kefu agents`: who may work the desk."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Final, TypeVar

import click

from bot.bootstrap import utc_now
from bot.cli.shops import config_option, find_config
from bot.config import Config
from bot.core.cases import Role
from bot.core.text import one_line
from bot.service.accounts import Accounts
from bot.storage import open_store

T = TypeVar("T")

_MAX_LOGIN: Final = 64
_MAX_NAME: Final = 40


def _check_login(_context: click.Context, _parameter: click.Parameter, login: str) -> str:
    """A login is typed into a form, so it has no blanks and nothing invisible."""
    if not 1 <= len(login) <= _MAX_LOGIN or not login.isprintable() or any(char.isspace() for char in login):
        raise click.BadParameter(f"1 to {_MAX_LOGIN} visible characters without blanks are wanted here")
    return login


def _check_name(_context: click.Context, _parameter: click.Parameter, name: str) -> str:
    cleaned = one_line(name, _MAX_NAME)
    if not cleaned:
        raise click.BadParameter("a name is wanted here; customers and colleagues see it")
    return cleaned


@click.group()
def agents() -> None:
    """Add and list the people who work the desk."""


@agents.command()
@click.argument("login", callback=_check_login)
@click.option("--name", required=True, callback=_check_name, help="What colleagues and customers see.")
@click.option(
    "--role", type=click.Choice([role.value for role in Role]), required=True, help="What they are there for."
)
@click.option("--telegram-id", type=click.IntRange(min=1), help="Their Telegram user id, for the forum group.")
@config_option
def add(login: str, name: str, role: str, telegram_id: int | None, config_path: Path | None) -> None:
    """Add an agent, or change one, and print a new password."""
    password = _with_accounts(
        find_config(config_path),
        lambda accounts: accounts.issue_password(login, name=name, role=Role(role), telegram_id=telegram_id),
    )
    click.echo(f"{login}  {name}  {role}  password: {password}")


@agents.command()
@click.argument("login")
@config_option
def password(login: str, config_path: Path | None) -> None:
    """Give an agent a new password and end their sessions."""
    new = _with_accounts(find_config(config_path), lambda accounts: accounts.reset_password(login))
    click.echo(f"{login}  password: {new}")


@agents.command()
@click.argument("login")
@click.option("--telegram-id", type=click.IntRange(min=1), required=True, help="Their Telegram user id.")
@config_option
def link(login: str, telegram_id: int, config_path: Path | None) -> None:
    """Link an agent to their Telegram account; password and sessions stay."""
    _with_accounts(find_config(config_path), lambda accounts: accounts.link_telegram(login, telegram_id))
    click.echo(f"{login}  telegram {telegram_id}")


@agents.command("list")
@config_option
def list_agents(config_path: Path | None) -> None:
    """Show everybody who may sign in."""
    everybody = _with_accounts(find_config(config_path), lambda accounts: accounts.everybody())
    if not everybody:
        click.echo("Nobody yet. Add the first one with: kefu agents add LOGIN --name NAME --role supervisor")
    for agent in everybody:
        telegram = f"  telegram {agent.telegram_id}" if agent.telegram_id else ""
        click.echo(f"{agent.login}  {agent.name}  {agent.role}{telegram}")


def _with_accounts(config: Config, call: Callable[[Accounts], Awaitable[T]]) -> T:
    async def run() -> T:
        store = await open_store(config.database)
        try:
            return await call(Accounts(store=store, clock=utc_now))
        finally:
            await store.close()

    return asyncio.run(run())
