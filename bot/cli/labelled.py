"""Labelled messages for `kefu eval`: reading them from JSON lines, drawing some per intent, making intents of them."""

from __future__ import annotations

import json
import random
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Final

import click

from intents import Example, IntentSpec

LONGEST_LINE: Final = 200_000
"""Bytes; a message of three megabytes takes 750 MB to fit on."""

OUTSIDE: Final = frozenset({"oos", "out_of_scope"})
"""Labels that mean: no intent answers this."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One labelled message; `labels` is empty when no intent answers it."""

    text: str
    labels: tuple[str, ...]


def read(path: Path, *, labelled: bool = True) -> Iterator[Row]:
    """Rows of a JSON lines file; blank lines are passed over.

    Raises:
        click.ClickException: A line is too long, not UTF-8, no JSON object, or has no text (or no intent); it is
            named by its number.
    """
    with path.open("rb") as lines:
        for number, line in enumerate(iter(partial(lines.readline, LONGEST_LINE + 1), b""), 1):
            if len(line) > LONGEST_LINE:
                raise click.ClickException(f"{path}:{number}: longer than {LONGEST_LINE} bytes; shorten or remove it")
            if line.strip():
                yield _row(line, f"{path}:{number}", labelled=labelled)


def _row(line: bytes, place: str, *, labelled: bool) -> Row:
    try:
        found = json.loads(line.decode("utf-8-sig"))
    except UnicodeDecodeError as error:
        raise click.ClickException(f"{place}: not UTF-8 at byte {error.start + 1}; convert the file first") from error
    except json.JSONDecodeError as error:
        raise click.ClickException(
            f'{place}: not JSON ({error.msg} at column {error.colno}); write {{"text": "...", "intent": "..."}}'
        ) from error
    except RecursionError as error:
        raise click.ClickException(f"{place}: nested too deeply to be a message") from error
    if not isinstance(found, dict) or not isinstance(found.get("text"), str):
        raise click.ClickException(f'{place}: expected an object with a "text", such as {{"text": "..."}}')
    intent = found.get("intent")
    if labelled and not (isinstance(intent, str) and intent):
        raise click.ClickException(f'{place}: expected an "intent" beside the "text"')
    if not isinstance(intent, str) or intent in OUTSIDE:
        return Row(text=found["text"], labels=())
    also = found.get("also", [])
    if not isinstance(also, list) or not all(isinstance(one, str) for one in also):
        raise click.ClickException(f'{place}: "also" is a list of further intents that count as right')
    return Row(text=found["text"], labels=(intent, *also))


def draw(rows: Sequence[Row], shots: int | None, seed: int) -> tuple[list[Row], list[Row]]:
    """Draw `shots` rows per intent; returns (drawn, the rest in their order)."""
    if shots is None:
        return list(rows), []
    chance = random.Random(seed)  # noqa: S311 — a sample to measure on, no secret
    drawn = [
        one
        for _, numbers in sorted(_by_intent(rows).items())
        for one in chance.sample(numbers, min(shots, len(numbers)))
    ]
    taken = set(drawn)
    return [rows[one] for one in drawn], [row for number, row in enumerate(rows) if number not in taken]


def scarce(rows: Sequence[Row], shots: int) -> dict[str, int]:
    """Intents with fewer rows than are to be drawn, and how many they have."""
    return {intent: len(numbers) for intent, numbers in _by_intent(rows).items() if len(numbers) < shots}


def _by_intent(rows: Sequence[Row]) -> dict[str, list[int]]:
    found: dict[str, list[int]] = defaultdict(list)
    for number, row in enumerate(rows):
        found[row.labels[0]].append(number)
    return found


def specs_of(rows: Sequence[Row]) -> list[IntentSpec]:
    """Rows as intents, each row an example of its first label."""
    examples: dict[str, list[Example]] = defaultdict(list)
    for row in rows:
        examples[row.labels[0]].append(Example(text=row.text))
    return [IntentSpec(id=intent, examples=tuple(found)) for intent, found in sorted(examples.items())]
