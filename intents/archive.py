"""Files of arrays and JSON that are believed only when they are whole and were written here for the same purpose.

Nothing in such a file can run: arrays are read without pickle, and everything else is JSON.
"""

from __future__ import annotations

import hashlib
import json
import struct
import zipfile
import zlib
from collections.abc import Mapping
from functools import cache
from importlib import resources
from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import Any, Final

import numpy as np
import numpy.typing as npt

Arrays = dict[str, npt.NDArray[Any]]
_TABLES: Final = "tables"
LARGEST: Final = 256 * 1024**2
"""Bytes of a file and of what it unpacks to; twenty thousand examples take a tenth."""
_UNREADABLE: Final = (
    *(ValueError, KeyError, EOFError, OverflowError, MemoryError, RuntimeError),  # RuntimeError: an encrypted archive
    *(zipfile.BadZipFile, zlib.error, struct.error),
)
"""What reading a well-named archive that `write` did not write may raise."""


class NotAnArchive(ValueError):
    """A file of the right name that `write` did not write, or that was damaged since; the text says how."""


def write(path: Path, tables: Mapping[str, Any], arrays: Arrays) -> None:
    """Write JSON and arrays; the file appears whole or not at all."""
    content = {_TABLES: np.frombuffer(json.dumps(tables).encode(), dtype=np.uint8), **arrays}
    content = {name: np.ascontiguousarray(found) for name, found in content.items()}
    with NamedTemporaryFile(dir=path.parent, suffix=".part", delete=False) as file:
        np.savez(file, allow_pickle=False, checksum=_checksum(path.stem, content), **content)
    Path(file.name).replace(path)


def read(path: Path, names: tuple[str, ...]) -> tuple[dict[str, Any], Arrays]:
    """The tables and arrays of a file that this version of the library wrote under this name.

    Raises:
        NotAnArchive: It did not.
        OSError: It cannot be read, though it is a file.
    """
    if not path.is_file() or path.stat().st_size > LARGEST:  # a folder, a device that never ends, a pipe that waits
        raise NotAnArchive(f"{path} is no regular file of at most {LARGEST} bytes")
    if not zipfile.is_zipfile(path):
        raise NotAnArchive(f"{path} is no archive of arrays")
    try:
        _check_size(path)
        with path.open("rb") as raw, np.load(raw, allow_pickle=False) as file:
            arrays = {name: np.asarray(file[name]) for name in (_TABLES, *names, "checksum")}
    except _UNREADABLE as error:
        raise NotAnArchive(f"{path} cannot be read: {error}") from error
    found = arrays.pop("checksum")
    if found.dtype != np.uint8 or found.tobytes() != _checksum(path.stem, arrays).tobytes():
        raise NotAnArchive(f"{path} was damaged, or belongs to other scripts")
    if not all(np.isfinite(one).all() for one in arrays.values()):
        raise NotAnArchive(f"{path} holds values that are no numbers")
    tables: dict[str, Any] = json.loads(arrays.pop(_TABLES).tobytes())
    return tables, arrays


def _check_size(path: Path) -> None:
    """Refuse what unpacks to more than was ever written."""
    with zipfile.ZipFile(path) as archive:
        unpacked = sum(one.file_size for one in archive.infolist())
    if unpacked > LARGEST:
        raise NotAnArchive(f"{path} unpacks to {unpacked} bytes")


def _checksum(name: str, arrays: Mapping[str, npt.NDArray[Any]]) -> npt.NDArray[np.uint8]:
    """A hash over the library, the file's name, and names, types, shapes and contents of its arrays."""
    seen = hashlib.blake2b(f"{library()} {name}".encode(), digest_size=16)
    for one, found in arrays.items():
        seen.update(f"{one} {found.dtype.str} {found.shape}".encode())
        seen.update(found.tobytes())
    return np.frombuffer(seen.digest(), dtype=np.uint8)


@cache
def library() -> str:
    """A hash of this library: another version reads other terms and must not use its files."""
    seen = hashlib.sha256(np.__version__.encode())
    for folder in (resources.files("intents"), resources.files("intents").joinpath("data")):
        for file in sorted(folder.iterdir(), key=lambda one: one.name):
            if file.name.endswith((".py", ".txt")):
                seen.update(file.read_bytes())
    return seen.hexdigest()
