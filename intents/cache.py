"""Compiled matchers on disk, so that a restart reads in milliseconds what a fit takes a second for.

A file is named by a hash of everything it was computed from: the intents, the wish, the out-of-scope sentences and
this library itself. Files hold arrays and JSON only; nothing in them can run.
"""

from __future__ import annotations

import hashlib
import json
import zipfile
from collections.abc import Sequence
from dataclasses import asdict
from functools import cache
from importlib import resources
from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import Any, Final

import numpy as np

from intents.calibration import Calibration
from intents.compiled import Compiled, compile_intents
from intents.model import IntentSpec, Thresholds, Wish
from intents.vocabulary import Vocabulary

KEPT: Final = 8
"""How many files a folder keeps; the oldest go first."""


def compile_cached(
    folder: Path, specs: Sequence[IntentSpec], wish: Wish, outside: Sequence[str], before: Compiled | None = None
) -> Compiled:
    """The compiled matcher from the folder, or compiled now and written there.

    A file that cannot be read (cut short, another format) is computed and written anew.

    Raises:
        OSError: The folder cannot be written to.
    """
    path = folder / f"{fingerprint(specs, wish, outside)}.npz"
    if path.exists():
        try:
            return load(path, specs, wish)
        except (ValueError, KeyError, EOFError, zipfile.BadZipFile):
            path.unlink()
    compiled = compile_intents(specs, wish, outside, before)
    folder.mkdir(parents=True, exist_ok=True)
    save(compiled, path)
    _prune(folder)
    return compiled


def fingerprint(specs: Sequence[IntentSpec], wish: Wish, outside: Sequence[str]) -> str:
    """A hash of everything that a compiled matcher is computed from."""
    content = json.dumps([[asdict(spec) for spec in specs], asdict(wish), list(outside)])
    return hashlib.sha256((_library() + content).encode()).hexdigest()[:32]


def save(compiled: Compiled, path: Path) -> None:
    """Write a compiled matcher; the file appears whole or not at all."""
    tables = {
        "terms": list(compiled.vocabulary.columns),
        "unseen": compiled.vocabulary.unseen,
        "calibration": asdict(compiled.calibration),
        "exact": compiled.exact,
        "denied": {str(number): sorted(keys) for number, keys in compiled.denied.items()},
    }
    with NamedTemporaryFile(dir=path.parent, suffix=".part", delete=False) as file:
        np.savez(
            file,
            tables=np.frombuffer(json.dumps(tables).encode(), dtype=np.uint8),
            weights=compiled.weights,
            term_weights=compiled.vocabulary.weights,
            covered=compiled.vocabulary.covered,
        )
    Path(file.name).replace(path)


def load(path: Path, specs: Sequence[IntentSpec], wish: Wish) -> Compiled:
    """Read what `save` wrote for these intents.

    Raises:
        ValueError, KeyError, EOFError, zipfile.BadZipFile: The file is not what `save` wrote.
    """
    with path.open("rb") as raw, np.load(raw, allow_pickle=False) as file:
        tables: dict[str, Any] = json.loads(file["tables"].tobytes())
        weights, term_weights, covered = file["weights"], file["term_weights"], file["covered"]
    if weights.shape != (len(tables["terms"]), len(specs) + 1) or len(term_weights) != len(tables["terms"]):
        raise ValueError(f"{path} does not fit these intents")
    calibration = tables["calibration"]
    return Compiled(
        specs=tuple(specs),
        vocabulary=Vocabulary(
            columns={term: at for at, term in enumerate(tables["terms"])},
            weights=term_weights,
            covered=covered,
            unseen=tables["unseen"],
        ),
        weights=weights,
        calibration=Calibration(**calibration | {"thresholds": Thresholds(**calibration["thresholds"])}),
        exact={key: tuple(numbers) for key, numbers in tables["exact"].items()},
        denied={int(number): frozenset(keys) for number, keys in tables["denied"].items()},
        wish=wish,
    )


def _prune(folder: Path) -> None:
    """Forget the files that were written longest ago."""
    files = sorted(folder.glob("*.npz"), key=lambda path: path.stat().st_mtime, reverse=True)
    for path in files[KEPT:]:
        path.unlink(missing_ok=True)


@cache
def _library() -> str:
    """A hash of this library: another version reads other terms and must not use its files."""
    seen = hashlib.sha256(np.__version__.encode())
    for folder in (resources.files("intents"), resources.files("intents").joinpath("data")):
        for file in sorted(folder.iterdir(), key=lambda one: one.name):
            if file.name.endswith((".py", ".txt")):
                seen.update(file.read_bytes())
    return seen.hexdigest()
