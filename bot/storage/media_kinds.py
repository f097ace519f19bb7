"""Which attachments are taken: decided by the bytes themselves, never by a name or a type somebody claims."""

from __future__ import annotations

import secrets
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from bot.core.errors import MediaRefused
from bot.core.messages import Media, MediaKind

HEAD: Final = 64
"""Bytes that are enough to tell every kind."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FileKind:
    """One kind of file.

    Attributes:
        mime: the type it is served under.
        suffix: the end of its key.
        tells: whether the first bytes are of this kind.
        used_as: what it may be attached as.
    """

    mime: str
    suffix: str
    tells: Callable[[bytes], bool]
    used_as: frozenset[MediaKind]


def _starts(*magics: bytes) -> Callable[[bytes], bool]:
    return lambda head: head.startswith(magics)


def _is_webp(head: bytes) -> bool:
    return head[:4] == b"RIFF" and head[8:12] == b"WEBP"


def _is_mp4(head: bytes) -> bool:
    """An `ftyp` box comes first; Apple's HEIC pictures and the like have one too, under other brands."""
    return head[4:8] == b"ftyp" and head[8:12] not in {b"heic", b"heix", b"mif1", b"msf1", b"avif", b"qt  "}


def _is_mp3(head: bytes) -> bool:
    """An ID3 tag, or a frame: eleven set bits, MPEG 1 or 2, layer III."""
    return head[:3] == b"ID3" or (len(head) > 1 and head[0] == 0xFF and head[1] & 0xE6 == 0xE2)


_PICTURE: Final = frozenset({MediaKind.PHOTO, MediaKind.STICKER, MediaKind.FILE})
_MOVING: Final = frozenset({MediaKind.VIDEO, MediaKind.STICKER, MediaKind.FILE})
_SOUND: Final = frozenset({MediaKind.VOICE, MediaKind.FILE})

KINDS: Final = (
    FileKind(mime="image/jpeg", suffix=".jpg", tells=_starts(b"\xff\xd8\xff"), used_as=_PICTURE),
    FileKind(mime="image/png", suffix=".png", tells=_starts(b"\x89PNG\r\n\x1a\n"), used_as=_PICTURE),
    FileKind(mime="image/gif", suffix=".gif", tells=_starts(b"GIF87a", b"GIF89a"), used_as=_PICTURE | _MOVING),
    FileKind(mime="image/webp", suffix=".webp", tells=_is_webp, used_as=_PICTURE),
    FileKind(mime="audio/ogg", suffix=".ogg", tells=_starts(b"OggS"), used_as=_SOUND),
    FileKind(mime="audio/mpeg", suffix=".mp3", tells=_is_mp3, used_as=_SOUND),
    FileKind(mime="video/mp4", suffix=".mp4", tells=_is_mp4, used_as=_MOVING | _SOUND),
    FileKind(mime="application/pdf", suffix=".pdf", tells=_starts(b"%PDF-"), used_as=frozenset({MediaKind.FILE})),
)
"""Every kind that is taken. Nothing a browser would run: no HTML, no SVG."""


def sniff(head: bytes) -> FileKind | None:
    """The kind of a file that begins like this; None when it is none of ours."""
    return next((kind for kind in KINDS if kind.tells(head)), None)


def check_media(data: bytes, media: Media, *, max_bytes: int) -> FileKind:
    """The kind of the attachment. Raises MediaRefused with a sentence that says what would be taken."""
    if not data:
        message = "the file is empty"
        raise MediaRefused(message)
    if len(data) > max_bytes:
        message = f"the file has {_megabytes(len(data))} MB, at most {_megabytes(max_bytes)} MB are taken"
        raise MediaRefused(message)
    kind = sniff(data[:HEAD])
    if kind is None or media.kind not in kind.used_as:
        wanted = ", ".join(kind.suffix[1:] for kind in KINDS if media.kind in kind.used_as)
        found = f"it is {kind.mime}" if kind else "it is of no kind that is known here"
        message = f"the file cannot be taken as {media.kind}: {found}; accepted: {wanted or 'nothing'}"
        raise MediaRefused(message)
    return kind


def new_key(kind: FileKind) -> str:
    """A key nobody can guess: 128 random bits and the suffix of the kind."""
    return secrets.token_hex(16) + kind.suffix


def _megabytes(size: int) -> str:
    return f"{size / 1_000_000:.1f}".removesuffix(".0")
