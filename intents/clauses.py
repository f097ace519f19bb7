"""Cutting a message into the parts that could each be a message of their own."""

from __future__ import annotations

import re

_BREAKS = re.compile(
    r"[，,。.；;！!？?\n]+|(?<=[一-鿿])\s+(?=[一-鿿])|(?:另外|还有|顺便|对了|以及|然后)"
    r"|\b(?:and also|also|by the way|and)\b",
    re.IGNORECASE,
)
_MOST = 6


def clauses(text: str) -> tuple[str, ...]:
    """The parts of a message, in order, without the marks and words between them; six at most."""
    parts = [part.strip() for part in _BREAKS.split(text)]
    return tuple(part for part in parts if len(part) > 1)[:_MOST]
