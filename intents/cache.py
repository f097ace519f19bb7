"""Compiled matchers on disk, so that a restart reads in milliseconds what a fit takes a second for.

A file is named by a hash of everything it was computed from: the intents, the wish, the out-of-scope sentences and
this library itself. Files hold arrays and JSON only; nothing in them can run.
"""

from __future__ import annotations

import hashlib
import json
import shutil
import struct
import zipfile
import zlib
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from functools import cache
from importlib import resources
from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import Any, Final

import numpy as np
import numpy.typing as npt

from intents.calibration import Calibration
from intents.compiled import Compiled, compile_intents
from intents.model import IntentSpec, Thresholds, Wish
from intents.vocabulary import Vocabulary

_ARRAYS: Final = ("tables", "weights", "term_weights", "covered")
_UNREADABLE: Final = (
    *(ValueError, KeyError, EOFError, OverflowError, MemoryError, RuntimeError),  # RuntimeError: an encrypted archive
    *(zipfile.BadZipFile, zlib.error, struct.error),
)
"""What reading a well-named archive that `save` did not write may raise."""

KEPT: Final = 8
"""How many files a folder keeps; the oldest go first."""


class NotACompiledMatcher(ValueError):
    """A file of the right name that `save` did not write, or that was damaged since; the text says how."""


def compile_cached(
    folder: Path, specs: Sequence[IntentSpec], wish: Wish, outside: Sequence[str], before: Compiled | None = None
) -> Compiled:
    """The compiled matcher from the folder, or compiled now and written there.

    What stands under its name and is not what `save` wrote (cut short, damaged, another format, a folder) is
    replaced.

    Raises:
        OSError: The folder cannot be written to.
    """
    path = folder / f"{fingerprint(specs, wish, outside)}.npz"
    if path.exists():
        try:
            return load(path, specs, wish)
        except NotACompiledMatcher:
            if path.is_dir():
                shutil.rmtree(path)
    compiled = compile_intents(specs, wish, outside, before)
    folder.mkdir(parents=True, exist_ok=True)
    save(compiled, path)
    _prune(folder)
    return compiled


def fingerprint(specs: Sequence[IntentSpec], wish: Wish, outside: Sequence[str]) -> str:
    """A hash of everything that a compiled matcher is computed from."""
    content = json.dumps([[_told(spec) for spec in specs], asdict(wish), list(outside)])
    return hashlib.sha256((_library() + content).encode()).hexdigest()[:32]


def _told(spec: IntentSpec) -> list[Any]:
    """Everything an intent says, as JSON holds it; `asdict` takes ten times as long for twenty thousand sentences."""
    sentences = [
        [(one.text, one.origin) for one in listed] for listed in (spec.examples, spec.negatives, spec.followups)
    ]
    return [spec.id, spec.title, spec.topic, sentences]


def save(compiled: Compiled, path: Path) -> None:
    """Write a compiled matcher; the file appears whole or not at all."""
    tables = {
        "terms": list(compiled.vocabulary.columns),
        "unseen": compiled.vocabulary.unseen,
        "calibration": asdict(compiled.calibration),
        "exact": compiled.exact,
        "denied": {str(number): sorted(keys) for number, keys in compiled.denied.items()},
    }
    arrays: dict[str, npt.NDArray[Any]] = {
        "tables": np.frombuffer(json.dumps(tables).encode(), dtype=np.uint8),
        "weights": np.ascontiguousarray(compiled.weights),
        "term_weights": compiled.vocabulary.weights,
        "covered": compiled.vocabulary.covered,
    }
    with NamedTemporaryFile(dir=path.parent, suffix=".part", delete=False) as file:
        np.savez(file, allow_pickle=False, checksum=_checksum(path.stem, arrays), **arrays)
    Path(file.name).replace(path)


def load(path: Path, specs: Sequence[IntentSpec], wish: Wish) -> Compiled:
    """Read what `save` wrote for these intents.

    Raises:
        NotACompiledMatcher: The file is not what `save` wrote, or not for these intents.
        OSError: It cannot be read, though it is a file.
    """
    arrays = _arrays(path)
    # What the checksum vouches for, `save` wrote, for these intents and with its shapes and types.
    tables: dict[str, Any] = json.loads(arrays["tables"].tobytes())
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


def _arrays(path: Path) -> dict[str, npt.NDArray[Any]]:
    """The arrays of a file whose checksum fits them. Raises NotACompiledMatcher and OSError."""
    if path.is_dir() or not zipfile.is_zipfile(path):
        raise NotACompiledMatcher(f"{path} is no archive of arrays")
    try:
        with path.open("rb") as raw, np.load(raw, allow_pickle=False) as file:
            arrays = {name: np.asarray(file[name]) for name in (*_ARRAYS, "checksum")}
    except _UNREADABLE as error:
        raise NotACompiledMatcher(f"{path} cannot be read: {error}") from error
    found = arrays.pop("checksum")
    if found.dtype != np.uint8 or found.tobytes() != _checksum(path.stem, arrays).tobytes():
        raise NotACompiledMatcher(f"{path} was damaged, or belongs to other intents")
    if not all(np.isfinite(arrays[name]).all() for name in ("weights", "term_weights")):
        raise NotACompiledMatcher(f"{path} holds weights that are no numbers")
    return arrays


def _checksum(name: str, arrays: Mapping[str, npt.NDArray[Any]]) -> npt.NDArray[np.uint8]:
    """A hash over the fingerprint that names the file, and names, types, shapes and contents of its arrays."""
    seen = hashlib.blake2b(name.encode(), digest_size=16)
    for one in _ARRAYS:
        seen.update(f"{one} {arrays[one].dtype.str} {arrays[one].shape}".encode())
        seen.update(arrays[one].tobytes())
    return np.frombuffer(seen.digest(), dtype=np.uint8)


def _prune(folder: Path) -> None:
    """Forget the files that were written longest ago."""
    files = sorted(folder.glob("*.npz"), key=lambda path: path.stat().st_mtime, reverse=True)
    for path in (path for path in files[KEPT:] if path.is_file()):
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
