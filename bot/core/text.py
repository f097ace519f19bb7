"""What a customer's text may contain once it is inside."""

from __future__ import annotations

import unicodedata
from typing import Final

from bot.core.messages import MAX_TEXT

_KEPT: Final = frozenset("\n\t")
_DROPPED: Final = frozenset({"Cc", "Cs", "Cn"})
_BIDI: Final = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
CUT_MARK: Final = "…（消息过长，后面的部分没有收下）"


def clean(text: str, limit: int = MAX_TEXT) -> str:
    r"""The text without control characters, lone surrogates and direction overrides, at most `limit` characters.

    Line breaks become `\n`. A text that is cut ends with `CUT_MARK`, so that nobody believes it to be whole.
    """
    text = text[: limit * 4].replace("\r\n", "\n").replace("\r", "\n")
    kept = "".join(
        char for char in text if char in _KEPT or (char not in _BIDI and unicodedata.category(char) not in _DROPPED)
    ).strip()
    return kept if len(kept) <= limit else kept[: limit - len(CUT_MARK)] + CUT_MARK
