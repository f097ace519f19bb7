"""The data sets and their splits, the same for every contender.

The rows are not part of this repository. BANKING77 (CC BY 4.0) and CLINC150 (CC BY 3.0) are public; the Chinese shop
messages carry no licence, so every shop puts its own there. Files are JSON lines of {"text", "intent", "also"?}.
"""

from __future__ import annotations

import json
import random
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from bot.cli.labelled import OUTSIDE, Row, draw
from intents.pinyin import readings

TYPO_RATE = 0.3
"""Share of Chinese characters that are replaced by another of the same toneless sound."""

LARGE = "20,000 examples"
"""The split that only shows how time grows: CLINC150 and BANKING77 together."""

_LARGE = 20_000
_LARGE_TESTS = 200
_MOST_TESTS = 1_500
_HELD_BACK = 1_000  # of BANKING77 when everything else is trained on


@dataclass(frozen=True, slots=True, kw_only=True)
class Split:
    """One training set with its tests.

    Attributes:
        name: Column of the table.
        train: Labelled rows.
        tests: Test name (``clean``, ``homophones``, ``outside``) → rows.
    """

    name: str
    train: list[Row]
    tests: dict[str, list[Row]]


def splits(data: Path, seeds: int) -> Iterator[Split]:
    """Every split of every data set, one per seed where shots are drawn; the largest comes last."""
    banking = rows(data / "banking77_train.jsonl")
    for seed in range(seeds):
        for shots in (5, 10):
            train, rest = draw(banking, shots, seed)
            yield Split(name=f"banking {shots}", train=train, tests={"clean": _some(rest, seed)})
    outside = rows(data / "clinc_oos_train.jsonl") + rows(data / "clinc_oos_val.jsonl")
    for seed in range(seeds):
        train, _ = draw(rows(data / "clinc_train.jsonl"), 10, seed)
        test = _some(rows(data / "clinc_val.jsonl"), seed)
        yield Split(name="clinc 10", train=train, tests={"clean": test, "outside": outside})
    messages = [row for row in rows(data / "zh_messages.jsonl") if row.labels]
    talk = rows(data / "zh_out_of_scope.jsonl")
    for seed in range(2 * seeds):
        train, test = draw(messages, 10, seed)
        tests = {"clean": test, "homophones": misspelt(test, seed), "outside": talk}
        yield Split(name="shop 10", train=train, tests=tests)
    shuffled = random.Random(0).sample(banking, len(banking))
    yield Split(name="banking all", train=shuffled[_HELD_BACK:], tests={"clean": shuffled[:_HELD_BACK]})
    most = rows(data / "clinc_train.jsonl") + shuffled
    yield Split(
        name=LARGE, train=most[:_LARGE], tests={"clean": _some(rows(data / "clinc_val.jsonl"), 0)[:_LARGE_TESTS]}
    )


def rows(path: Path) -> list[Row]:
    """The rows of a JSON lines file."""
    found = [json.loads(line) for line in path.read_text("utf-8").splitlines() if line.strip()]
    return [
        Row(text=row["text"], labels=() if row["intent"] in OUTSIDE else (row["intent"], *row.get("also", ())))
        for row in found
    ]


def misspelt(test: list[Row], seed: int) -> list[Row]:
    """The rows with homophone typos, from characters that occur in the rows (rare ones would give them away)."""
    chance = random.Random(seed)
    sounds = readings()
    sounding = defaultdict(list)
    for char in sorted({char for row in test for char in row.text if ord(char) in sounds}):
        sounding[sounds[ord(char)]].append(char)

    def typo(char: str) -> str:
        others = [other for other in sounding.get(sounds.get(ord(char), ""), ()) if other != char]
        return chance.choice(others) if others and chance.random() < TYPO_RATE else char

    return [Row(text="".join(map(typo, row.text)), labels=row.labels) for row in test]


def _some(found: list[Row], seed: int) -> list[Row]:
    return random.Random(seed).sample(found, min(_MOST_TESTS, len(found)))
