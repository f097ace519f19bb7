"""Compiled matchers on disk, so that a restart reads in milliseconds what a fit takes a second for.

A file is named by a hash of everything it was computed from: the intents, the wish, the out-of-scope sentences and
this library itself. Beside them stands, for each pack of scripts, what its last fit has learned: after an edit the next
one starts from there.
"""

from __future__ import annotations

import hashlib
import json
import shutil
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any, Final

from intents.archive import NotAnArchive, library, read, write
from intents.calibration import Calibration
from intents.compiled import Compiled, compile_intents
from intents.counting import Counted
from intents.learned import Learned
from intents.model import IntentSpec, Thresholds, Wish
from intents.vocabulary import Vocabulary

_ARRAYS: Final = ("weights", "term_weights", "covered")
_LEARNED_ARRAYS: Final = ("duals", "views", "starts", "place", "amounts")

KEPT: Final = 8
"""How many compiled matchers a folder keeps; the oldest go first."""

LEARNED_KEPT: Final = 4
"""Of how many packs a folder keeps what the last fit has learned."""


def compile_cached(
    folder: Path, pack: str, specs: Sequence[IntentSpec], wish: Wish, outside: Sequence[str]
) -> Compiled:
    """The compiled matcher from the folder, or compiled now and written there.

    What stands under its name and is not what `save` wrote (cut short, damaged, another format, a folder) is
    replaced.

    Args:
        folder: Where matchers are kept.
        pack: The name of the scripts, the same before and after an edit.
        specs: The intents.
        wish: What the thresholds are derived from.
        outside: Sentences that no intent answers.

    Raises:
        OSError: The folder cannot be written to.
    """
    path = folder / f"{fingerprint(specs, wish, outside)}.npz"
    if path.exists():
        try:
            return load(path, specs, wish)
        except NotAnArchive:
            _clear(path)
    last = folder / f"{hashlib.sha256(pack.encode()).hexdigest()[:16]}.learned.npz"
    compiled = compile_intents(specs, wish, outside, before=_learned_last(last), remember=True)
    folder.mkdir(parents=True, exist_ok=True)
    save(compiled, path)
    if compiled.learned is not None:
        save_learned(compiled.learned, last)
    _prune(folder)
    return compiled


def _learned_last(path: Path) -> Learned | None:
    """What the last fit of a pack has learned; None when there is nothing that this library wrote."""
    if not path.exists():
        return None
    try:
        return load_learned(path)
    except NotAnArchive:
        _clear(path)
        return None


def _clear(path: Path) -> None:
    """Make room: a file or a link is replaced as it stands, a folder is not."""
    if path.is_dir() and not path.is_symlink():
        shutil.rmtree(path)


def fingerprint(specs: Sequence[IntentSpec], wish: Wish, outside: Sequence[str]) -> str:
    """A hash of everything that a compiled matcher is computed from."""
    content = json.dumps([[_told(spec) for spec in specs], asdict(wish), list(outside)])
    return hashlib.sha256((library() + content).encode()).hexdigest()[:32]


def _told(spec: IntentSpec) -> list[Any]:
    """Everything an intent says, as JSON holds it; `asdict` takes ten times as long for twenty thousand sentences.

    Of places only which examples stand in one line: a comment above them moves all and changes nothing.
    """
    lines: dict[str, int] = {}
    examples = [
        (one.text, lines.setdefault(one.origin, at) if one.origin else at) for at, one in enumerate(spec.examples)
    ]
    others = [[one.text for one in listed] for listed in (spec.negatives, spec.followups)]
    return [spec.id, spec.title, spec.topic, examples, others]


def save(compiled: Compiled, path: Path) -> None:
    """Write a compiled matcher; the file appears whole or not at all."""
    tables = {
        "terms": list(compiled.vocabulary.columns),
        "unseen": compiled.vocabulary.unseen,
        "calibration": asdict(compiled.calibration),
        "exact": compiled.exact,
        "denied": {str(number): sorted(keys) for number, keys in compiled.denied.items()},
    }
    found = (compiled.weights, compiled.vocabulary.weights, compiled.vocabulary.covered)
    write(path, tables, dict(zip(_ARRAYS, found, strict=True)))


def load(path: Path, specs: Sequence[IntentSpec], wish: Wish) -> Compiled:
    """Read what `save` wrote for these intents.

    Raises:
        NotAnArchive: The file is not what `save` wrote, or not for these intents.
        OSError: It cannot be read, though it is a file.
    """
    tables, arrays = read(path, _ARRAYS)
    calibration = tables["calibration"]
    return Compiled(
        specs=tuple(specs),
        vocabulary=Vocabulary(
            columns={term: at for at, term in enumerate(tables["terms"])},
            weights=arrays["term_weights"],
            covered=arrays["covered"],
            unseen=tables["unseen"],
        ),
        weights=arrays["weights"],
        calibration=Calibration(**calibration | {"thresholds": Thresholds(**calibration["thresholds"])}),
        exact={key: tuple(numbers) for key, numbers in tables["exact"].items()},
        denied={int(number): frozenset(keys) for number, keys in tables["denied"].items()},
        wish=wish,
    )


def save_learned(learned: Learned, path: Path) -> None:
    """Write what a fit has learned; the file appears whole or not at all."""
    tables = {
        "sentences": learned.sentences,
        "names": learned.names,
        "terms": list(learned.counted.columns),
        "spoken": learned.spoken,
    }
    counted = learned.counted
    found = (learned.duals, counted.views, counted.starts, counted.place, counted.amounts)
    write(path, tables, dict(zip(_LEARNED_ARRAYS, found, strict=True)))


def load_learned(path: Path) -> Learned:
    """Read what `save_learned` wrote.

    Raises:
        NotAnArchive: The file is not what it wrote.
        OSError: It cannot be read, though it is a file.
    """
    tables, arrays = read(path, _LEARNED_ARRAYS)
    return Learned(
        sentences=[(intent, text) for intent, text in tables["sentences"]],
        names=tables["names"],
        counted=Counted(
            columns={term: at for at, term in enumerate(tables["terms"])},
            views=arrays["views"],
            starts=arrays["starts"],
            place=arrays["place"],
            amounts=arrays["amounts"],
        ),
        spoken={text: (key, core) for text, (key, core) in tables["spoken"].items()},
        duals=arrays["duals"],
    )


def _prune(folder: Path) -> None:
    """Forget the files that were written longest ago."""
    files = sorted(folder.glob("*.npz"), key=lambda path: path.stat().st_mtime, reverse=True)
    learned = [path for path in files if path.name.endswith(".learned.npz")]
    compiled = [path for path in files if path not in learned]
    for path in (*compiled[KEPT:], *learned[LEARNED_KEPT:]):
        if path.is_file():
            path.unlink(missing_ok=True)
