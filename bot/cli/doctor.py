"""`kefu doctor`: is everything in order, and if not, what is to be done?"""

from __future__ import annotations

import asyncio
import json
from dataclasses import asdict
from pathlib import Path
from typing import Final

import click
from rich.console import Console
from rich.text import Text

from bot.bootstrap import utc_now
from bot.cli.shops import config_option, find_config
from bot.core.errors import ConfigError
from bot.doctor import Finding, Level, examine, fail

_MARKS: Final = {
    Level.OK: ("ok  ", "green"),
    Level.WARN: ("warn", "yellow"),
    Level.FAIL: ("FAIL", "bold red"),
}
_FAILED: Final = 1


@click.command()
@config_option
@click.option("--json", "as_json", is_flag=True, help="A JSON list instead of lines.")
def doctor(config_path: Path | None, as_json: bool) -> None:
    """Check settings, scripts, database, disk, clock and Telegram; exit 1 when something does not work."""
    findings = asyncio.run(_findings(config_path, None if as_json else Console(soft_wrap=True)))
    if as_json:
        click.echo(json.dumps([asdict(one) for one in findings], ensure_ascii=False, indent=2))
    if any(one.level is Level.FAIL for one in findings):
        raise click.exceptions.Exit(_FAILED)


async def _findings(config_path: Path | None, console: Console | None) -> list[Finding]:
    """Everything, shown while it comes in."""
    found: list[Finding] = []
    try:
        config = find_config(config_path)
    except ConfigError as error:
        found = [fail("config", line, "see config.example.yaml") for line in str(error).splitlines()]
        for finding in found:
            _show(console, finding)
        return found
    async for finding in examine(config, clock=utc_now):
        found.append(finding)
        _show(console, finding)
    return found


def _show(console: Console | None, finding: Finding) -> None:
    if console is None:
        return
    word, style = _MARKS[finding.level]
    console.print(Text.assemble((word, style), f"  {finding.check}: {finding.text}"))
    if finding.advice:
        console.print(Text(f"      → {finding.advice}"))
