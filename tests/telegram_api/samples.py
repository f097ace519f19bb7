"""Small real files, made here: a picture must be a picture for Telegram to take it."""

from __future__ import annotations

import struct
import zlib

OGG = b"OggS\x00\x02" + bytes(22) + b"OpusHead" + bytes(11)
MP4 = b"\x00\x00\x00\x18ftypmp42\x00\x00\x00\x00mp42isom" + bytes(16)
PDF = b"%PDF-1.4\n1 0 obj<<>>endobj\ntrailer<<>>\n%%EOF\n"
WEBP = b"RIFF\x1e\x00\x00\x00WEBPVP8L\x11\x00\x00\x00/\xff\x01\x80\x7f\x00\x07\x10\xfd\x8f\xfe\x07\x22\xa2\xff\x01\x00"


def png(width: int = 120, height: int = 80, colour: tuple[int, int, int] = (200, 80, 60)) -> bytes:
    """A picture of one colour."""
    row = b"\x00" + bytes(colour) * width
    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n"
        + _chunk(b"IHDR", header)
        + _chunk(b"IDAT", zlib.compress(row * height))
        + _chunk(b"IEND", b"")
    )


def _chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
