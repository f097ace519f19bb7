"""What a file of orders is written in. Exports of Chinese platforms come as GBK, UTF-8 or whatever Excel made of it."""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from bot.core.errors import ImportFileError

_CHUNK: Final = 1 << 18
_SAVE_AS: Final = "save it as “CSV UTF-8” and import that"
_NOT_TEXT: Final = {
    b"PK\x03\x04": "an Excel workbook (.xlsx) or a zip archive",
    b"\xd0\xcf\x11\xe0": "an old Excel workbook (.xls)",
    b"%PDF": "a PDF",
    b"\x1f\x8b": "a gzip archive",
}
_HIGH_RUN: Final = re.compile(rb"[\x80-\xff]+")
_LONE: Final = 0.5
"""Chinese text in GBK comes in pairs of high bytes; `café` in a Western encoding has them one by one."""


def detect_encoding(path: Path) -> str:
    """The codec to read the file with: utf-8-sig, utf-16 or gb18030. Reads the file once, in pieces.

    A file that is UTF-8 up to a damaged place is UTF-8: the reader reports the rows around the damage.

    Raises:
        ImportFileError: not text, or in no encoding that can be told with certainty.
    """
    with path.open("rb") as file:
        head = file.read(_CHUNK)
    _refuse_binary(path, head)
    if head.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        if not _decodes(path, "utf-16"):
            raise ImportFileError(f"{path}: this is damaged UTF-16 text; {_SAVE_AS}")
        return "utf-16"
    first = head.lstrip(b"\r\n").split(b"\n", 1)[0]
    if b"\x00" in first:
        raise ImportFileError(f"{path}: this is not a text file (or UTF-16 without its mark); {_SAVE_AS}")
    if _decodes(path, "utf-8") or (not first.isascii() and _is(first, "utf-8")):
        return "utf-8-sig"
    if not first.isascii() and _is(first, "gb18030"):
        return "gb18030"
    if first.isascii() and _looks_chinese(path) and _decodes(path, "gb18030"):
        return "gb18030"
    raise ImportFileError(f"{path}: this is neither UTF-8 nor GBK; {_SAVE_AS}")


def _refuse_binary(path: Path, head: bytes) -> None:
    if not head.strip():
        raise ImportFileError(f"{path}: the file is empty")
    for magic, what in _NOT_TEXT.items():
        if head.startswith(magic):
            raise ImportFileError(f"{path}: this is {what}; {_SAVE_AS}")


def _chunks(path: Path) -> Iterator[bytes]:
    with path.open("rb") as file:
        while chunk := file.read(_CHUNK):
            yield chunk


def _decodes(path: Path, encoding: str) -> bool:
    decoder = codecs.getincrementaldecoder(encoding)()
    try:
        for chunk in _chunks(path):
            decoder.decode(chunk)
        decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        return False
    return True


def _is(text: bytes, encoding: str) -> bool:
    try:
        text.decode(encoding)
    except UnicodeDecodeError:
        return False
    return True


def _looks_chinese(path: Path) -> bool:
    for chunk in _chunks(path):
        if runs := _HIGH_RUN.findall(chunk):
            return sum(len(run) == 1 for run in runs) / len(runs) < _LONE
    return False
