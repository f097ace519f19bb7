"""`kefu check`: may I publish these scripts? Every problem in one run, in the form editors can jump to."""

from __future__ import annotations

from pathlib import Path

import click
from rich.console import Console
from rich.text import Text

from bot.core.errors import Problem
from bot.scripts import Checked, check_book
from bot.scripts.book import Pack
from bot.scripts.schemas import write_schemas


@click.command()
@click.argument("directory", type=click.Path(path_type=Path), default=Path("scripts_yaml"))
@click.option("--schemas", is_flag=True, help="Also rewrite the JSON Schemas that editors complete from.")
@click.pass_context
def check(context: click.Context, directory: Path, *, schemas: bool) -> None:
    """Check the scripts in DIRECTORY (scripts_yaml when not given).

    Prints every problem as path:line:column: text (hint) and ends with exit code 1 when there is one.
    """
    console = Console(soft_wrap=True, highlight=False)
    if schemas and directory.is_dir():
        for path in write_schemas(directory / "schemas"):
            console.print(Text(f"wrote {path.as_posix()}"))
    checked = check_book(directory)
    for problem in checked.problems:
        console.print(_line(problem))
    if checked.book is None:
        console.print(Text(_count(len(checked.problems)), style="bold red"))
        context.exit(1)
    for pack in checked.book.packs.values():
        console.print(_summary(pack, checked))
    console.print(Text(f"{directory.as_posix()}: no problems", style="bold green"))


def _line(problem: Problem) -> Text:
    place = f"{problem.path}:{problem.line}:{problem.column}: "
    hint = f" ({problem.hint})" if problem.hint else ""
    return Text.assemble((place, "cyan"), problem.text, (hint, "dim"))


def _count(number: int) -> str:
    return "1 problem" if number == 1 else f"{number} problems"


def _summary(pack: Pack, checked: Checked) -> Text:
    sentences = sum(len(intent.spec.examples) for intent in pack.intents.values())
    tests = sum(len(doc.tests) for (language, _), doc in checked.conversations.items() if language == pack.language)
    counts = (
        f"{len(pack.topics)} topics, {len(pack.intents)} intents, {sentences} example sentences, "
        f"{len(pack.slots)} slots, {len(pack.flows)} flows, {len(pack.replies)} replies, {tests} conversation tests"
    )
    return Text.assemble((f"{pack.language}: ", "bold"), counts)
