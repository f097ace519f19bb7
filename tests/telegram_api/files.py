"""Uploaded files: stored as bytes, known by file_id, downloadable, and sent again without a second upload."""

from __future__ import annotations

import base64
import hashlib
import mimetypes
import struct
from dataclasses import dataclass
from typing import Any

from aiogram.types import BufferedInputFile

from .samples import png
from .wire import ApiError, Json, bad_request

DOWNLOAD_LIMIT = 20 * 1024 * 1024
UPLOAD_LIMIT = 50 * 1024 * 1024
PHOTO_LIMIT = 10 * 1024 * 1024

_FOLDERS = {"photo": "photos", "voice": "voice", "video": "videos", "sticker": "stickers", "document": "documents"}
_SUFFIXES = {"photo": ".jpg", "voice": ".oga", "video": ".mp4", "sticker": ".webp"}
_SMALL_SIDE = 90


@dataclass(frozen=True, kw_only=True, slots=True)
class Blob:
    """One downloadable file. `size` is what Telegram claims, which a test may set beyond the limits."""

    file_id: str
    unique_id: str
    path: str
    data: bytes
    size: int

    def wire(self) -> Json:
        return {"file_id": self.file_id, "file_unique_id": self.unique_id, "file_size": self.size}


class FileStore:
    """All files of the test world, and the media that each file id stands for."""

    def __init__(self) -> None:
        self.blobs: dict[str, Blob] = {}
        self._media: dict[str, tuple[str, Json]] = {}

    def add(self, kind: str, data: bytes, *, name: str | None = None, size: int | None = None, **details: Any) -> Json:
        """Store a file; answer what a message holds of it, as `{"photo": [...]}` or `{"voice": {...}}`.

        Raises:
            ApiError: 400 for an empty file or a photo that is none; 413 beyond the upload limit.
        """
        if not data:
            raise bad_request("file must be non-empty")
        blob = self._store(kind, data, name, size)
        if kind == "photo":
            media: Json = {"photo": self._photo_sizes(blob)}
        else:
            media = {kind: blob.wire() | _details(kind, name) | details}
        for size_or_file in media["photo"] if kind == "photo" else [media[kind]]:
            self._media[size_or_file["file_id"]] = (kind, media)
        return media

    def take(self, kind: str, value: Any, **details: Any) -> Json:
        """What a send method was given: an upload, or the id of a file already here."""
        if isinstance(value, BufferedInputFile):
            limit = PHOTO_LIMIT if kind == "photo" else UPLOAD_LIMIT
            if len(value.data) > limit:
                raise ApiError(413)
            return self.add(kind, value.data, name=value.filename, **details)
        if str(value).startswith(("http://", "https://")):
            raise bad_request("failed to get HTTP URL content")
        if value not in self._media:
            raise bad_request("wrong file identifier/HTTP URL specified")
        known, media = self._media[value]
        if known != kind:
            raise bad_request(f"can't use file of type {known.title()} as {kind.title()}")
        return media

    def describe(self, file_id: str) -> Json:
        """What getFile answers."""
        blob = self.blobs.get(file_id)
        if blob is None:
            raise bad_request("invalid file_id")
        if blob.size > DOWNLOAD_LIMIT:
            raise bad_request("file is too big")
        return blob.wire() | {"file_path": blob.path}

    def at(self, path: str) -> Blob | None:
        """The file behind a download address."""
        return next((blob for blob in self.blobs.values() if blob.path == path), None)

    def _store(self, kind: str, data: bytes, name: str | None, size: int | None) -> Blob:
        number = len(self.blobs) + 1
        digest = hashlib.sha256(data).digest()
        suffix = _SUFFIXES.get(kind) or mimetypes.guess_extension(_mime(name)) or ".bin"
        blob = Blob(
            file_id=_token(kind.encode() + number.to_bytes(4, "big") + digest[:28]),
            unique_id=_token(digest[:11]),
            path=f"{_FOLDERS[kind]}/file_{number}{suffix}",
            data=data,
            size=len(data) if size is None else size,
        )
        self.blobs[blob.file_id] = blob
        return blob

    def _photo_sizes(self, blob: Blob) -> list[Json]:
        """The smallest first, the original last, as Telegram orders them. The small one is another picture."""
        width, height = picture_size(blob.data)
        sizes = [blob.wire() | {"width": width, "height": height}]
        if max(width, height) > _SMALL_SIDE:
            small = (
                max(1, width * _SMALL_SIDE // max(width, height)),
                max(1, height * _SMALL_SIDE // max(width, height)),
            )
            thumbnail = self._store("photo", png(*small), None, None)
            sizes.insert(0, thumbnail.wire() | {"width": small[0], "height": small[1]})
        return sizes


def picture_size(data: bytes) -> tuple[int, int]:
    """Width and height of a PNG, GIF or JPEG.

    Raises:
        ApiError: 400 IMAGE_PROCESS_FAILED when it is none.
    """
    if data.startswith(b"\x89PNG\r\n\x1a\n") and len(data) >= 24:
        width, height = struct.unpack(">II", data[16:24])
        return int(width), int(height)
    if data.startswith((b"GIF87a", b"GIF89a")) and len(data) >= 10:
        width, height = struct.unpack("<HH", data[6:10])
        return int(width), int(height)
    if data.startswith(b"\xff\xd8"):
        return _jpeg_size(data)
    raise bad_request("IMAGE_PROCESS_FAILED")


def _jpeg_size(data: bytes) -> tuple[int, int]:
    at = 2
    while at + 9 < len(data) and data[at] == 0xFF:
        marker, length = data[at + 1], int.from_bytes(data[at + 2 : at + 4], "big")
        if 0xC0 <= marker <= 0xCF and marker not in {0xC4, 0xC8, 0xCC}:
            return int.from_bytes(data[at + 7 : at + 9], "big"), int.from_bytes(data[at + 5 : at + 7], "big")
        at += 2 + length
    raise bad_request("IMAGE_PROCESS_FAILED")


def _details(kind: str, name: str | None) -> Json:
    match kind:
        case "voice":
            return {"duration": 3, "mime_type": "audio/ogg"}
        case "video":
            return {"duration": 5, "width": 320, "height": 240, "mime_type": "video/mp4"}
        case "sticker":
            return {"type": "regular", "width": 512, "height": 512, "is_animated": False, "is_video": False}
        case _:
            return {"file_name": name or "file", "mime_type": _mime(name)}


def _mime(name: str | None) -> str:
    return mimetypes.guess_type(name or "")[0] or "application/octet-stream"


def _token(data: bytes) -> str:
    return base64.urlsafe_b64encode(data).decode().rstrip("=")
