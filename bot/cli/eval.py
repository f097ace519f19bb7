"""`kefu eval`: how well would the matcher do on these labelled messages?

Fits on any JSON lines of ``{"text", "intent"}``, so that its figures can be compared with other tools on public sets.
"""

from __future__ import annotations

import json
import math
import random
import resource
import sys
import time
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

import click
from rich.console import Console
from rich.table import Table

from intents import Example, IntentSpec, Matcher, Wish
from intents.metrics import Report, Scored, report

OUTSIDE = frozenset({"oos", "out_of_scope"})
"""Labels that mean: no intent answers this."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One labelled message; `labels` is empty when no intent answers it."""

    text: str
    labels: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Costs:
    """What it took. Times in seconds and milliseconds, memory of the whole process in MB."""

    examples: int
    intents: int
    fit_seconds: float
    p50_ms: float
    p99_ms: float
    peak_mb: float


class Share(click.ParamType[float]):
    """A share written as ``2%`` or ``0.02``."""

    name = "share"

    def convert(self, value: object, param: click.Parameter | None, ctx: click.Context | None) -> float:
        """Read the share; anything outside 0 to 100 % is refused."""
        text = str(value).strip()
        try:
            number = float(text.removesuffix("%")) / (100 if text.endswith("%") else 1)
        except ValueError:
            number = math.nan
        if not 0 <= number <= 1:
            self.fail(f"{text!r} is no share: write 2% or 0.02", param, ctx)
        return number


_FILE = click.Path(exists=True, dir_okay=False, path_type=Path)


@click.command("eval")
@click.option("--train", "train_files", type=_FILE, multiple=True, required=True, help="Labelled JSON lines to fit on.")
@click.option("--test", "test_files", type=_FILE, multiple=True, help="Labelled JSON lines to measure on.")
@click.option("--oos", "oos_files", type=_FILE, multiple=True, help="Messages no intent answers, to measure on.")
@click.option("--oos-train", "known_files", type=_FILE, multiple=True, help="Messages no intent answers, to fit on.")
@click.option("--shots", type=click.IntRange(min=1), help="Fit on this many examples per intent only.")
@click.option("--seed", type=int, default=0, show_default=True, help="Which examples --shots draws.")
@click.option("--language", type=click.Choice(["zh", "en"]), help="Told from the examples by default.")
@click.option("--wrong-answers", type=Share(), default="2%", show_default=True, help="Wish: at most this share.")
@click.option("--ask-at-most", type=Share(), default="15%", show_default=True, help="Wish: at most this share.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
def eval_command(
    train_files: tuple[Path, ...],
    test_files: tuple[Path, ...],
    oos_files: tuple[Path, ...],
    known_files: tuple[Path, ...],
    shots: int | None,
    seed: int,
    language: str | None,
    wrong_answers: float,
    ask_at_most: float,
    as_json: bool,
) -> None:
    """Fit the matcher on labelled messages and measure it on others.

    With --shots and without --test, what was not drawn from the training file is the test. Rows labelled `oos` or
    `out_of_scope` count as messages that no intent answers, wherever they stand.
    """
    train, rest = draw([row for file in train_files for row in read(file) if row.labels], shots, seed)
    test = [row for file in test_files for row in read(file)] if test_files else rest
    test += [Row(text=row.text, labels=()) for file in oos_files for row in read(file, labelled=False)]
    if not test:
        raise click.UsageError("nothing to measure on: give --test, or --shots to hold back part of --train")
    known = [row.text for file in known_files for row in read(file, labelled=False)] or None
    began = time.perf_counter()
    wish = Wish(wrong_answers=wrong_answers, ask_at_most=ask_at_most)
    matcher = Matcher.fit(specs_of(train), wish=wish, out_of_scope=known, language=language)
    fit_seconds = time.perf_counter() - began
    scored, times = _read_all(matcher, test)
    costs = Costs(
        examples=len(train),
        intents=len(matcher.intents),
        fit_seconds=fit_seconds,
        p50_ms=times[len(times) // 2] * 1000,
        p99_ms=times[min(len(times) - 1, len(times) * 99 // 100)] * 1000,
        peak_mb=resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / (1024**2 if sys.platform == "darwin" else 1024),
    )
    _show(report(scored), costs, as_json)


def read(path: Path, *, labelled: bool = True) -> Iterator[Row]:
    """Rows of a JSON lines file.

    Raises:
        click.ClickException: A line is no JSON object with a text (and an intent), named by its number.
    """
    with path.open(encoding="utf-8-sig") as lines:
        for number, line in enumerate(lines, 1):
            if line.strip():
                yield _row(line, f"{path}:{number}", labelled=labelled)


def _row(line: str, place: str, *, labelled: bool) -> Row:
    try:
        found = json.loads(line)
    except json.JSONDecodeError as error:
        raise click.ClickException(f"{place}: not JSON ({error.msg} at column {error.colno})") from error
    if not isinstance(found, dict) or not isinstance(found.get("text"), str):
        raise click.ClickException(f'{place}: expected an object with a "text", such as {{"text": "..."}}')
    intent = found.get("intent")
    if labelled and not isinstance(intent, str):
        raise click.ClickException(f'{place}: expected an "intent" beside the "text"')
    if not isinstance(intent, str) or intent in OUTSIDE:
        return Row(text=found["text"], labels=())
    return Row(text=found["text"], labels=(intent, *(one for one in found.get("also", ()) if isinstance(one, str))))


def draw(rows: Sequence[Row], shots: int | None, seed: int) -> tuple[list[Row], list[Row]]:
    """Draw `shots` rows per intent; returns (drawn, the rest in their order)."""
    if shots is None:
        return list(rows), []
    by_intent: dict[str, list[int]] = defaultdict(list)
    for number, row in enumerate(rows):
        by_intent[row.labels[0]].append(number)
    chance = random.Random(seed)  # noqa: S311 — a sample to measure on, no secret
    drawn = [
        one for _, numbers in sorted(by_intent.items()) for one in chance.sample(numbers, min(shots, len(numbers)))
    ]
    taken = set(drawn)
    return [rows[one] for one in drawn], [row for number, row in enumerate(rows) if number not in taken]


def specs_of(rows: Sequence[Row]) -> list[IntentSpec]:
    """Rows as intents, each row an example of its first label."""
    examples: dict[str, list[Example]] = defaultdict(list)
    for row in rows:
        examples[row.labels[0]].append(Example(text=row.text))
    return [IntentSpec(id=intent, examples=tuple(found)) for intent, found in sorted(examples.items())]


def _read_all(matcher: Matcher, rows: Sequence[Row]) -> tuple[list[Scored], list[float]]:
    """Every row's reading, and the sorted seconds that each took."""
    scored, times = [], []
    for row in rows:
        began = time.perf_counter()
        match = matcher.match(row.text)
        times.append(time.perf_counter() - began)
        scored.append(Scored(right=row.labels, match=match))
    return scored, sorted(times)


def _show(found: Report, costs: Costs, as_json: bool) -> None:
    if as_json:
        plain = {name: None if value != value else value for name, value in (asdict(found) | asdict(costs)).items()}
        click.echo(json.dumps(plain, ensure_ascii=False))
        return
    console = Console(highlight=False)
    table = Table(title="kefu eval", show_header=False)
    for name, value in (asdict(found) | asdict(costs)).items():
        if name != "confusions":
            table.add_row(name.replace("_", " "), f"{value:.4f}" if isinstance(value, float) else str(value))
    console.print(table)
    if found.confusions:
        worst = Table("right", "taken for", "times", title="Worst confusions")
        for right, guess, count in found.confusions:
            worst.add_row(right, guess or "—", str(count))
        console.print(worst)
