"""Photos, and what nobody here can read, while something is asked."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from bot.core.actions import Say
from bot.core.messages import Content, Media, MediaKind
from bot.dialogue.rehearsal import Given, Rehearsal
from bot.scripts.book import ScriptBook

STICKER = Content(media=(Media(kind=MediaKind.STICKER, key="s"),))
PHOTO = Content(media=(Media(kind=MediaKind.PHOTO, key="p"),))


@pytest.mark.parametrize("sent", [STICKER, PHOTO], ids=["sticker", "photo"])
@pytest.mark.parametrize(
    "before",
    [(Content(text="我要退货"), Content(text="不喜欢"), PHOTO), (Content(text="我要退货"),)],
    ids=["at a confirmation", "at a choice"],
)
def test_the_open_question_stays_open_and_its_buttons_are_shown_again(
    book: ScriptBook, one_order: Given, sent: Content, before: tuple[Content, ...]
) -> None:
    rehearsal = Rehearsal(book, one_order)
    for content in before:
        asked = rehearsal.hear(content)
    heard = rehearsal.hear(sent)
    first, again = asked.actions[-1], heard.actions[-1]
    assert isinstance(first, Say)
    assert isinstance(again, Say)
    assert first.content.buttons
    assert [one.title for one in again.content.buttons] == [one.title for one in first.content.buttons]
    assert heard.asking == asked.asking


@pytest.mark.parametrize("sent", [STICKER, PHOTO], ids=["sticker", "photo"])
def test_what_is_to_be_confirmed_is_put_once_more_for_a_yes_to_be_about_it(
    book: ScriptBook, one_order: Given, sent: Content
) -> None:
    rehearsal = Rehearsal(book, one_order)
    for content in (Content(text="我要退货"), Content(text="不喜欢"), PHOTO):
        asked = rehearsal.hear(content)
    heard = rehearsal.hear(sent)
    assert [one.reply for one in heard.actions if isinstance(one, Say)][1:] == [
        one.reply for one in asked.actions if isinstance(one, Say)
    ][-1:]


def test_orders_to_choose_from_are_shown_again_too(book: ScriptBook, two_orders: Given) -> None:
    rehearsal = Rehearsal(book, two_orders)
    asked = rehearsal.hear(Content(text="我要退货")).actions[-1]
    again = rehearsal.hear(STICKER).actions[-1]
    assert isinstance(asked, Say)
    assert isinstance(again, Say)
    assert again.content.buttons == asked.content.buttons != ()


def test_words_beside_a_sticker_are_what_counts(play: Callable[..., list[list[str]]]) -> None:
    assert play(Content(text="运费谁出", media=STICKER.media)) == [["returns.freight"]]
