"""What a text may contain once it is inside."""

from __future__ import annotations

import unicodedata
from typing import Final

from bot.core.messages import MAX_TEXT

_KEPT: Final = frozenset("\n\t")
_DROPPED: Final = frozenset({"Cc", "Cs", "Cn"})
_BIDI: Final = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
CUT_MARK: Final = "…（消息过长，后面的部分没有收下）"
_READ: Final = 4
"""Of a text that is too long, so many times its limit is read: a megabyte is not worth the time."""


def clean(text: str, limit: int = MAX_TEXT) -> str:
    r"""The text without control characters, lone surrogates and direction overrides, at most `limit` characters.

    Line breaks become `\n`. A text that is cut ends with `CUT_MARK`, so that nobody believes it to be whole.
    """
    kept = _tame(text[: limit * _READ])
    whole = len(text) <= limit * _READ and len(kept) <= limit
    return kept if whole else kept[: limit - len(CUT_MARK)] + CUT_MARK


def one_line(text: str, limit: int) -> str:
    """A name: as `clean`, but white space of any kind is one space, and what is too long ends with `…`."""
    kept = " ".join(_tame(text[: limit * _READ]).split())
    return kept if len(kept) <= limit else kept[: limit - 1] + "…"


def _tame(text: str) -> str:
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    return "".join(
        char for char in text if char in _KEPT or (char not in _BIDI and unicodedata.category(char) not in _DROPPED)
    ).strip()
