"""What the first sentence tells already of a text that a flow would ask for, so that nobody has to say it twice.

Which words tell it is written with the slot, in the language of its pack.
"""

from __future__ import annotations

from bot.scripts.book import Slot


def told(slot: Slot, text: str) -> str:
    """What a text says of this slot; empty when nothing."""
    found = slot.said.search(text) if slot.said else None
    if found is None:
        return ""
    return (found.groupdict().get("told") or found.group()).strip()
