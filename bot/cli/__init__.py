"""The `kefu` command. Each subcommand is a module of its own, imported only when it is called."""

from __future__ import annotations

import importlib
import os
from collections.abc import Mapping
from types import MappingProxyType
from typing import Any, Final

import click

from bot.core.errors import Declined, KefuError
from bot.desk.wording import of_error

_COMMANDS: Final[Mapping[str, str]] = MappingProxyType(
    {
        "agents": "bot.cli.agents:agents",
        "chat": "bot.cli.chat:chat",
        "check": "bot.cli.check:check",
        "doctor": "bot.cli.doctor:doctor",
        "eval": "bot.cli.eval:eval_command",
        "explain": "bot.cli.explain:explain",
        "import-orders": "bot.cli.import_orders:import_orders",
        "match": "bot.cli.match:match",
        "run": "bot.cli.run:run",
        "webhooks": "bot.cli.webhooks:webhooks",
    }
)


# Before numpy is loaded: its matrices are small here, and threads that wait for each other make fits slower.
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")


class _Expected(click.ClickException):
    """An error whose message is all that a person needs."""

    exit_code = 2


class _Commands(click.Group):
    """Imports a command when it is needed, and shows an expected error as a message instead of a traceback."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002  # click passes it
        """All commands, in the order of the alphabet."""
        return sorted(_COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002  # as above
        """The command of that name, or None."""
        if cmd_name not in _COMMANDS:
            return None
        module, _, name = _COMMANDS[cmd_name].partition(":")
        command: click.Command = getattr(importlib.import_module(module), name)
        return command

    def invoke(self, ctx: click.Context) -> Any:
        """Run the command; what kefu raises on purpose says itself what to do."""
        try:
            return super().invoke(ctx)
        except KefuError as error:
            told = of_error(error, "en") if isinstance(error, Declined) else str(error)
            raise _Expected(told) from error


@click.group(cls=_Commands)
@click.version_option(package_name="kefu")
def main() -> None:
    """Customer service for online shops: intents over YAML scripts, and people when a person is needed."""
