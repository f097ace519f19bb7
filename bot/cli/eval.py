"""`kefu eval`: how well would the matcher do on these labelled messages?

Fits on any JSON lines of ``{"text", "intent"}``, so that its figures can be compared with other tools on public sets.
"""

from __future__ import annotations

import json
import math
import resource
import sys
import time
from collections import Counter
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, Final

import click

from bot.cli.labelled import Row, draw, read, scarce, specs_of
from intents import Decision, Matcher, Wish, normalize
from intents.keys import key
from intents.metrics import Report, Scored, report
from intents.outside import language_of, outside

_NAMED: Final = 5
"""How many labels a remark names before it only counts."""


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

    A file holds one JSON object per line: {"text": "...", "intent": "..."}, and in a test "also": [...] for further
    intents that count as right. With --shots and without --test, what was not drawn from the training file is the
    test. Rows labelled `oos` or `out_of_scope` count as messages that no intent answers: to fit on where they stand
    in a training file, to measure on elsewhere. Those to fit on are added to the built-in ones of the language.
    """
    rows = [row for file in train_files for row in read(file)]
    labelled = [row for row in rows if row.labels]
    if not labelled:
        raise click.ClickException(f"{_names(map(str, train_files))}: no message with an intent to fit on")
    train, rest = draw(labelled, shots, seed)
    test = [row for file in test_files for row in read(file)] if test_files else rest
    test += [Row(text=row.text, labels=()) for file in oos_files for row in read(file, labelled=False)]
    if not test:
        raise click.UsageError(_nothing_left(labelled, shots) if not test_files else "the --test files are empty")
    known = [row.text for row in rows if not row.labels]
    known += [row.text for file in known_files for row in read(file, labelled=False)]
    _remark(labelled, train, test, shots)
    wish = Wish(wrong_answers=wrong_answers, ask_at_most=ask_at_most)
    _show(*_measured(train, test, known, wish, language), wish, as_json)


def _nothing_left(rows: Sequence[Row], shots: int | None) -> str:
    if shots is None:
        return "nothing to measure on: give --test, or --shots to hold back part of --train"
    most = max(Counter(row.labels[0] for row in rows).values())
    return f"--shots {shots} takes every example (the most that an intent has is {most}): give --test, or fewer --shots"


def _remark(labelled: Sequence[Row], train: Sequence[Row], test: Sequence[Row], shots: int | None) -> None:
    """Say on stderr what makes the figures mean something else than they seem to."""
    few = scarce(labelled, shots) if shots else {}
    if few:
        named = _names(f"{intent} has {count}" for intent, count in sorted(few.items()))
        click.echo(f"note: fewer than {shots} examples to draw for {len(few)} of the intents: {named}", err=True)
    double = _twice(labelled)
    if double:
        click.echo(
            f"note: {len(double)} {'sentence is' if len(double) == 1 else 'sentences are'} labelled with two intents, "
            f"and can only be asked about: {_names(double)}",
            err=True,
        )
    taught = {row.labels[0] for row in train}
    strange = sorted({row.labels[0] for row in test if row.labels and not taught.intersection(row.labels)})
    if strange:
        click.echo(
            f"note: {_names(strange)}: in the test but not in the training, so these can only count as wrong",
            err=True,
        )


def _twice(rows: Sequence[Row]) -> list[str]:
    """Sentences that more than one intent claims, each with its intents."""
    claims: dict[str, dict[str, str]] = {}
    for row in rows:
        claims.setdefault(key(normalize(row.text).text), {}).setdefault(row.labels[0], row.text)
    return [
        f"{next(iter(found.values()))!r} ({', '.join(sorted(found))})" for found in claims.values() if len(found) > 1
    ]


def _names(listed: Any) -> str:
    names = list(listed)
    return ", ".join(names[:_NAMED]) + (f" and {len(names) - _NAMED} more" if len(names) > _NAMED else "")


def _measured(
    train: Sequence[Row], test: Sequence[Row], known: Sequence[str], wish: Wish, language: str | None
) -> tuple[Report, Costs, dict[tuple[str, str], str], float]:
    """Fit and read everything: figures, costs, a message for each confusion, share of all messages answered falsely."""
    if sys.stderr.isatty():
        click.echo(f"fitting on {len(train)} examples", err=True)
    began = time.perf_counter()
    language = language or language_of([row.text for row in train])
    nobodys = dict.fromkeys([*known, *outside(language)])
    matcher = Matcher.fit(specs_of(train), wish=wish, out_of_scope=tuple(nobodys), language=language)
    fit_seconds = time.perf_counter() - began
    scored, times, samples = _read_all(matcher, test)
    costs = Costs(
        examples=len(train),
        intents=len(matcher.intents),
        fit_seconds=fit_seconds,
        p50_ms=times[len(times) // 2] * 1000,
        p99_ms=times[min(len(times) - 1, len(times) * 99 // 100)] * 1000,
        peak_mb=resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / (1024**2 if sys.platform == "darwin" else 1024),
    )
    false = sum(one.decision is Decision.ANSWER and not one.hit for one in scored) / len(scored)
    return report(scored), costs, samples, false


def _read_all(matcher: Matcher, rows: Sequence[Row]) -> tuple[list[Scored], list[float], dict[tuple[str, str], str]]:
    """Every row's reading, the sorted seconds that each took, the first message of each confusion."""
    scored, times = [], []
    samples: dict[tuple[str, str], str] = {}
    with click.progressbar(rows, label="reading", file=sys.stderr, hidden=not sys.stderr.isatty()) as shown:
        for row in shown:
            began = time.perf_counter()
            match = matcher.match(row.text)
            times.append(time.perf_counter() - began)
            one = Scored.of(row.labels, match)
            if row.labels and not one.hit:
                samples.setdefault((row.labels[0], one.guess), row.text)
            scored.append(one)
    return scored, sorted(times), samples


def _show(
    found: Report, costs: Costs, samples: dict[tuple[str, str], str], false: float, wish: Wish, as_json: bool
) -> None:
    if as_json:
        figures = asdict(found) | asdict(costs) | {"false_answers": false, "wish": asdict(wish)}
        click.echo(json.dumps({name: None if value != value else value for name, value in figures.items()}))
        return
    from bot.cli.figures import show  # noqa: PLC0415 — rich takes 4 MB that are no part of what is measured

    show(found, costs, samples, false, wish)
