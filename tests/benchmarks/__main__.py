"""`make bench`: kefu and the usual alternatives on the same splits, in one table.

    python -m tests.benchmarks [--data DIR] [--seeds N] [--only NAME]

Each contender runs in a process of its own, so that its memory is its own. See `splits` for the files in DIR.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import resource
import subprocess
import sys
import time
from collections import defaultdict
from collections.abc import Sequence
from pathlib import Path
from statistics import mean, median

import click

from bot.cli.labelled import Row
from intents.metrics import auroc
from tests.benchmarks.contenders import CONTENDERS, Contender, Rasa
from tests.benchmarks.splits import LARGE, Split, splits

COLUMNS = ("banking 5", "banking 10", "banking all", "clinc 10", "clinc 10 AUROC", "shop 10", "shop 10 homophones",
           "shop 10 AUROC", "fit s (10 per intent)", "p50 ms", "p50 ms at 20,000", "fit s at 20,000",
           "peak MB (10 per intent)")  # fmt: skip
Figures = dict[str, float]


def main() -> None:
    """Run what the command line asks for."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, default=Path("data"), help="default: data")
    parser.add_argument("--seeds", type=int, default=3)
    parser.add_argument("--only", choices=CONTENDERS, help="this contender, here, as JSON")
    chosen = parser.parse_args()
    if not (chosen.data / "banking77_train.jsonl").is_file():
        parser.error("no data: give --data DIR with the files that tests/benchmarks/splits.py names")
    if chosen.only:
        click.echo(json.dumps(run(CONTENDERS[chosen.only](), chosen.data, chosen.seeds)))
        return
    click.echo(f"Python {platform.python_version()}, {platform.machine()}, {os.cpu_count()} processors\n")
    click.echo("| | " + " | ".join(COLUMNS) + " |")
    click.echo("|---" * (len(COLUMNS) + 1) + "|")
    for name in CONTENDERS:
        found = _in_own_process(name, chosen.data, chosen.seeds)
        cells = [f"{found[column]:.4g}" if column in found else "–" for column in COLUMNS]
        click.echo(f"| {name} | " + " | ".join(cells) + " |")


def _in_own_process(name: str, data: Path, seeds: int) -> Figures:
    command = [sys.executable, "-m", "tests.benchmarks", "--only", name, "--data", str(data), "--seeds", str(seeds)]
    done = subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True)
    found: Figures = json.loads(done.stdout)
    return found


def run(contender: Contender, data: Path, seeds: int) -> Figures:
    """All figures of one contender; accuracies and AUROC in percent, averaged over the seeds."""
    found: dict[str, list[float]] = defaultdict(list)
    for split in splits(data, seeds):
        if split.name == LARGE and not contender.grows:
            continue
        if split.name == "banking all":
            found["peak MB (10 per intent)"].append(_peak_mb(contender))
            if isinstance(contender, Rasa):
                break  # nine thousand examples would keep it busy for hours
        figures = _measure(contender, split)
        click.echo(f"{split.name}: {json.dumps(figures)}", err=True)  # a row may take hours: what is known already
        for name, value in figures.items():
            found[name].append(value)
    return {name: mean(values) for name, values in found.items()}


def _peak_mb(contender: Contender) -> float:
    """The most memory this process, or the one that Rasa runs in, ever held."""
    if isinstance(contender, Rasa):
        return contender.peak_mb
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / (1024**2 if sys.platform == "darwin" else 1024)


def _measure(contender: Contender, split: Split) -> Figures:
    began = time.perf_counter()
    contender.fit(split.train)
    fit_seconds = time.perf_counter() - began
    guesses = {name: _guess_all(contender, rows) for name, rows in split.tests.items()}
    p50 = median(seconds for made in guesses.values() for _, _, seconds in made) * 1000
    if split.name == LARGE:
        return {"p50 ms at 20,000": p50, "fit s at 20,000": fit_seconds}
    figures: Figures = {"p50 ms": p50}
    if split.name.endswith("10"):
        figures["fit s (10 per intent)"] = fit_seconds
    for name, suffix in (("clean", ""), ("homophones", " homophones")):
        if name in guesses:
            right = [intent in row.labels for (intent, _, _), row in zip(guesses[name], split.tests[name], strict=True)]
            figures[split.name + suffix] = 100 * mean(right)
    if "outside" in guesses:
        inside = [score for _, score, _ in guesses["clean"]]
        outside = [score for _, score, _ in guesses["outside"]]
        figures[f"{split.name} AUROC"] = 100 * auroc(inside, outside)
    return figures


def _guess_all(contender: Contender, rows: Sequence[Row]) -> list[tuple[str, float, float]]:
    """(intent, score, seconds) for each row."""
    made = []
    for row in rows:
        began = time.perf_counter()
        intent, score = contender.guess(row.text)
        made.append((intent, score, time.perf_counter() - began))
    return made


if __name__ == "__main__":
    main()
