"""What was said before the handoff, folded on the card: opened with a tap, and no call of its own."""

from __future__ import annotations

from typing import Final

from bot.channels.telegram.lines import post_of
from bot.channels.telegram.texts import units
from bot.core.cases import Card
from bot.core.messages import Delivery, TranscriptEntry

_ENTRIES: Final = 12
_LONGEST: Final = 1200
"""Units of a message that the fold may take; the rest of the card is cut to fit beside it."""


def folded(card: Card) -> tuple[TranscriptEntry, ...]:
    """The messages that the card holds: the last ones up to the handoff, while all of them are words and short.

    It depends on nothing that changes while the case is open, so a card that is edited keeps its fold.
    """
    before = [
        entry for entry in card.entries if entry.at <= card.case.opened_at and entry.delivery is not Delivery.DROPPED
    ][-_ENTRIES:]
    if any(media.key for entry in before for media in entry.content.media):
        return ()
    while before and units(post_of(before).text) > _LONGEST:
        before = before[1:]
    return tuple(before)
