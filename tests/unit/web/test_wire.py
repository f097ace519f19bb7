from __future__ import annotations

from datetime import UTC, datetime

import pytest

from bot.core.messages import Author, Button, Content, Delivery, Media, MediaKind, TranscriptEntry
from bot.web.tokens import Tokens
from bot.web.wire import entry_for_customer

NOW = datetime(2026, 3, 2, tzinfo=UTC)
TOKENS = Tokens(secret="s")


def entry(reply: str = "", content: Content | None = None) -> TranscriptEntry:
    return TranscriptEntry(
        seq=7,
        conversation_id=3,
        author=Author.BOT,
        content=content or Content(text="您好"),
        at=NOW,
        agent_id=4,
        case_id=9,
        reply=reply,
        delivery=Delivery.SENT,
        error="internal words",
    )


def test_a_customer_is_told_what_was_said_and_nothing_of_the_desk() -> None:
    told = entry_for_customer(entry(), TOKENS, now=NOW)

    assert told.keys() == {"seq", "author", "name", "text", "media", "buttons", "press", "edited", "at", "waits"}
    assert "internal words" not in str(told)


def test_media_and_buttons_go_along() -> None:
    photo = Media(kind=MediaKind.PHOTO, key="k.jpg", mime="image/jpeg", size=3, name="a.jpg")
    place = Media(kind=MediaKind.LOCATION, latitude=1.0, longitude=2.0)
    content = Content(media=(photo, place), buttons=(Button(value="yes", title="是的"),))

    told = entry_for_customer(entry(content=content), TOKENS, now=NOW)

    assert told["media"][0]["url"].startswith("/media/k.jpg?pass=")
    assert told["media"][1]["url"] == ""
    assert told["buttons"] == [{"value": "yes", "title": "是的"}]


@pytest.mark.parametrize(
    ("reply", "waits"), [("common.handoff", True), ("common.still_waiting", True), ("shipping.when", False)]
)
def test_the_window_knows_when_a_person_is_next(reply: str, waits: bool) -> None:
    assert entry_for_customer(entry(reply), TOKENS, now=NOW)["waits"] is waits
