"""Customers' buttons under Telegram's 64 bytes."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from bot.channels.telegram.buttons import DATA_LIMIT, data_of, is_digest, keyboard, pressed
from bot.core.messages import Author, Button, Content, TranscriptEntry

LONG = "reason:" + "质量问题" * 10


def offered(seq: int, *buttons: Button) -> TranscriptEntry:
    return TranscriptEntry(
        seq=seq,
        conversation_id=1,
        author=Author.BOT,
        content=Content(text="请选", buttons=buttons),
        at=datetime(2026, 3, 2, tzinfo=UTC),
    )


@pytest.mark.parametrize("value", ["yes", "order:A1", "色" * 21])
def test_a_value_that_fits_travels_as_it_is(value: str) -> None:
    assert data_of(value) == value
    assert not is_digest(data_of(value))


@pytest.mark.parametrize("value", [LONG, "色" * 22, "~yes"])
def test_a_value_that_does_not_fit_travels_as_a_digest(value: str) -> None:
    assert is_digest(data_of(value))
    assert len(data_of(value).encode()) <= DATA_LIMIT


def test_the_button_behind_a_digest_is_found_in_what_was_offered_last() -> None:
    entries = [offered(1, Button(value=LONG, title="旧的")), offered(2, Button(value=LONG, title="质量问题"))]
    assert pressed(data_of(LONG), entries) == Button(value=LONG, title="质量问题")
    assert pressed(data_of("something else " * 9), entries) is None


def test_short_buttons_share_a_row_and_long_ones_have_their_own() -> None:
    titles = ["是的", "不用了", "转人工", "我想先了解一下退货的运费由谁承担"]
    markup = keyboard(Button(value=str(place), title=title) for place, title in enumerate(titles))
    assert markup is not None
    assert [[button.text for button in row] for row in markup.inline_keyboard] == [titles[:3], titles[3:]]


def test_no_buttons_make_no_keyboard() -> None:
    assert keyboard(()) is None
