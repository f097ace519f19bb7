"""Bytes of attachments: what is taken, and what is refused with a reason."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.core.errors import MediaRefused, NotFound
from bot.core.messages import Media, MediaKind
from bot.core.ports import MediaStore
from bot.storage import DiskMediaStore, MemoryMediaStore

FILES = {
    "image/jpeg": b"\xff\xd8\xff\xe0" + bytes(20),
    "image/png": b"\x89PNG\r\n\x1a\n" + bytes(20),
    "image/gif": b"GIF89a" + bytes(20),
    "image/webp": b"RIFF\x24\x00\x00\x00WEBPVP8 " + bytes(20),
    "audio/ogg": b"OggS\x00\x02" + bytes(20),
    "audio/mpeg": b"ID3\x04\x00" + bytes(20),
    "video/mp4": b"\x00\x00\x00\x20ftypisom" + bytes(20),
    "application/pdf": b"%PDF-1.7\n" + bytes(20),
}
REFUSED = {
    "html": b"<!doctype html><script>alert(1)</script>",
    "svg": b'<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>',
    "exe": b"MZ\x90\x00" + bytes(20),
    "zip": b"PK\x03\x04" + bytes(20),
    "heic": b"\x00\x00\x00\x20ftypheic" + bytes(20),
    "short": b"\xff",
    "text": "退货".encode(),
}


@pytest.fixture(params=["memory", "disk"])
def media_store(request: pytest.FixtureRequest, tmp_path: Path) -> MediaStore:
    if request.param == "memory":
        return MemoryMediaStore(max_bytes=1000)
    return DiskMediaStore(tmp_path / "media", max_bytes=1000)


@pytest.mark.parametrize("mime", FILES)
async def test_the_type_is_told_by_the_bytes_not_by_the_sender(media_store: MediaStore, mime: str) -> None:
    claimed = Media(kind=MediaKind.FILE, mime="text/html", name="../../x.html", size=1)
    kept = await media_store.put(FILES[mime], claimed)
    assert (kept.mime, kept.size, kept.kind, kept.name) == (mime, len(FILES[mime]), MediaKind.FILE, "../../x.html")
    assert await media_store.get(kept.key) == FILES[mime]


@pytest.mark.parametrize("name", REFUSED)
async def test_anything_else_is_refused(media_store: MediaStore, name: str) -> None:
    with pytest.raises(MediaRefused, match=r"cannot be taken as file.*accepted: jpg, png"):
        await media_store.put(REFUSED[name], Media(kind=MediaKind.FILE))


async def test_a_photo_must_be_a_picture(media_store: MediaStore) -> None:
    with pytest.raises(MediaRefused, match=r"as photo: it is application/pdf; accepted: jpg, png, gif, webp"):
        await media_store.put(FILES["application/pdf"], Media(kind=MediaKind.PHOTO))
    with pytest.raises(MediaRefused, match="accepted: nothing"):
        await media_store.put(FILES["image/png"], Media(kind=MediaKind.LOCATION))


async def test_size_is_limited(media_store: MediaStore) -> None:
    just = FILES["image/png"].ljust(1000, b"\0")
    assert (await media_store.put(just, Media(kind=MediaKind.PHOTO))).size == 1000
    with pytest.raises(MediaRefused, match="at most 0 MB"):
        await media_store.put(just + b"\0", Media(kind=MediaKind.PHOTO))
    with pytest.raises(MediaRefused, match="empty"):
        await media_store.put(b"", Media(kind=MediaKind.PHOTO))


async def test_keys_are_never_the_same(media_store: MediaStore) -> None:
    keys = {(await media_store.put(FILES["image/png"], Media(kind=MediaKind.PHOTO))).key for _ in range(20)}
    assert len(keys) == 20


@pytest.mark.parametrize("key", ["", ".", "../secret", "/etc/passwd", "0" * 32 + ".png", "a/b.png", "\x00", "x" * 5000])
async def test_what_is_no_key_finds_nothing(media_store: MediaStore, key: str) -> None:
    with pytest.raises(NotFound, match="no attachment"):
        await media_store.get(key)
