"""Cutting texts to Telegram's limits, which count UTF-16 code units: 😀 is two."""

from __future__ import annotations

from typing import Final

TEXT_LIMIT: Final = 4096
CAPTION_LIMIT: Final = 1024
_ENDINGS: Final = ("\n", "。！？；!?;", "，,、 ")
"""Where a text may be cut, best first: between lines, sentences, parts of a sentence."""


def units(text: str) -> int:
    """The length of the text as Telegram counts it."""
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


def split(text: str, limit: int = TEXT_LIMIT) -> list[str]:
    """The text in pieces of at most `limit` units, cut where a reader would pause; nothing is lost but the blank there.

    A piece is at least half full, so a text becomes at most twice as many messages as it must.
    """
    pieces: list[str] = []
    rest = text
    while units(rest) > limit:
        end = _end_of_piece(rest[: _fitting(rest, limit)])
        pieces.append(rest[:end].rstrip())
        rest = rest[end:].lstrip("\n ")
    return [piece for piece in (*pieces, rest) if piece.strip()]


def cut(text: str, limit: int) -> str:
    """The text on one line, with … in place of what is beyond `limit` units."""
    line = " ".join(text.split())
    return line if units(line) <= limit else line[: _fitting(line, limit - 1)] + "…"


def _fitting(text: str, limit: int) -> int:
    """How many characters fit in `limit` units."""
    used = 0
    for place, char in enumerate(text):
        used += 2 if ord(char) > 0xFFFF else 1
        if used > limit:
            return place
    return len(text)


def _end_of_piece(piece: str) -> int:
    for marks in _ENDINGS:
        end = max(piece.rfind(mark) for mark in marks) + 1
        if end > len(piece) // 2:
            return end
    return len(piece)
