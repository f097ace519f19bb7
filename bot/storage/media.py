"""Attachments on disk: one file per attachment, named by a key that nobody can guess."""

from __future__ import annotations

import asyncio
import os
import re
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Final

from bot.core.errors import NotFound, StorageError
from bot.storage.media_kinds import check_media, new_key

if TYPE_CHECKING:
    from bot.core.messages import Media

_KEY: Final = re.compile(r"[0-9a-f]{32}\.[a-z0-9]{2,5}")
"""What `new_key` makes. Anything else, such as `../secret`, is not a key and finds nothing."""


class DiskMediaStore:
    """Keeps attachments in a directory, spread over 256 folders.

    Args:
        directory: made when it is not there.
        max_bytes: larger attachments are refused.
    """

    def __init__(self, directory: Path, *, max_bytes: int) -> None:
        self._directory = directory
        self._max_bytes = max_bytes

    async def put(self, data: bytes, media: Media) -> Media:
        """Keep the bytes; returns the media with key, size and the type the bytes themselves tell.

        Raises:
            MediaRefused: too large, empty, or not of an accepted kind.
            StorageError: the disk cannot take it.
        """
        kind = check_media(data, media, max_bytes=self._max_bytes)
        key = new_key(kind)
        await asyncio.to_thread(self._write, key, data)
        return replace(media, key=key, size=len(data), mime=kind.mime)

    async def get(self, key: str) -> bytes:
        """The bytes. Raises NotFound, for what is no key at all, too."""
        if not _KEY.fullmatch(key):
            raise _not_found(key)
        try:
            return await asyncio.to_thread(self._path(key).read_bytes)
        except FileNotFoundError as error:
            raise _not_found(key) from error
        except OSError as error:
            message = f"the attachment {key} cannot be read: {error.strerror}"
            raise StorageError(message) from error

    def _path(self, key: str) -> Path:
        return self._directory / key[:2] / key

    def _write(self, key: str, data: bytes) -> None:
        """Write aside, then rename: a key never finds half a file, whenever the power goes."""
        path = self._path(key)
        aside = path.with_suffix(".part")
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            with aside.open("xb") as file:
                file.write(data)
                file.flush()
                os.fsync(file.fileno())
            aside.replace(path)
        except OSError as error:
            with suppress(OSError):  # the disk that could not take the file may not let go of it either
                aside.unlink()
            message = f"attachments cannot be kept in {self._directory}: {error.strerror}"
            raise StorageError(message) from error


def _not_found(key: str) -> NotFound:
    return NotFound(f"there is no attachment {key[:80]!r}", code="file_unknown")
