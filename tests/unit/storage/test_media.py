"""Attachments on disk: whole or not at all, and only inside their directory."""

from __future__ import annotations

import asyncio
import os
from pathlib import Path

import pytest

from bot.core.errors import NotFound, StorageError
from bot.core.messages import Media, MediaKind
from bot.storage import DiskMediaStore

PNG = b"\x89PNG\r\n\x1a\n" + bytes(20)
PHOTO = Media(kind=MediaKind.PHOTO)


def files(directory: Path) -> list[Path]:
    return [path for path in directory.rglob("*") if path.is_file()]


async def test_a_file_is_named_by_its_key_and_survives_a_restart(tmp_path: Path) -> None:
    kept = await DiskMediaStore(tmp_path / "media", max_bytes=100).put(PNG, PHOTO)
    assert files(tmp_path) == [tmp_path / "media" / kept.key[:2] / kept.key]
    assert await DiskMediaStore(tmp_path / "media", max_bytes=1).get(kept.key) == PNG


async def test_a_write_that_fails_leaves_nothing_behind(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def no_space(_descriptor: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", no_space)
    with pytest.raises(StorageError, match=r"cannot be kept in .*: No space left on device"):
        await DiskMediaStore(tmp_path, max_bytes=100).put(PNG, PHOTO)
    assert files(tmp_path) == []


async def test_a_directory_that_cannot_be_made_is_named(tmp_path: Path) -> None:
    (tmp_path / "media").write_text("a file")
    with pytest.raises(StorageError, match="media"):
        await DiskMediaStore(tmp_path / "media", max_bytes=100).put(PNG, PHOTO)


@pytest.mark.parametrize("key", ["../secret.png", "..", "ab/../../secret.png", "/etc/passwd", "", "\x00" * 32 + ".png"])
async def test_no_key_leads_out_of_the_directory(tmp_path: Path, key: str) -> None:
    (tmp_path / "secret.png").write_bytes(b"secret")
    with pytest.raises(NotFound):
        await DiskMediaStore(tmp_path / "media", max_bytes=100).get(key)


async def test_many_at_once(tmp_path: Path) -> None:
    store = DiskMediaStore(tmp_path, max_bytes=100)
    kept = await asyncio.gather(*(store.put(PNG, PHOTO) for _ in range(30)))
    assert len({media.key for media in kept}) == 30
    assert len(files(tmp_path)) == 30
