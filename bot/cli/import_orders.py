"""`kefu import-orders`: the shop's export of orders into the store, with everything that was left out and why."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing, contextmanager
from dataclasses import dataclass, field, replace
from functools import partial
from itertools import islice
from pathlib import Path
from typing import Final, TextIO
from zoneinfo import ZoneInfo

import click
from rich.console import Console
from rich.progress import BarColumn, DownloadColumn, Progress, TextColumn, TimeRemainingColumn

from bot.bootstrap import Shop, open_shop
from bot.cli.shops import config_option, find_config
from bot.config import Config
from bot.core.errors import ImportFileError, Problem
from bot.orders.dialect import ImportContext
from bot.orders.intake import Older, Taken, take_in
from bot.orders.reader import AUTO, FORMATS, LeftOut, Outcome, ReadOrder, read_orders
from bot.service.turns import Room

BATCH: Final = 2000
"""Outcomes per transaction: large enough to be fast, small enough that the shop goes on answering in between."""

SHOWN: Final = 50
"""Problems printed; the rest is counted and goes to `--problems`."""

_LONG: Final = 1 << 20
"""From so many bytes a progress bar is shown."""

_LEFT_OUT: Final = 1
"""Exit status; a file that cannot be read is an error of the whole command (2)."""

_FILE: Final = click.Path(path_type=Path, exists=True, dir_okay=False)


@dataclass(slots=True, kw_only=True)
class Tally:
    """What has become of the file so far."""

    new: int = 0
    changed: int = 0
    unchanged: int = 0
    left_out: int = 0
    older: int = 0

    @property
    def read(self) -> int:
        """Orders of the file, whatever became of them."""
        return self.new + self.changed + self.unchanged + self.left_out + self.older

    def add(self, taken: Taken) -> None:
        """Count a stored batch."""
        self.new += taken.new
        self.changed += taken.changed
        self.unchanged += taken.unchanged
        self.older += len(taken.older)

    def __str__(self) -> str:
        text = f"{self.read} read: {self.new} new, {self.changed} changed, {self.unchanged} unchanged"
        text += f", {self.left_out} left out"
        return text + (f", {self.older} older than what is known" if self.older else "")


@dataclass(slots=True, kw_only=True)
class ProblemList:
    """Prints the first problems and writes all of them to a file, if one was asked for; keeps none."""

    file: TextIO | None
    count: int = field(default=0, init=False)

    def add(self, problem: Problem) -> None:
        """One problem, as `file:line:column: text (hint)`."""
        self.count += 1
        if self.count <= SHOWN:
            click.echo(str(problem), err=True)
        if self.file:
            self.file.write(f"{problem}\n")

    def close(self) -> None:
        """Say how many were not printed, and where to find them."""
        if self.count > SHOWN:
            where = self.file.name if self.file else "a file with --problems FILE"
            click.echo(f"… and {self.count - SHOWN} more; all of them are in {where}", err=True)


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """The file as the command line names it."""

    path: Path
    items: Path | None
    export: str
    overwrite: bool


@click.command("import-orders")
@click.argument("file", type=_FILE)
@click.option("--format", "export", type=click.Choice(FORMATS), default=AUTO, show_default=True, help="Kind of export.")
@click.option("--items", type=_FILE, help="Taobao's ExportItemList of the same orders.")
@config_option
@click.option("--database", metavar="URL", help="A database other than the shop's.")
@click.option("--problems", type=click.Path(path_type=Path, dir_okay=False), help="Write every problem to this file.")
@click.option("--overwrite", is_flag=True, help="Take the file's word even where an order goes back in time.")
@click.pass_context
def import_orders(
    context: click.Context,
    *,
    file: Path,
    export: str,
    items: Path | None,
    config_path: Path | None,
    database: str | None,
    problems: Path | None,
    overwrite: bool,
) -> None:
    """Import the orders of FILE: an export of Taobao, Shopify or WooCommerce.

    Importing a file twice changes nothing; a later export updates. A row that cannot be taken is reported with its
    line and left out, the rest goes in.

    Exit status: 0 all taken, 1 something was left out, 2 the file (or the shop) cannot be read.
    """
    config = find_config(config_path, channels=False)
    if database is not None:
        config = replace(config, database=database)
    source = Source(path=file, items=items, export=export, overwrite=overwrite)
    tally = Tally()
    try:
        with _problem_list(problems) as report:
            asyncio.run(_import(source, config, tally, report))
    except ImportFileError:
        if tally.read:
            click.echo(f"{file}: stopped after {tally}", err=True)
        raise
    click.echo(f"{file}: {tally}")
    context.exit(_LEFT_OUT if tally.left_out or tally.older else 0)


@contextmanager
def _problem_list(path: Path | None) -> Iterator[ProblemList]:
    with ExitStack() as stack:
        try:
            file = stack.enter_context(path.open("w", encoding="utf-8")) if path else None
        except OSError as error:
            raise ImportFileError(f"{path}: {error.strerror}") from error
        report = ProblemList(file=file)
        stack.callback(report.close)
        yield report


async def _import(source: Source, config: Config, tally: Tally, report: ProblemList) -> None:
    async with open_shop(config) as shop:
        with _progress(source.path) as progress:
            await import_file(source, shop, progress, tally, report)


async def import_file(
    source: Source, shop: Shop, progress: Callable[[int], None], tally: Tally, report: ProblemList
) -> None:
    """Read the file and store it batch by batch, each in a transaction of its own."""
    book = shop.book()
    context = ImportContext(zone=ZoneInfo(str(book.shop["timezone"])), currency=str(book.shop["currency"]))
    outcomes = read_orders(source.path, context, export=source.export, items=source.items, progress=progress)
    with closing(outcomes):
        while chunk := list(islice(outcomes, BATCH)):
            room = Room(book=book, now=shop.clock())
            batch = [outcome for outcome in chunk if isinstance(outcome, ReadOrder)]
            taken = await shop.store.transact(partial(take_in, room=room, batch=batch, overwrite=source.overwrite))
            tally.add(taken)
            tally.left_out += sum(isinstance(outcome, LeftOut) for outcome in chunk)
            for problem in _problems(chunk, taken, source.path):
                report.add(problem)


def _problems(chunk: list[Outcome], taken: Taken, path: Path) -> Iterator[Problem]:
    """In the order of the file, what was older after what could not be read."""
    for outcome in chunk:
        match outcome:
            case LeftOut(problems=problems):
                yield from problems
            case Problem():
                yield outcome
    yield from (_older(older, path) for older in taken.older)


def _older(older: Older, path: Path) -> Problem:
    order = older.read.order
    return Problem(
        path=str(path),
        line=older.read.line,
        column=1,
        code="older",
        text=f"order {order.number} is {order.fulfilment} here, but is known to be {older.known} already",
        hint="is this an older export? If the order really went back, import it with --overwrite",
    )


@contextmanager
def _progress(path: Path) -> Iterator[Callable[[int], None]]:
    """A bar by bytes for long files on a terminal."""
    console = Console(stderr=True)
    size = path.stat().st_size if path.is_file() else 0
    if size < _LONG or not console.is_terminal:
        yield lambda _: None
        return
    columns = (TextColumn("{task.description}"), BarColumn(), DownloadColumn(), TimeRemainingColumn())
    with Progress(*columns, console=console, transient=True) as bar:
        task = bar.add_task(path.name, total=size)
        yield lambda done: bar.update(task, completed=done)
