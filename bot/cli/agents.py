"""`kefu agents`: who may work the desk, and the tokens their programs use."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from difflib import get_close_matches
from pathlib import Path
from typing import Any, Final, TypeVar

import click

from bot.bootstrap import utc_now
from bot.cli.shops import config_option, find_config, in_store
from bot.core.ports import Store
from bot.core.roles import Agent, Role
from bot.core.text import one_line
from bot.service.accounts import Accounts
from bot.service.bell import InProcessBell
from bot.service.staff import Staff

T = TypeVar("T")

_MAX_LOGIN: Final = 64
_MAX_NAME: Final = 40
_TOKEN_NAME: Final = "default"  # noqa: S105  # a token's name, not a token


class _RoleName(click.ParamType[Role]):
    """A role by its id; a dash is as good as an underscore."""

    name = "role"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Role:
        """Fails with the role that was probably meant."""
        written = str(value).strip().lower().replace("-", "_")
        if written not in set(Role):
            close = get_close_matches(written, list(Role), n=1, cutoff=0.5)
            meant = f" Did you mean {close[0]}?" if close else ""
            self.fail(f"there is no role {value!r}.{meant} Roles: {', '.join(Role)}", param, ctx)
        return Role(written)


def _check_login(_context: click.Context, _parameter: click.Parameter, login: str) -> str:
    """A login is typed into a form, so it has no blanks and nothing invisible."""
    if not 1 <= len(login) <= _MAX_LOGIN or not login.isprintable() or any(char.isspace() for char in login):
        raise click.BadParameter(f"1 to {_MAX_LOGIN} visible characters without blanks are wanted here")
    return login


def _check_name(_context: click.Context, _parameter: click.Parameter, name: str) -> str:
    cleaned = one_line(name, len(name))
    if not 1 <= len(cleaned) <= _MAX_NAME:
        raise click.BadParameter(
            f"a name of 1 to {_MAX_NAME} characters is wanted here; customers and colleagues see it"
        )
    return cleaned


@click.group()
def agents() -> None:
    """Add and list the people who work the desk, and change what they may do."""


@agents.command()
@click.argument("login", callback=_check_login)
@click.option("--name", required=True, callback=_check_name, help="What colleagues and customers see.")
@click.option("--role", type=_RoleName(), required=True, help=f"What they are there for: {', '.join(Role)}.")
@click.option("--telegram-id", type=click.IntRange(min=1), help="Their Telegram user id, for the forum group.")
@config_option
def add(login: str, name: str, role: Role, telegram_id: int | None, config_path: Path | None) -> None:
    """Add an agent, or change one, and print a new password."""
    password = _with_accounts(
        config_path, lambda accounts: accounts.issue_password(login, name=name, role=role, telegram_id=telegram_id)
    )
    click.echo(f"{login}  {name}  {role}  password: {password}")


@agents.command()
@click.argument("login")
@config_option
def reset(login: str, config_path: Path | None) -> None:
    """Give an agent a new password and end their sessions; tokens stay."""
    new = _with_accounts(config_path, lambda accounts: accounts.reset_password(login))
    click.echo(f"{login}  password: {new}")


@agents.command()
@click.argument("login")
@click.argument("role", type=_RoleName())
@config_option
def role(login: str, role: Role, config_path: Path | None) -> None:
    """Change what an agent is there for. One supervisor has to stay."""
    agent = _with_staff(config_path, login, lambda staff, agent: staff.change(agent.id, role=role))
    click.echo(_line(agent))


@agents.command()
@click.argument("login")
@click.argument("state", type=click.Choice(["on", "off"]))
@config_option
def shift(login: str, state: str, config_path: Path | None) -> None:
    """Put an agent on or off shift: who is on takes cases."""

    async def put(staff: Staff, agent: Agent) -> Agent:
        return await staff.store.transact(lambda uow: uow.agents.set_shift(agent.id, on=state == "on"))

    click.echo(_line(_with_staff(config_path, login, put)))


@agents.command()
@click.argument("login")
@config_option
def off(login: str, config_path: Path | None) -> None:
    """Switch an agent off: signed out everywhere, tokens revoked. `on` lets them in again."""
    click.echo(_line(_with_staff(config_path, login, lambda staff, agent: staff.change(agent.id, active=False))))


@agents.command()
@click.argument("login")
@config_option
def on(login: str, config_path: Path | None) -> None:
    """Let an agent who was switched off sign in again, with the password of then."""
    click.echo(_line(_with_staff(config_path, login, lambda staff, agent: staff.change(agent.id, active=True))))


@agents.command()
@click.argument("login")
@click.option(
    "--name", default=_TOKEN_NAME, show_default=True, callback=_check_name, help="What the token is for, such as crm."
)
@click.option("--revoke", is_flag=True, help="Make the token of that name useless, instead of a new one.")
@config_option
def token(login: str, name: str, revoke: bool, config_path: Path | None) -> None:
    """Print a token by which a program acts as the agent, until it is revoked. It is shown only now."""
    if revoke:
        _with_staff(config_path, login, lambda staff, agent: staff.revoke_token(agent.id, name))
        click.echo(f"{login}  token {name} revoked")
        return
    issued = _with_staff(config_path, login, lambda staff, agent: staff.issue_token(agent.id, name))
    click.echo(f"{login}  token {name}: {issued}")


@agents.command()
@click.argument("login")
@click.option("--telegram-id", type=click.IntRange(min=1), required=True, help="Their Telegram user id.")
@config_option
def link(login: str, telegram_id: int, config_path: Path | None) -> None:
    """Link an agent to their Telegram account; password and sessions stay."""
    _with_accounts(config_path, lambda accounts: accounts.link_telegram(login, telegram_id))
    click.echo(f"{login}  telegram {telegram_id}")


@agents.command("list")
@config_option
def list_agents(config_path: Path | None) -> None:
    """Show everybody, with shift, Telegram id and the names of tokens."""

    async def everybody(store: Store) -> list[str]:
        staff = _staff(store)
        agents = await store.read(lambda uow: uow.agents.listing())
        return [_line(agent, [one.name for one in await staff.tokens(agent.id)]) for agent in agents]

    lines = in_store(find_config(config_path, channels=False), everybody)
    if not lines:
        click.echo("Nobody yet. Add the first one with: kefu agents add LOGIN --name NAME --role supervisor")
    for line in lines:
        click.echo(line)


def _line(agent: Agent, tokens: list[str] | None = None) -> str:
    marks = [
        "on shift" if agent.on_shift else "",
        "" if agent.active else "switched off",
        f"telegram {agent.telegram_id}" if agent.telegram_id else "",
        f"tokens: {', '.join(tokens)}" if tokens else "",
    ]
    return "  ".join([agent.login, agent.name, agent.role, *filter(None, marks)])


def _with_accounts(config_path: Path | None, call: Callable[[Accounts], Awaitable[T]]) -> T:
    return in_store(find_config(config_path, channels=False), lambda store: call(Accounts(store=store, clock=utc_now)))


def _with_staff(config_path: Path | None, login: str, call: Callable[[Staff, Agent], Awaitable[T]]) -> T:
    async def run(store: Store) -> T:
        staff = _staff(store)
        return await call(staff, await staff.find(login))

    return in_store(find_config(config_path, channels=False), run)


def _staff(store: Store) -> Staff:
    """With a bell that nobody hears: a shop that runs looks again within a second."""
    return Staff(store=store, bell=InProcessBell(), clock=utc_now)
