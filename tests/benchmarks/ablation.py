"""What each part of the matcher is worth: the table of docs/decisions/0005-matcher.md.

python -m tests.benchmarks.ablation --data DIR [--seeds N]
"""

from __future__ import annotations

import argparse
from collections import defaultdict
from contextlib import AbstractContextManager, nullcontext
from pathlib import Path
from statistics import mean
from unittest.mock import patch

import click

from bot.cli.labelled import specs_of
from intents import Matcher, calibration, concepts, matcher, views
from intents.metrics import Scored, report
from tests.benchmarks.splits import Split, splits

COLUMNS = ("banking 10", "clinc 10", "clinc 10 AUROC", "shop 10", "shop 10 homophones", "shop 10 AUROC",
           "wrong %", "ECE %")  # fmt: skip


def _without(*names: str) -> AbstractContextManager[object]:
    return patch.dict(views.VIEWS, dict.fromkeys(names, 0.0))


VARIANTS: dict[str, AbstractContextManager[object]] = {
    "everything": nullcontext(),
    "without characters": _without("characters"),
    "without sounds (2) and syllables (1)": _without("sounds", "syllables"),
    "without words": _without("words"),
    "without pairs of words": _without("pairs"),
    "without letters": _without("letters"),
    "without concepts": _without("concepts"),
    "concepts by characters only, not by sound": patch.object(concepts, "_LEAST_HEARD", 99),
    "short forms not spelled out": patch.object(views, "spelled_out", lambda word: tuple(word.split("'"))),
    "words within words not counted": patch.object(views, "every_han_concept", concepts.han_concepts),
    "courtesies kept": patch.object(views, "without_courtesy", lambda text: text),
    "without near-exact hits and guards": patch.object(matcher, "_LONGEST_NEAR", -1),
    "scope score without coverage": patch.object(calibration, "_COVERAGE_POWER", 0.0),
    "temperature without the logistic over the first candidate": patch.object(calibration, "_HOLD", 1e9),
    "temperature fixed at 1": patch.object(calibration, "_temperature", lambda inside: 1.0),
    "without everyday talk": patch.object(matcher, "outside", lambda language: ()),
}


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--seeds", type=int, default=2)
    chosen = parser.parse_args()
    every = [split for split in splits(chosen.data, chosen.seeds) if split.name in COLUMNS]
    click.echo("| | " + " | ".join(COLUMNS) + " |")
    click.echo("|---" * (len(COLUMNS) + 1) + "|")
    for name, change in VARIANTS.items():
        with change:
            figures = _measure(every)
        click.echo(f"| {name} | " + " | ".join(f"{figures[column]:.1f}" for column in COLUMNS) + " |")


def _measure(every: list[Split]) -> dict[str, float]:
    found: dict[str, list[float]] = defaultdict(list)
    pooled: dict[str, list[Scored]] = defaultdict(list)
    for split in every:
        fitted = Matcher.fit(specs_of(split.train))
        scored = {
            name: [Scored.of(row.labels, fitted.match(row.text)) for row in rows] for name, rows in split.tests.items()
        }
        clean = report([*scored["clean"], *scored.get("outside", ())])
        found[split.name].append(100 * clean.accuracy)
        found[f"{split.name} AUROC"].append(100 * clean.auroc)
        pooled[split.name] += scored["clean"]
        if "homophones" in scored:
            found[f"{split.name} homophones"].append(100 * report(scored["homophones"]).accuracy)
    together = [report(rows) for rows in pooled.values()]  # over all seeds: bins of a few rows would be all noise
    return {name: mean(values) for name, values in found.items()} | {
        "wrong %": 100 * mean(one.wrong_answers for one in together),
        "ECE %": 100 * mean(one.ece for one in together),
    }


if __name__ == "__main__":
    main()
