"""Files that are believed only when this library wrote them under this name."""

from __future__ import annotations

import os
import zipfile
from pathlib import Path

import numpy as np
import pytest

from intents.archive import LARGEST, NotAnArchive, read, write


def test_what_is_written_is_read(tmp_path: Path) -> None:
    write(tmp_path / "a.npz", {"words": ["退货", "\ud800"]}, {"numbers": np.arange(3)})
    tables, arrays = read(tmp_path / "a.npz", ("numbers",))
    assert tables == {"words": ["退货", "\ud800"]}
    assert arrays["numbers"].tolist() == [0, 1, 2]


def test_a_file_under_another_name_is_not_believed(tmp_path: Path) -> None:
    write(tmp_path / "a.npz", {}, {"numbers": np.arange(3)})
    (tmp_path / "a.npz").rename(tmp_path / "b.npz")
    with pytest.raises(NotAnArchive, match="belongs to other scripts"):
        read(tmp_path / "b.npz", ("numbers",))


def test_pickled_objects_are_refused(tmp_path: Path) -> None:
    np.savez(tmp_path / "a.npz", tables=np.array([{}], dtype=object), checksum=np.zeros(1))
    with pytest.raises(NotAnArchive, match="cannot be read"):
        read(tmp_path / "a.npz", ())


def test_values_that_are_no_numbers_are_refused(tmp_path: Path) -> None:
    write(tmp_path / "a.npz", {}, {"numbers": np.array([np.nan])})
    with pytest.raises(NotAnArchive, match="no numbers"):
        read(tmp_path / "a.npz", ("numbers",))


def test_a_device_that_never_ends_is_not_read(tmp_path: Path) -> None:
    (tmp_path / "a.npz").symlink_to("/dev/zero")
    with pytest.raises(NotAnArchive, match="no regular file"):
        read(tmp_path / "a.npz", ())


def test_a_pipe_is_not_waited_for(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "a.npz")
    with pytest.raises(NotAnArchive, match="no regular file"):
        read(tmp_path / "a.npz", ())


def test_a_file_that_is_too_large_is_not_read(tmp_path: Path) -> None:
    with (tmp_path / "a.npz").open("wb") as file:
        file.truncate(LARGEST + 1)
    with pytest.raises(NotAnArchive, match="no regular file of at most"):
        read(tmp_path / "a.npz", ())


def test_a_small_file_that_unpacks_to_a_large_one_is_not_unpacked(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "a.npz", "w", zipfile.ZIP_DEFLATED) as archive, archive.open("x.npy", "w") as file:
        for _ in range(LARGEST // 2**20 + 1):
            file.write(bytes(2**20))
    with pytest.raises(NotAnArchive, match="unpacks to"):
        read(tmp_path / "a.npz", ())
