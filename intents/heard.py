"""How much of a message is read: whatever is sent, reading it takes bounded time."""

from __future__ import annotations

import re

from intents.normalize import Normalized, beginning, normalize

LONGEST = 2_000  # characters read of one message: what a customer means stands in them, and time stays bounded
_UNSEEN = re.compile(
    r"[\s\u00ad\u034f\u061c\u115f\u1160\u180e\u200b-\u200f\u202a-\u202e\u2060-\u206f\u3164\ufe00-\ufe0f\ufeff]+"
)


def heard(text: str) -> Normalized:
    """The part of a message that is read: one character may stand for eighteen (ﷺ), so it is cut twice."""
    skipped = unseen(text)
    normalized = normalize(beginning(text[skipped:], LONGEST))
    said, spans = normalized.text[:LONGEST], normalized.spans[:LONGEST]
    return Normalized(text=said, spans=tuple((a + skipped, b + skipped) for a, b in spans) if skipped else spans)


def unseen(text: str) -> int:
    """How many characters nobody sees stand before the first that somebody does."""
    found = _UNSEEN.match(text)
    return found.end() if found else 0
