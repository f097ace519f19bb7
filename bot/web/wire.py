"""What the chat window is told about a message: only what a customer may see, as plain JSON values."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from datetime import datetime

    from bot.core.messages import Media, TranscriptEntry
    from bot.web.tokens import Tokens

_A_PERSON_IS_NEXT: Final = frozenset({"common.handoff", "common.still_waiting"})


def entry_for_customer(entry: TranscriptEntry, tokens: Tokens, *, now: datetime) -> dict[str, Any]:
    """One message. `waits` says that a person, not the bot, will speak next, so no typing dots are shown."""
    content = entry.content
    return {
        "seq": entry.seq,
        "author": entry.author.value,
        "name": entry.agent_name,
        "text": content.text,
        "media": [_media(media, tokens, now) for media in content.media],
        "buttons": [{"value": button.value, "title": button.title} for button in content.buttons],
        "press": content.press,
        "edited": content.edited,
        "at": entry.at.isoformat(),
        "waits": entry.reply in _A_PERSON_IS_NEXT,
    }


def _media(media: Media, tokens: Tokens, now: datetime) -> dict[str, Any]:
    return {
        "kind": media.kind.value,
        "name": media.name,
        "size": media.size,
        "url": tokens.media_url(media, now=now) if media.key else "",
    }
